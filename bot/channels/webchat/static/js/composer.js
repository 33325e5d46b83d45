// The composer: a growing text field, a character count, and files chosen, dropped or pasted.
import { byId } from "./dom.js";
import { base } from "./wire.js";
import { say } from "./words.js";

const limits = document.body.dataset;
const TEXT_LIMIT = Number(limits.textLimit);
const FILE_BYTES = Number(limits.fileMegabytes) * 1024 * 1024;
const FILES_AT_ONCE = Number(limits.filesAtOnce);
const KEPT = `qinqing-typed:${base}`; // what is typed and not sent survives a reload of the page
const WARN = 500; // remaining characters below which the count appears
const fingers = matchMedia("(pointer: coarse)");

export function startComposer({ onText, onFile, onRefused }) {
  const [form, text, send, count, files] = ["composer", "text", "send", "count", "files"].map(byId);

  const refresh = () => {
    const length = [...text.value.trim()].length;
    const left = TEXT_LIMIT - length;
    send.disabled = length === 0 || left < 0;
    count.classList.toggle("over", left < 0);
    count.textContent = left < 0 ? say("tooLong", { count: -left }) : left <= WARN ? say("remaining", { count: left }) : "";
    if (!CSS.supports("field-sizing", "content")) grow(text);
  };

  const changed = () => {
    sessionStorage.setItem(KEPT, text.value);
    refresh();
  };

  const submit = () => {
    const value = text.value.trim();
    if (send.disabled || !value) return;
    text.value = "";
    changed();
    onText(value);
    text.focus();
  };

  const take = (chosen) => {
    const taken = [...chosen];
    if (taken.length > FILES_AT_ONCE) onRefused(say("tooMany", { count: FILES_AT_ONCE, left: taken.length - FILES_AT_ONCE }));
    for (const file of taken.slice(0, FILES_AT_ONCE)) {
      if (file.size > FILE_BYTES) onRefused(say("tooLarge", { name: file.name, megabytes: limits.fileMegabytes }));
      else if (file.size === 0) onRefused(say("emptyFile", { name: file.name }));
      else onFile(file);
    }
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  text.addEventListener("input", changed);
  text.addEventListener("keydown", (event) => {
    // while an input method is composing, Enter picks a word; on touch screens it starts a new line
    const plain = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
    if (plain && !fingers.matches) { event.preventDefault(); submit(); }
  });
  text.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) { event.preventDefault(); take(event.clipboardData.files); }
  });
  files.addEventListener("change", () => { take(files.files); files.value = ""; });
  form.querySelectorAll("[data-command]").forEach((button) => button.addEventListener("click", () => onText(button.dataset.command)));
  acceptDrops(take);
  text.value ||= sessionStorage.getItem(KEPT) ?? "";
  refresh();
}

// Signed out: the next user of this device must not read it.
export function forgetTyped() {
  sessionStorage.removeItem(KEPT);
  byId("text").value = "";
}

function acceptDrops(take) {
  const room = document.querySelector(".room");
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  room.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    room.classList.add("dropping");
  });
  room.addEventListener("dragleave", (event) => room.contains(event.relatedTarget) || room.classList.remove("dropping"));
  room.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    room.classList.remove("dropping");
    take(event.dataTransfer.files);
  });
}

function grow(text) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}
