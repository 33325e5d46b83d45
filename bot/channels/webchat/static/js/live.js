// The live stream: resumes by event number after any interruption, and reports the state of the connection.
import { base, newId, tryStream } from "./wire.js";

const PATIENCE = [500, 1000, 2000, 4000, 8000];
const LONGEST_SILENCE = 40_000; // milliseconds: the server sends at least a heartbeat every 15 seconds
const page = newId(); // lets the server end an earlier stream of this page that it does not know to be dead

const STATES = { recovering: "recovering", too_many_pages: "tooManyPages", too_many_chats: "tooManyChats" }; // by the error's code

// What the page says after this error, or without one when a connection was lost.
export const lostState = (error) => STATES[error?.code] ?? (navigator.onLine ? "reconnecting" : "offline");

export class Live {
  constructor({ after, onEvent, onTyping, onState, onSignedOut }) {
    Object.assign(this, { after, onEvent, onTyping, onState, onSignedOut });
    this.tries = 0;
    this.trouble = undefined; // the error that the server has no stream for us with, until it is over
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

  get path() {
    return `events?after=${this.after()}&page=${page}`;
  }

  connect() {
    if (this.ended) return;
    clearTimeout(this.pause);
    this.source?.close();
    const source = new EventSource(base + this.path);
    this.source = source;
    this.alive();
    source.onopen = () => { this.tries = 0; this.recovers(false); };
    source.onerror = () => this.lost(source);
    source.addEventListener("event", ({ data }) => { this.alive(); this.onEvent(JSON.parse(data)); });
    source.addEventListener("typing", ({ data }) => { this.alive(); this.onTyping(JSON.parse(data).on); });
    source.addEventListener("recovering", ({ data }) => { this.alive(); this.recovers(JSON.parse(data).on); });
    source.addEventListener("heartbeat", () => this.alive());
    source.addEventListener("signed_out", () => this.onSignedOut());
  }

  // A connection can die without a word; then no heartbeat comes.
  alive() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      if (!this.ended) this.onState(lostState(this.trouble));
      this.connect();
    }, LONGEST_SILENCE);
  }

  // The browser reconnects by itself, unless the server answered with an error: then we reconnect.
  lost(source) {
    if (source !== this.source || this.ended) return;
    this.onTyping(false);
    this.onState(lostState(this.trouble));
    if (source.readyState === EventSource.CLOSED) this.later();
  }

  later() {
    this.pause = setTimeout(() => this.again(), PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
    this.tries += 1;
  }

  // Asks first why the stream was refused; later, since leaving the page also ends up here.
  async again() {
    try {
      await tryStream(this.path);
      if (!this.isOpen) this.connect();
    } catch (error) {
      if (this.ended || this.isOpen) return;
      if (error.status === 401) this.onSignedOut();
      this.trouble = error;
      this.onState(lostState(error));
      this.later();
    }
  }

  recovers(on) {
    this.trouble = on ? { code: "recovering" } : undefined;
    this.onState(on ? "recovering" : "connected");
  }

  end() {
    this.ended = true;
    clearTimeout(this.pause);
    clearTimeout(this.silence);
    this.source?.close();
  }
}
