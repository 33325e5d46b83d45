// The demo's stage: opens people's chats side by side and moves time on.
import { byId, make } from "./dom.js";
import { say } from "./words.js";

const token = document.querySelector('meta[name="form-token"]').content;
const wide = matchMedia("(min-width: 1200px)");
const seats = new Map(JSON.parse(byId("seats").textContent).map((seat) => [seat.number, seat]));
let shown = []; // numbers of the seats that were opened last, the newest at the end: as many as have room stand side by side
let choosing = true; // the people to choose from stand on the stage instead

for (const button of document.querySelectorAll("[data-choice]")) {
  button.addEventListener("click", () => open(button.dataset.choice));
}
byId("enterprise")?.addEventListener("change", ({ target }) => {
  if (target.value) open(target.value);
  target.value = "";
});
byId("search").addEventListener("focus", ({ target }) => target.scrollIntoView({ block: "start", behavior: "smooth" }));
byId("search").addEventListener("input", ({ target }) => search(target.value.trim().toLowerCase()));
byId("tab-people").addEventListener("click", () => { choosing = true; draw(); });
for (const button of document.querySelectorAll("[data-to]")) button.addEventListener("click", () => jump(button.dataset.to));
wide.addEventListener("change", draw);
setInterval(async () => { byId("now").textContent = (await ask("demo/clock")).now; }, 20_000);
draw();

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
}

function onStage() {
  return shown.slice(wide.matches ? -3 : -1);
}

function draw() {
  choosing ||= shown.length === 0;
  byId("people").hidden = !choosing;
  byId("tab-people").ariaPressed = String(choosing);
  const tabs = [...seats.values()].map((seat) => tab(seat));
  byId("tabs").replaceChildren(byId("tab-people"), ...tabs);
  byId("tabs").querySelector('[aria-pressed="true"]')?.scrollIntoView({ inline: "nearest", block: "nearest" });
  for (const frame of document.querySelectorAll(".seat")) {
    frame.hidden = choosing;
    if (!onStage().includes(Number(frame.dataset.seat))) frame.remove();
  }
  for (const number of onStage()) if (!document.querySelector(`[data-seat="${number}"]`)) byId("stage").append(frame(seats.get(number)));
}

function tab({ number, title, subtitle }) {
  return make("button", {
    type: "button", className: "tab", title: subtitle, ariaPressed: String(!choosing && onStage().includes(number)), onclick: () => show(number),
  }, title);
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
    byId("now").textContent = arrived.now;
    byId("said").textContent = arrived.said;
  }
  buttons.forEach((button) => { button.disabled = false; });
}

async function ask(path, body) {
  const headers = { "Content-Type": "application/json", "X-Form-Token": token };
  const options = body ? { method: "POST", headers, body: JSON.stringify(body) } : {};
  const response = await fetch(`/${path}`, { cache: "no-store", ...options });
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
