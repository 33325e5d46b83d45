// What the chat's events add up to: the present state of each message, whichever order its events come in.
export class Ledger {
  constructor() {
    this.messages = new Map(); // message number → { message, number, body, at, sentAt, gone }
    this.first = Infinity; // the lowest and highest event numbers seen
    this.last = 0;
  }

  // Takes an event; returns the message it changed, or null if it changed nothing that is shown.
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

// A message whose beginning was not loaded yet is not shown: it appears when one looks further back.
export const isShown = (message) => message.sentAt !== null && !message.gone && !isGreeting(message.body);

export const isOwn = (body) => body.from?.is_bot === false;

// «/start» is what the page says for a newcomer who has said nothing.
const isGreeting = (body) => isOwn(body) && /^\/start( |$)/.test(body.text ?? "");
