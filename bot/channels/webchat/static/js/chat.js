// The chat page: starts its parts and connects them.
import { forgetTyped, startComposer } from "./composer.js";
import { followLanguage, seemsForeign } from "./language.js";
import { notice, startDialogs, tell, toast, viewPhoto } from "./dialogs.js";
import { byId, make } from "./dom.js";
import { isOwn } from "./ledger.js";
import { Live, lostState } from "./live.js";
import { Log } from "./log.js";
import { Outgoing } from "./outgoing.js";
import { Presses } from "./presses.js";
import { get, newId, post, Unreachable } from "./wire.js";
import { say } from "./words.js";

const TYPING_AFTER = 350; // milliseconds: a fast answer needs no typing indicator
const log = new Log();
const typing = byId("typing");
let typingSoon;
let answering = false;
let more = false;
let loading = false;

const outgoing = new Outgoing({
  onShown: () => log.toEnd(),
  onSignedOut: checkSignedOut,
  onRefused: (sentence) => (log.isAtEnd() ? log.toEnd() : toast(sentence)), // the message says it, too
  onReached: (reached, error) => (reached ? live.isOpen && showState("connected") : showState(lostState(error))),
});
const presses = new Presses(log.box, {
  onRefused: (error) => (error.status === 401 ? checkSignedOut() : toast(error.message || say("broken"))),
  isAnswering: () => answering,
});
const live = new Live({
  after: () => log.last,
  onEvent: take,
  onTyping: showTyping,
  onState: showState,
  onSignedOut: checkSignedOut,
});

startDialogs({ onSignedOut: signedOut });
startComposer({
  onText: (text) => outgoing.say(text),
  onFile: (file) => outgoing.sendFile(file),
  onRefused: (sentence) => toast(sentence, 6),
});
log.box.addEventListener("scroll", () => log.box.scrollTop < 240 && loadEarlier(), { passive: true });
log.box.addEventListener("click", ({ target }) => {
  const photo = target.closest("[data-photo]");
  if (photo) viewPhoto(photo.dataset.photo);
});
enter();

// A new visitor is greeted, a returning one continues, one with an invitation code submits it.
async function enter() {
  const code = new URLSearchParams(location.search).get("code") ?? undefined;
  const start = { id: newId(), code };
  for (let wait = 1000; ; wait = Math.min(wait * 2, 8000)) {
    try {
      await arrive(start);
      break;
    } catch (error) {
      if (!(error instanceof Unreachable || error.status >= 500 || error.status === 429)) return refuseEntry(error);
      if (error.status === 429 && wait === 1000) notice(error.message);
      showState(lostState(error));
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  forgetCode();
  live.connect();
  outgoing.begin();
}

async function arrive(start) {
  let past = document.body.dataset.signedIn ? await get("history") : null;
  if (!past || start.code || (!past.more && !past.events.some(({ body }) => isOwn(body)))) {
    const { notice: told } = await post("start", start);
    if (told) notice(told);
    past = await get("history");
  }
  ({ more } = past);
  past.events.forEach(({ body }) => outgoing.arrived(body.web_id)); // it was sent as the page was left
  log.show(past.events);
  log.toEnd();
  markBeginning();
}

// What came as an invitation is none: the chat is there all the same.
function refuseEntry(error) {
  if (error.status === 401) return signedOut(error.message);
  notice(error.message);
  if (forgetCode()) enter();
}

// Whether there was a code in the address.
function forgetCode() {
  const had = new URLSearchParams(location.search).has("code");
  if (had) history.replaceState(null, "", location.pathname);
  return had;
}

function take(event) {
  if (event.number <= log.last) return; // repeated after a reconnection
  if (event.kind === "toast" && event.body.text) (event.body.show_alert ? notice : toast)(event.body.text);
  if (event.body.web_id) outgoing.arrived(event.body.web_id);
  else presses.releaseAll();
  log.add([event]);
  if (!isOwn(event.body) && seemsForeign(event.body.text)) followBot();
}

// Whoever chose another language in the chat gets the page in it, too.
async function followBot() {
  await tell(async () => followLanguage((await get("history?limit=1")).language));
}

function showTyping(on) {
  clearTimeout(typingSoon);
  answering = on;
  if (on) {
    typingSoon = setTimeout(() => { const follow = log.isAtEnd(); typing.hidden = false; if (follow) log.toEnd(); }, TYPING_AFTER);
  } else {
    typing.hidden = true;
    presses.releaseAll();
  }
}

function showState(state) {
  byId("state").dataset.state = state === "connected" ? "on" : "off";
  byId("state-text").textContent = say(state);
  if (state === "connected") outgoing.hurry();
}

async function loadEarlier() {
  if (!more || loading) return;
  loading = true;
  byId("edge").textContent = say("earlier");
  await tell(async () => {
    const past = await get(`history?before=${log.first}`);
    ({ more } = past);
    log.addEarlier(past.events);
  });
  loading = false;
  markBeginning();
}

function markBeginning() {
  byId("edge").hidden = log.isEmpty;
  byId("edge").textContent = more ? say("earlier") : say("beginning");
}

// A tap that gives rights renews this device's cookie: what was under way with the old one is refused, though the device
// is still signed in. So the cookie of now is tried before anything is cleared.
async function checkSignedOut() {
  await presses.settled;
  try {
    await get("history?limit=1");
    live.connect();
  } catch (error) {
    if (error.status === 401) signedOut(error.message);
    else live.connect();
  }
}

function signedOut(why = say("signedOut")) {
  live.end();
  more = false; // nothing earlier is loaded any more
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  byId("viewer-image").removeAttribute("src");
  showState("offline");
  byId("state-text").textContent = say("signedOut");
  document.querySelectorAll("#composer button, #composer textarea, #composer input").forEach((part) => { part.disabled = true; });
  const again = make("button", { className: "key", type: "button", onclick: startAgain }, say("startAgain"));
  byId("messages").replaceChildren(make("li", { className: "note why" }, why), make("li", { className: "note" }, again));
  outgoing.forget();
  forgetTyped();
  byId("edge").hidden = true;
}

// The cookie that is worth nothing any more is dropped first, so that why it ended is not told again.
async function startAgain() {
  await post("sessions", { end: "here" }).catch(() => {});
  location.reload();
}
