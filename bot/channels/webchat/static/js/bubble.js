// The appearance of one message: text, photo, file, buttons, time.
import { make } from "./dom.js";
import { isOwn } from "./ledger.js";
import { linkTo, rich, safeAddress } from "./rich.js";
import { time } from "./when.js";
import { base } from "./wire.js";
import { say } from "./words.js";

const mark = document.querySelector(".bar-mark").src;
const commands = new Map([...document.querySelectorAll("[data-command]")].map((button) => [button.dataset.command, button]));

export function messageItem(message) {
  const { body } = message;
  const own = isOwn(body);
  const item = make("li", { className: own ? "message own" : "message", data: { message: message.message, at: message.sentAt } });
  if (!own) item.append(make("img", { className: "face", src: mark, alt: "", width: 36, height: 36 }));
  item.append(make("div", { className: "content" }, ...content(body), keys(message), meta(message)));
  return item;
}

export function pendingItem(item) {
  const bubble = item.file ? filePreview(item) : textBubble(item.text, []);
  const content = make("div", { className: "content" }, bubble, item.file ? make("progress", { max: 1, value: 0, ariaLabel: item.file.name }) : null);
  content.append(make("p", { className: "meta shown" }));
  return make("li", { className: "message own pending first", data: { pending: item.id } }, content);
}

export function textBubble(text, entities) {
  const command = commands.get(text);
  if (command) {
    const icon = command.querySelector("svg").cloneNode(true);
    return make("div", { className: "bubble command" }, icon, command.textContent.trim());
  }
  return make("div", { className: "bubble", dir: "auto" }, rich(text, entities));
}

export function sizeName(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function content(body) {
  const parts = [];
  if (body.photo?.length) parts.push(photo(body.photo.at(-1)));
  if (body.document) parts.push(card(body.document));
  if (body.text) parts.push(textBubble(body.text, body.entities), qrCode(body.entities));
  if (body.caption) parts.push(textBubble(body.caption, body.caption_entities));
  return parts;
}

// A link that opens this chat on another device is drawn too, to be scanned from this screen.
function qrCode(entities = []) {
  const links = entities.map(({ url }) => url && safeAddress(url)).filter(Boolean);
  const code = links.find(({ pathname }) => pathname.endsWith("/chat"))?.searchParams.get("code");
  return code ? make("img", { className: "qr", src: `${base}link.svg?code=${encodeURIComponent(code)}`, alt: say("scan"), width: 180, height: 180 }) : null;
}

function photo({ file_id: id, width, height }) {
  const shown = fit(width, height);
  const image = make("img", { src: `${base}files/${encodeURIComponent(id)}`, alt: say("photo"), loading: "lazy", decoding: "async", ...shown });
  return make("button", { className: "photo", type: "button", ariaLabel: say("photoOf"), data: { photo: image.src } }, image);
}

// The size on the page, known before the picture loads, so that the layout does not jump.
function fit(width, height) {
  const scale = Math.min(1, 240 / width, 300 / height);
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
}

function card({ file_id: id, file_name: name, file_size: size }) {
  return make("a", { className: "card", href: `${base}files/${encodeURIComponent(id)}`, download: name }, ...cardParts(name, size));
}

function cardParts(name, size) {
  const extension = name.split(".").pop().slice(0, 4);
  const label = make("span", { dir: "auto" }, name);
  return [make("b", { ariaHidden: "true" }, extension), make("div", {}, label, make("small", {}, sizeName(size)))];
}

function filePreview({ file, text }) {
  const box = make("div", { className: "content" });
  const card = make("div", { className: "card" }, ...cardParts(file.name, file.size));
  box.append(file.type.startsWith("image/") ? photoPreview(file, card) : card);
  if (text) box.append(textBubble(text, []));
  return box;
}

// A browser may not know the format: many cannot show HEIC. Then it is a card like any other file's.
function photoPreview(file, card) {
  const address = URL.createObjectURL(file);
  const release = () => URL.revokeObjectURL(address);
  const image = make("img", { src: address, alt: file.name, width: 160, onload: release });
  const box = make("div", { className: "photo" }, image);
  image.onerror = () => { release(); box.replaceWith(card); };
  return box;
}

function keys(message) {
  const rows = message.body.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return make("div", { className: "keys" }, ...rows.map((row) => make("div", {}, ...row.map((button) => key(button, message)))));
}

function key(button, message) {
  if (button.url) return linkTo(button.url, { className: "key" }, button.text);
  return make("button", { className: "key", type: "button", data: { press: button.callback_data, of: message.message } }, button.text);
}

function meta(message) {
  return make("p", { className: "meta" }, make("time", { dateTime: message.sentAt }, time(message.sentAt)));
}
