"""Links that open something in a chat: their payload, how it is parsed, and their form on each channel."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

SPECIALISTS = "/specialists"  # the public page of all units
# A Bot API deep link's payload has at most 64 letters, digits, dashes and underscores; ten digits fit any database.
_ITEM = re.compile(r"([a-z]+)-([1-9][0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class ToItem:
    """An appeal, a unit, or anything else with a number and a window of its own."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True)
class WithCode:
    """An invitation code or linking code, as it was typed."""

    code: str

    def __str__(self) -> str:
        return self.code


Link = ToItem | WithCode


def read(payload: str, kinds: Collection[str]) -> Link | None:
    """What a payload refers to; None if it is empty. Anything but an item of a known kind is a code."""
    payload = payload.strip()
    if not payload:
        return None
    found = _ITEM.fullmatch(payload)
    return ToItem(found[1], int(found[2])) if found and found[1] in kinds else WithCode(payload)


def on_page(public_url: str, payload: str) -> str:
    return f"{public_url}/chat?code={quote(payload)}"


def on_telegram(username: str, payload: str) -> str:
    return f"https://t.me/{username}?start={quote(payload)}"
