// Outgoing messages: shown immediately, sent in order and exactly once, kept while there is no network.
import { pendingItem } from "./bubble.js";
import { byId, make } from "./dom.js";
import { base, isPassing, newId, post, upload } from "./wire.js";
import { say } from "./words.js";

const KEPT = `qinqing-unsent:${base}`; // texts survive a reload of the page, files do not
const NO_HELP = [400, 413, 415]; // sending the same again would be refused again
const FILE_TRIES = 6; // then the person decides: on a slow line each takes long, and texts wait behind it
const PATIENCE = [1000, 2000, 4000, 8000];

export class Outgoing {
  constructor({ onShown, onSignedOut, onRefused, onReached }) {
    Object.assign(this, { onShown, onSignedOut, onRefused, onReached });
    this.items = [];
    this.list = byId("waiting");
    this.tries = 0;
    this.open = false; // whether there is a chat to send to yet
    window.addEventListener("online", () => this.hurry());
    for (const { id, text } of JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")) this.put({ id, text });
  }

  // The chat exists: send what is left from an earlier visit and what was entered in the meantime.
  begin() {
    this.open = true;
    this.work();
  }

  // Signed out: unsent messages must not reach the next user of this device.
  forget() {
    [...this.items].forEach((item) => this.giveUp(item));
  }

  say(text) {
    this.put({ id: newId(), text: text.toWellFormed?.() ?? text });
  }

  sendFile(file, caption) {
    this.put({ id: newId(), file, text: caption });
  }

  put(item) {
    item.element = pendingItem(item);
    this.list.append(item.element);
    this.items.push(item);
    this.mark(item, "waiting");
    this.keep();
    this.onShown();
    this.work();
  }

  // The message has come back as an event of the chat: remove its placeholder.
  arrived(id) {
    const item = this.items.find((other) => other.id === id);
    if (item) this.drop(item);
  }

  // The connection is back: retry immediately.
  hurry() {
    this.tries = 0;
    clearTimeout(this.pause);
    this.pause = undefined;
    this.work();
  }

  async work() {
    if (!this.open || this.working || this.pause) return;
    this.working = true;
    for (let item; (item = this.items.find(({ state }) => state === "waiting"));) {
      if (!(await this.attempt(item))) break;
    }
    this.working = false;
  }

  // True if the next one may be tried.
  async attempt(item) {
    this.mark(item, "sending");
    try {
      await this.send(item);
      if (this.tries) this.onReached(true);
      this.tries = 0;
      if (this.items.includes(item)) this.mark(item, "sent");
      return true;
    } catch (error) {
      if (error.name === "AbortError") return true;
      if (error.status === 401) this.onSignedOut(); // may prove wrong, so the item is tried again
      const again = !item.file || (item.tries = (item.tries ?? 0) + 1) < FILE_TRIES;
      if (again && (isPassing(error) || error.status === 401)) return this.later(item, error);
      this.mark(item, NO_HELP.includes(error.status) ? "refused" : "failed", error.message);
      return true;
    }
  }

  send(item) {
    if (!item.file) return post("messages", { id: item.id, text: item.text });
    const form = new FormData();
    form.append("id", item.id);
    if (item.text) form.append("caption", item.text);
    form.append("file", item.file, item.file.name);
    item.abort = new AbortController();
    const bar = item.element.querySelector("progress");
    return upload(item.id, form, (share) => { bar.value = share; }, item.abort.signal);
  }

  later(item, error) {
    this.mark(item, "waiting");
    this.onReached(false, error);
    const wait = PATIENCE[Math.min(this.tries, PATIENCE.length - 1)];
    this.tries += 1;
    this.pause = setTimeout(() => { this.pause = undefined; this.work(); }, wait);
    return false;
  }

  mark(item, state, sentence) {
    item.state = state;
    const failed = state === "failed" || state === "refused";
    item.element.classList.toggle("failed", failed);
    const line = item.element.querySelector(".meta");
    line.replaceChildren(...this.line(item, state, sentence));
    this.guard();
    if (failed) this.onRefused(sentence);
  }

  // Files do not survive leaving the page: the browser asks first while one could still be sent.
  guard() {
    const atRisk = this.items.some(({ file, state }) => file && !["sent", "refused"].includes(state));
    window.onbeforeunload = atRisk ? (event) => event.preventDefault() : null;
  }

  line(item, state, sentence) {
    const end = (label) => make("button", { type: "button", onclick: () => this.giveUp(item) }, label);
    const cancel = item.file ? end(say("cancelUpload")) : "";
    switch (state) {
      case "waiting": return [navigator.onLine && !this.tries ? say("sending") : say("queued"), cancel];
      case "sending": return [say("sending"), cancel];
      case "sent": return [""];
      case "refused": return [make("span", {}, sentence), end(say("remove"))];
      default: return [make("span", {}, sentence), make("button", { type: "button", onclick: () => this.again(item) }, say("failed")), end(say("remove"))];
    }
  }

  again(item) {
    item.tries = 0;
    this.mark(item, "waiting");
    this.hurry();
  }

  giveUp(item) {
    this.drop(item);
    item.abort?.abort();
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
    item.element.remove();
    this.guard();
    this.keep();
  }

  keep() {
    const texts = this.items.filter((item) => !item.file).map(({ id, text }) => ({ id, text }));
    if (texts.length) sessionStorage.setItem(KEPT, JSON.stringify(texts));
    else sessionStorage.removeItem(KEPT);
  }
}
