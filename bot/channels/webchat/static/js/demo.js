// The demo's page: opens people's chats side by side and moves time forward.
import { byId, make } from "./dom.js";
import { say } from "./words.js";

const token = document.querySelector('meta[name="form-token"]').content;
const wide = matchMedia("(min-width: 1200px)");
const run = document.querySelector('meta[name="run"]').content;
const seats = new Map(JSON.parse(byId("seats").textContent).map((seat) => [seat.number, seat]));
let shown = []; // seat numbers, the most recently opened last: as many as fit are shown side by side
const stored = sessionStorage.getItem(run);
const seen = new Map(Object.entries(JSON.parse(stored ?? "{}"))); // by seat: number of messages that were shown
let fresh = stored === null; // a new window has not missed any messages
let said = {}; // by seat: number of messages that exist
const watched = new Set(); // seats shown since the last update
let drawnTabs = ""; // the tabs as last drawn
let choosing = true; // whether the list of people is shown instead of the chats

for (const button of document.querySelectorAll("[data-choice]")) {
  button.addEventListener("click", () => open(button.dataset.choice));
}
byId("enterprise")?.addEventListener("change", ({ target }) => {
  if (target.value) open(target.value);
  target.value = "";
});
byId("search").addEventListener("focus", ({ target }) => target.scrollIntoView({ block: "start", behavior: "smooth" }));
byId("search").addEventListener("input", ({ target }) => search(target.value.trim().toLowerCase()));
byId("again").addEventListener("click", again);
byId("tab-people").addEventListener("click", () => { choosing = true; draw(); look(); });
for (const button of document.querySelectorAll("[data-to]")) button.addEventListener("click", () => jump(button.dataset.to));
wide.addEventListener("change", draw);
setInterval(look, 2_000);
look();
draw();

async function look() {
  const clock = await ask("demo/clock").catch(() => undefined);
  if (!clock) return; // the next update is soon
  if (clock.run !== run) location.reload(); // the demo was restarted
  byId("now").textContent = clock.now;
  said = clock.said;
  if (fresh) Object.entries(said).forEach(([number, count]) => seen.set(number, count));
  fresh = false;
  for (const number of watched) seen.set(String(number), said[number] ?? 0);
  sessionStorage.setItem(run, JSON.stringify(Object.fromEntries(seen)));
  watched.clear();
  draw();
}

async function open(choice) {
  const seat = await tell(() => ask("demo/seats", { choice }));
  if (!seat) return;
  seats.set(seat.number, seat);
  show(seat.number);
}

function show(number) {
  choosing = false;
  if (!onStage().includes(number)) shown = [...shown.filter((other) => other !== number), number].slice(-3);
  draw();
  look();
}

function onStage() {
  return shown.slice(wide.matches ? -3 : -1);
}

function draw() {
  choosing ||= shown.length === 0;
  if (!choosing) onStage().forEach((number) => watched.add(number));
  byId("people").hidden = !choosing;
  byId("tab-people").ariaPressed = String(choosing);
  drawTabs();
  for (const frame of document.querySelectorAll(".seat")) {
    frame.hidden = choosing;
    if (!onStage().includes(Number(frame.dataset.seat))) frame.remove();
  }
  for (const number of onStage()) if (!document.querySelector(`[data-seat="${number}"]`)) byId("stage").append(frame(seats.get(number)));
}

function drawTabs() {
  const tabs = [...seats.values()].map((seat) => ({ ...seat, unread: unreadOf(seat.number), pressed: isOnStage(seat.number) }));
  const state = JSON.stringify(tabs);
  if (state === drawnTabs) return; // a tab replaced between press and release would lose the click
  drawnTabs = state;
  while (byId("tab-people").nextSibling) byId("tab-people").nextSibling.remove();
  byId("tabs").append(...tabs.map(tab));
  byId("tabs").querySelector('[aria-pressed="true"]')?.scrollIntoView({ inline: "nearest", block: "nearest" });
}

function unreadOf(number) {
  return watched.has(number) ? 0 : (said[number] ?? 0) - (seen.get(String(number)) ?? 0);
}

function isOnStage(number) {
  return !choosing && onStage().includes(number);
}

function tab({ number, title, subtitle, unread, pressed }) {
  return make("button", {
    type: "button", className: "tab", title: subtitle, ariaPressed: String(pressed), onclick: () => show(number),
  }, title, ...(unread > 0 ? [make("span", { className: "unread", role: "img", ariaLabel: say("unread", { count: unread }) }, String(unread))] : []));
}

function frame({ number, title, subtitle }) {
  const section = byId("seat").content.firstElementChild.cloneNode(true);
  const address = `/demo/seats/${number}/chat`;
  section.dataset.seat = number;
  section.querySelector("b").textContent = title;
  section.querySelector("small").textContent = subtitle;
  section.querySelector("a").href = address;
  Object.assign(section.querySelector("iframe"), { src: address, title: `${title} ${subtitle}` });
  section.querySelector("[data-close]").addEventListener("click", () => { shown = shown.filter((other) => other !== number); draw(); });
  return section;
}

function search(text) {
  let found = 0;
  for (const unit of document.querySelectorAll(".unit")) {
    const inUnit = unit.dataset.unit.toLowerCase().includes(text);
    const people = [...unit.querySelectorAll("[data-words]")];
    for (const person of people) person.hidden = !inUnit && !person.dataset.words.toLowerCase().includes(text);
    unit.hidden = people.every((person) => person.hidden);
    unit.open = Boolean(text) && !unit.hidden;
    found += unit.hidden ? 0 : 1;
  }
  byId("none").hidden = found > 0;
}

async function jump(to) {
  const buttons = document.querySelectorAll("[data-to]");
  buttons.forEach((button) => { button.disabled = true; });
  byId("said").textContent = say("working");
  const arrived = await tell(() => ask("demo/clock", { to }));
  if (arrived) {
    byId("said").textContent = arrived.said;
    await look();
  }
  buttons.forEach((button) => { button.disabled = false; });
}

async function again() {
  if (!confirm(say("confirmAgain"))) return;
  if (!(await tell(() => ask("demo/again", {})))) return;
  byId("said").textContent = say("again");
  document.querySelectorAll(".jump").forEach((button) => { button.disabled = true; });
}

async function ask(path, body) {
  const headers = { "Content-Type": "application/json", "X-Form-Token": token };
  const options = body ? { method: "POST", headers, body: JSON.stringify(body) } : {};
  const response = await fetch(`/${path}`, { cache: "no-store", ...options }).catch(() => { throw new Error(say("broken")); });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

async function tell(act) {
  try {
    return await act();
  } catch (error) {
    byId("said").textContent = error.message || say("broken");
    return undefined;
  }
}
