// The menu and its dialogs, toasts, and the photo viewer.
import { byId, make } from "./dom.js";
import { whenSeen } from "./when.js";
import { get, newId, post } from "./wire.js";
import { say } from "./words.js";

export function startDialogs({ onSignedOut }) {
  byId("open-menu").addEventListener("click", () => byId("menu").showModal());
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
  for (const opener of document.querySelectorAll("[data-open]")) {
    opener.addEventListener("click", () => { byId("menu").close(); open(opener.dataset.open); });
  }
  for (const choice of document.querySelectorAll("[data-language]")) {
    choice.addEventListener("click", () => speak(choice.dataset.language));
  }
  byId("leave-others").addEventListener("click", leaveOthers);
  byId("leave-here").addEventListener("click", async () => {
    byId("devices").close();
    if (!(await confirm(say("confirmLeave")))) return;
    await tell(async () => { await post("sessions", { end: "here" }); onSignedOut(); });
  });
}

export function toast(text, seconds = 4) {
  const item = make("p", { className: "toast" }, text);
  byId("toasts").append(item);
  setTimeout(() => item.remove(), seconds * 1000);
}

export function notice(text) {
  byId("notice-text").textContent = text;
  byId("notice").showModal();
}

export function viewPhoto(address) {
  byId("viewer-image").src = address;
  byId("viewer").showModal();
}

// Run an action and, if the server refuses, show its message.
export async function tell(act) {
  try {
    return await act();
  } catch (error) {
    toast(error.message || say("broken"));
    return undefined;
  }
}

function open(id) {
  byId(id).showModal();
  if (id === "devices") tell(showDevices);
}

async function showDevices() {
  const { sessions } = await get("sessions");
  byId("device-list").replaceChildren(...sessions.map(device));
  byId("leave-others").hidden = sessions.length < 2;
}

function device({ agent, seen_at: seen, here }) {
  return make("li", {},
    make("span", {}, agent || say("unknownPerson")),
    here ? make("em", {}, say("here")) : make("small", {}, say("seen", { when: whenSeen(seen) })));
}

async function leaveOthers() {
  await tell(async () => {
    const { ended } = await post("sessions", { end: "others" });
    toast(ended ? say("signedOutOthers", { count: ended }) : say("noOthers"));
    await showDevices();
  });
}

// A visitor who has sent nothing yet is greeted again in the new language.
async function speak(language) {
  await tell(async () => {
    await post("language", { language });
    if (!document.querySelector(".message.own")) await post("messages", { id: newId(), text: "/start" });
    location.reload();
  });
}

function confirm(question) {
  const dialog = byId("confirm");
  byId("confirm-text").textContent = question;
  dialog.showModal();
  return new Promise((resolve) => {
    const yes = byId("confirm-yes");
    const answer = (value) => () => { yes.removeEventListener("click", agree); dialog.removeEventListener("close", refuse); dialog.close(); resolve(value); };
    const [agree, refuse] = [answer(true), answer(false)];
    yes.addEventListener("click", agree);
    dialog.addEventListener("close", refuse);
  });
}
