"""Parses the limited HTML that all channels understand (b, i, u, s, code, a) into plain text and entities.

Offsets and lengths count UTF-16 units, as the Bot API and JavaScript do.
"""

from html.parser import HTMLParser
from typing import Any

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}

Entity = dict[str, Any]


class UnreadableMarkup(ValueError):
    """The text is not limited HTML; the message is worded as the Bot API's."""


def read(html: str) -> tuple[str, list[Entity]]:
    """``html`` as (text, entities)."""
    if "<" not in html and "&" not in html:
        return html, []
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise UnreadableMarkup(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1][0]}\""
        )
    return "".join(reader.parts), sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def length(text: str) -> int:
    """Length of ``text`` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[tuple[str, int, str | None]] = []
        self.entities: list[Entity] = []
        self._at = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise UnreadableMarkup(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append((tag, self._at, dict(attributes).get("href")))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise UnreadableMarkup("can't parse entities: Unmatched end tag")
        _, start, href = self.open.pop()
        if self._at > start:
            entity: Entity = {"type": TAGS[tag], "offset": start, "length": self._at - start}
            self.entities.append({**entity, "url": href or ""} if tag == "a" else entity)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self._at += length(data)
