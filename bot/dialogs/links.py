"""Links that begin something in a chat: what they carry, how it is read again, and how each channel writes them."""

import re
from dataclasses import dataclass
from urllib.parse import quote

SPECIALISTS = "/specialists"  # the public page of all units
# A Bot API deep link carries at most 64 letters, digits, dashes and underscores; ten digits fit every database.
_NAMED = re.compile(r"(appeal|unit)-([1-9][0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class ToAppeal:
    number: int


@dataclass(frozen=True, slots=True)
class ToUnit:
    number: int


@dataclass(frozen=True, slots=True)
class WithCode:
    """An invitation or a linking code, as it was typed."""

    code: str


Link = ToAppeal | ToUnit | WithCode


def read(payload: str) -> Link | None:
    """What a link asks for; None if it carries nothing."""
    payload = payload.strip()
    if not payload:
        return None
    named = _NAMED.fullmatch(payload)
    if named is None:
        return WithCode(payload)
    return ToAppeal(int(named[2])) if named[1] == "appeal" else ToUnit(int(named[2]))


def written(link: Link) -> str:
    """The other way round."""
    match link:
        case ToAppeal(number):
            return f"appeal-{number}"
        case ToUnit(number):
            return f"unit-{number}"
        case WithCode(code):
            return code


def on_page(public_url: str, payload: str) -> str:
    return f"{public_url}/chat?code={quote(payload)}"


def on_telegram(username: str, payload: str) -> str:
    return f"https://t.me/{username}?start={quote(payload)}"
