// The live stream: resumes by event number after any interruption, and reports the state of the connection.
import { base, get } from "./wire.js";

const PATIENCE = [500, 1000, 2000, 4000, 8000];

export const lostState = () => (navigator.onLine ? "reconnecting" : "offline");

export class Live {
  constructor({ after, onEvent, onTyping, onState, onSignedOut }) {
    Object.assign(this, { after, onEvent, onTyping, onState, onSignedOut });
    this.tries = 0;
    window.addEventListener("online", () => this.connect());
    window.addEventListener("offline", () => this.onState("offline"));
    window.addEventListener("pageshow", (event) => event.persisted && this.connect());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !this.isOpen) this.connect();
    });
  }

  get isOpen() {
    return this.source?.readyState === EventSource.OPEN;
  }

  connect() {
    if (this.ended) return;
    clearTimeout(this.pause);
    this.source?.close();
    const source = new EventSource(`${base}events?after=${this.after()}`);
    this.source = source;
    source.onopen = () => { this.tries = 0; this.onState("connected"); };
    source.onerror = () => this.lost(source);
    source.addEventListener("event", ({ data }) => this.onEvent(JSON.parse(data)));
    source.addEventListener("typing", ({ data }) => this.onTyping(JSON.parse(data).on));
    source.addEventListener("signed_out", () => this.end());
  }

  // The browser reconnects by itself, unless the server answered with an error: then we reconnect.
  lost(source) {
    if (source !== this.source || this.ended) return;
    this.onTyping(false);
    this.onState(lostState());
    if (source.readyState !== EventSource.CLOSED) return;
    this.pause = setTimeout(() => this.again(), PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
    this.tries += 1;
  }

  // A stream cannot tell why it was refused, so a request asks; later, since leaving the page also ends up here.
  again() {
    this.connect();
    return get("history?limit=1").catch((error) => error.status === 401 && this.end());
  }

  end() {
    this.ended = true;
    clearTimeout(this.pause);
    this.source?.close();
    this.onSignedOut();
  }
}
