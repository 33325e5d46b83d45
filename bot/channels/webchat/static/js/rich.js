// Text with Bot API entities, built as elements: what a user wrote is never parsed as HTML.
import { make } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code" };

export function rich(text, entities = []) {
  const known = entities.filter((entity) => entity.type in TAGS || entity.type === "text_link");
  const cuts = new Set([0, text.length]);
  for (const { offset, length } of known) {
    cuts.add(Math.min(offset, text.length));
    cuts.add(Math.min(offset + length, text.length));
  }
  const places = [...cuts].sort((a, b) => a - b);
  const out = document.createDocumentFragment();
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [from, to] = [places[i], places[i + 1]];
    const around = known.filter(({ offset, length }) => offset <= from && to <= offset + length);
    out.append(around.reduceRight(wrap, document.createTextNode(text.slice(from, to))));
  }
  return out;
}

// The address if it is safe to open, otherwise null.
export function safeAddress(url) {
  try {
    const address = new URL(url, location.href);
    return address.protocol === "https:" || address.protocol === "http:" ? address : null;
  } catch {
    return null;
  }
}

export function linkTo(url, properties, ...children) {
  const address = safeAddress(url);
  if (!address) return make("span", properties, ...children);
  return make("a", { ...properties, href: address.href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function wrap(inner, entity) {
  return entity.type === "text_link" ? linkTo(entity.url, {}, inner) : make(TAGS[entity.type], {}, inner);
}
