// The current state of each message, computed from the chat's events in whatever order they arrive.
export class Ledger {
  constructor() {
    this.messages = new Map(); // message number → { message, number, body, at, sentAt, gone }
    this.first = Infinity; // the lowest and highest event numbers seen
    this.last = 0;
  }

  // Apply an event; returns the message it changed, or null if nothing visible changed.
  take(event) {
    this.first = Math.min(this.first, event.number);
    this.last = Math.max(this.last, event.number);
    if (event.kind === "toast") return null;
    const known = this.messages.get(event.message) ?? { message: event.message, number: 0, body: {}, sentAt: null, gone: false };
    if (event.kind === "send") known.sentAt = event.at;
    if (event.number > known.number) {
      Object.assign(known, { number: event.number, body: event.body, gone: event.kind === "delete" });
    }
    this.messages.set(event.message, known);
    return known;
  }
}

// A message whose first event is not loaded yet is hidden until the user loads earlier events.
export const isShown = (message) => message.sentAt !== null && !message.gone && !isGreeting(message.body);

export const isOwn = (body) => body.from?.is_bot === false;

// "/start" is what the page sends for a new visitor.
const isGreeting = (body) => isOwn(body) && /^\/start( |$)/.test(body.text ?? "");
