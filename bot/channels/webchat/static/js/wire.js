// Requests to the server: addresses below this page's own, the form token, and messages for errors.
import { say } from "./words.js";

export const base = location.pathname.replace(/\/+$/, "") + "/";
const meta = document.querySelector('meta[name="form-token"]');

export class Refusal extends Error {
  constructor(status, code, sentence) {
    super(sentence);
    Object.assign(this, { status, code });
  }
}

// Sent again by itself: there was no answer, or one that will be another soon.
export const isPassing = (error) => error instanceof Unreachable || (error.status >= 502 && error.status <= 504);

// No response: the network is down, and the request may or may not have arrived.
export class Unreachable extends Error {}

export async function get(path) {
  return answerOf(await reach(base + path, { headers: { Accept: "application/json" } }));
}

export async function post(path, body) {
  return answerOf(await withToken((token) => reach(base + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Form-Token": token },
    body: JSON.stringify(body),
  })));
}

// Throws what the stream at that address is refused with, which a stream itself cannot tell.
export async function tryStream(path) {
  const ending = new AbortController();
  const response = await reach(base + path, { signal: ending.signal });
  if (!response.ok) await answerOf(response);
  ending.abort();
}

// fetch cannot report upload progress, XMLHttpRequest can.
export async function upload(id, form, onProgress, signal) {
  return answerOf(await withToken((token) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${base}files?id=${id}`); // so that a repeated upload is recognised before it is read
    request.setRequestHeader("X-Form-Token", token);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(new Unreachable());
    request.onabort = () => reject(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  })));
}

export function newId() {
  // crypto.randomUUID exists on https and localhost only; an office may try this out over plain http
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function withToken(send) {
  const response = await send(meta.content);
  if (response.status !== 403 || (await response.clone().json().catch(() => ({}))).code !== "stale_page") return response;
  await renewToken();
  return send(meta.content);
}

// The page was open longer than its token is valid: reloading gets a new one.
async function renewToken() {
  const page = await (await reach(location.pathname, { headers: { Accept: "text/html" } })).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector('meta[name="form-token"]');
  if (fresh) meta.content = fresh.content;
}

async function reach(address, options) {
  try {
    return await fetch(address, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new Unreachable();
  }
}

async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer.code, answer.error ?? say("broken"));
  return answer;
}
