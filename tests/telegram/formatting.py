"""Parses Telegram's HTML into plain text and entities, with Telegram's error messages, using none of our code."""

import re
from dataclasses import dataclass, field

from tests.telegram.refusals import JSON, bad_request

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # the only named references Telegram supports
REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
START = re.compile(r"<([^\s>/][^\s>]*)((?:\s+[^>]*)?)>")
END = re.compile(r"</([^>]*)>")
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""", re.IGNORECASE)


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def plain(text: str) -> str:
    """The text with character references resolved."""

    def character(found: re.Match[str]) -> str:
        if found[3]:
            return NAMED[found[3]]
        code = int(found[1]) if found[1] else int(found[2], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0]

    return REFERENCE.sub(character, text)


@dataclass
class _Reading:
    source: str
    text: str = ""
    entities: list[JSON] = field(default_factory=list)
    open: list[tuple[str, int, JSON]] = field(default_factory=list)

    def complain(self, what: str, at: int) -> Exception:
        offset = len(self.source[:at].encode())
        return bad_request("can't parse entities: " + what.replace("{offset}", f"at byte offset {offset}"))

    def start(self, at: int) -> int:
        found = START.match(self.source, at)
        if found is None:
            if ">" not in self.source[at:]:
                raise self.complain("Unclosed start tag {offset}", at)
            raise self.complain('Unsupported start tag "" {offset}', at)
        name = found[1].lower()
        if name not in TAGS:
            raise self.complain(f'Unsupported start tag "{name}" {{offset}}', at)
        entity: JSON = {"type": TAGS[name], "offset": units(self.text)}
        if name == "a" and (href := HREF.search(found[2])):
            entity["url"] = plain(href[1] or href[2] or href[3] or "")
        self.open.append((name, at, entity))
        return found.end()

    def end(self, at: int) -> int:
        found = END.match(self.source, at)
        if found is None:
            raise self.complain("Unclosed end tag {offset}", at)
        if not self.open:
            raise self.complain("Unexpected end tag {offset}", at)
        name, _, entity = self.open.pop()
        closing = found[1].strip().lower()
        if closing and closing != name:
            raise self.complain(f'Unmatched end tag {{offset}}, expected "</{name}>", found "</{closing}>"', at)
        entity["length"] = units(self.text) - entity["offset"]
        if entity["length"] and (entity["type"] != "text_link" or entity.get("url")):
            self.entities.append(entity)
        return found.end()


def read_html(source: str) -> tuple[str, list[JSON]]:
    """Text and entities of Telegram's HTML."""
    reading, at = _Reading(source), 0
    while (sign := source.find("<", at)) >= 0:
        reading.text += plain(source[at:sign])
        at = reading.end(sign) if source.startswith("</", sign) else reading.start(sign)
    reading.text += plain(source[at:])
    if reading.open:
        name, begun, _ = reading.open[-1]
        raise reading.complain(f'Can\'t find end tag corresponding to start tag "{name}"', begun)
    return reading.text, sorted(reading.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def read_text(source: str, mode: str, entities: list[JSON] | None) -> tuple[str, list[JSON]]:
    """Text and entities as they will be shown: without surrounding white space."""
    if mode and mode.lower() != "html":
        raise bad_request("unsupported parse_mode")  # the stand-in supports HTML only
    text, found = read_html(source) if mode else (source, entities or [])
    stripped = text.lstrip()
    lead = units(text) - units(stripped)
    shown = stripped.rstrip()
    return shown, _moved(found, -lead, units(shown))


def _moved(entities: list[JSON], by: int, end: int) -> list[JSON]:
    moved = []
    for entity in entities:
        first = max(0, entity["offset"] + by)
        last = min(end, entity["offset"] + by + entity["length"])
        if first < last:
            moved.append({**entity, "offset": first, "length": last - first})
    return moved
