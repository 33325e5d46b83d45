// The live stream: resumes by event number after any interruption, and reports the state of the connection.
import { base, get, isRecovering } from "./wire.js";

const PATIENCE = [500, 1000, 2000, 4000, 8000];

// What the page says after this error, or without one when a connection was lost.
export const lostState = (error) => {
  if (error && isRecovering(error)) return "recovering";
  return navigator.onLine ? "reconnecting" : "offline";
};

export class Live {
  constructor({ after, onEvent, onTyping, onState, onSignedOut }) {
    Object.assign(this, { after, onEvent, onTyping, onState, onSignedOut });
    this.tries = 0;
    this.recovering = false; // the server is there, its database is not
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
    source.onopen = () => { this.tries = 0; this.recovers(false); };
    source.onerror = () => this.lost(source);
    source.addEventListener("event", ({ data }) => this.onEvent(JSON.parse(data)));
    source.addEventListener("typing", ({ data }) => this.onTyping(JSON.parse(data).on));
    source.addEventListener("recovering", ({ data }) => this.recovers(JSON.parse(data).on));
    source.addEventListener("signed_out", () => this.end());
  }

  // The browser reconnects by itself, unless the server answered with an error: then we reconnect.
  lost(source) {
    if (source !== this.source || this.ended) return;
    this.onTyping(false);
    this.onState(this.recovering ? "recovering" : lostState());
    if (source.readyState !== EventSource.CLOSED) return;
    this.pause = setTimeout(() => this.again(), PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
    this.tries += 1;
  }

  // A stream cannot tell why it was refused, so a request asks; later, since leaving the page also ends up here.
  again() {
    this.connect();
    return get("history?limit=1").catch((error) => {
      if (error.status === 401) this.end();
      this.recovering = isRecovering(error);
      if (!this.isOpen) this.onState(lostState(error));
    });
  }

  recovers(on) {
    this.recovering = on;
    this.onState(on ? "recovering" : "connected");
  }

  end() {
    this.ended = true;
    clearTimeout(this.pause);
    this.source?.close();
    this.onSignedOut();
  }
}
