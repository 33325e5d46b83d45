// The message log: messages in order, date separators, and the reader's scroll position.
import { messageItem } from "./bubble.js";
import { byId, make } from "./dom.js";
import { isShown, Ledger } from "./ledger.js";
import { day, dayName, noteTime } from "./when.js";

const NEAR = 90; // pixels from the end that still count as being at the end
const CLOSE = 300_000; // messages of one sender within five minutes are grouped

export class Log {
  constructor() {
    this.ledger = new Ledger();
    this.box = byId("log");
    this.list = byId("messages");
    this.newest = byId("newest");
    this.newest.addEventListener("click", () => this.toEnd(true));
    this.box.addEventListener("scroll", () => this.isAtEnd() && (this.newest.hidden = true), { passive: true });
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.box);
    this.following = true;
    this.lastTop = 0;
    this.box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.box.addEventListener("load", () => this.following && this.toEnd(), { capture: true }); // a photo has loaded
  }

  get last() { return this.ledger.last; }
  get first() { return this.ledger.first; }
  get isEmpty() { return !this.list.firstElementChild; }

  // New events: show them, and scroll to the end if the reader was there.
  add(events) {
    const atEnd = this.isAtEnd();
    const items = this.show(events);
    items.forEach((item) => item.classList.add("new"));
    if (atEnd) this.toEnd();
    else if (items.some((item) => !item.classList.contains("own"))) this.newest.hidden = false;
  }

  // Earlier events: keep the reader's scroll position.
  addEarlier(events) {
    const fromEnd = this.box.scrollHeight - this.box.scrollTop;
    this.show(events);
    this.box.scrollTop = this.box.scrollHeight - fromEnd;
  }

  show(events) {
    const changed = new Set(events.map((event) => (noteTime(event.at), this.ledger.take(event))));
    changed.delete(null);
    const items = [...changed].map((message) => this.place(message)).filter(Boolean);
    this.arrange();
    return items;
  }

  place(message) {
    const present = this.list.querySelector(`[data-message="${message.message}"]`);
    if (!isShown(message)) {
      present?.remove();
      return null;
    }
    const item = messageItem(message);
    if (present) {
      present.replaceWith(item);
      return null;
    }
    const after = [...this.list.querySelectorAll("[data-message]")].reverse().find((other) => Number(other.dataset.message) < message.message);
    if (after) after.after(item);
    else this.list.prepend(item);
    return item;
  }

  // Date separators, and the first and last message of each group by one sender.
  arrange() {
    this.list.querySelectorAll(".day").forEach((mark) => mark.remove());
    let before = null;
    for (const item of this.list.querySelectorAll("[data-message]")) {
      const name = day(item.dataset.at);
      const newDay = !before || day(before.dataset.at) !== name;
      if (newDay) item.before(make("li", { className: "day" }, dayName(name)));
      const together = !newDay && isOwnItem(before) === isOwnItem(item) && Date.parse(item.dataset.at) - Date.parse(before.dataset.at) < CLOSE;
      item.classList.toggle("first", !together);
      before?.classList.toggle("last", !together);
      before = item;
    }
    before?.classList.add("last");
  }

  // Only the reader scrolls back: what is added below, or a photo that loads, moves the end away from where we are.
  scrolled() {
    const back = this.box.scrollTop < this.lastTop;
    this.lastTop = this.box.scrollTop;
    this.following = this.isAtEnd() || (this.following && !back);
  }

  isAtEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR;
  }

  toEnd(smoothly = false) {
    this.newest.hidden = true;
    this.following = true;
    this.box.scrollTo({ top: this.box.scrollHeight, behavior: smoothly ? "smooth" : "instant" });
  }
}

const isOwnItem = (item) => item.classList.contains("own");
