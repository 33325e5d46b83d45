"""Content of the public specialists pages: units by group as the office publishes them, or search results."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from markupsafe import Markup

from bot.channels.webchat import qr
from bot.dialogs import links
from directory import service
from directory.model import Category, Directory, Unit
from directory.normalise import MAX_QUERY_CHARS
from directory.words import in_words
from people.model import SPECIALISTS, Official, Role
from people.words import written_phone
from texts.speech import say
from workdays.deadline_rules import DISTRICT_TIME
from workdays.words import MONTHS

MAX_MATCHES = 10  # several matches may lead to the same unit


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number as displayed and as dialled."""

    written: str
    dialled: str


@dataclass(frozen=True, slots=True)
class Card:
    """A unit with its specialists, the chief first. ``chat`` links to the chat about it, as does the QR ``code``."""

    unit: Unit
    people: tuple[Official, ...]
    chat: str
    code: Markup
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    anchor: str
    cards: tuple[Card, ...]


def groups(published: Directory, public_url: str) -> list[Group]:
    """All units by group; empty groups are omitted."""
    kinds: list[tuple[str, str, Callable[[Unit], bool]]] = [
        (say("部门"), "departments", lambda unit: not unit.is_place and unit.category is Category.DEPARTMENT),
        (say("乡镇和街道"), "places", lambda unit: unit.is_place),
        (say("其他单位"), "others", lambda unit: not unit.is_place and unit.category is not Category.DEPARTMENT),
    ]
    grouped = [(name, anchor, [unit for unit in published.units if belongs(unit)]) for name, anchor, belongs in kinds]
    return [
        Group(name, anchor, tuple(card(published, unit, public_url) for unit in units))
        for name, anchor, units in grouped
        if units
    ]


def found(published: Directory, query: str, public_url: str) -> list[Card]:
    """The units found by the same search as in chat and command line, best first, each with the reasons."""
    reasons: dict[Unit, list[str]] = {}
    for match in service.find(published, query, MAX_MATCHES):
        reasons.setdefault(match.unit, []).append(unescape(in_words(match.why)))
    return [card(published, unit, public_url, why) for unit, why in reasons.items()]


def card(published: Directory, unit: Unit, public_url: str, why: Iterable[str] = ()) -> Card:
    payload = str(links.ToItem("unit", unit.id or 0))
    people = sorted(published.of(unit.name, *SPECIALISTS), key=lambda one: one.role is not Role.CHIEF)
    code = qr.drawn(links.on_page(public_url, payload))
    return Card(unit, tuple(people), links.on_page("", payload), code, tuple(why))


def numbers(phone: str) -> list[Number]:
    """The telephone numbers in a cell of the directory. An extension is displayed but not dialled."""
    written = [one for one in written_phone(phone).split("、") if one]
    return [Number(one, re.sub(r"[^+0-9]", "", one.partition(" 转")[0])) for one in written]


def search_query(typed: str) -> str:
    """The typed query on one line, truncated to what the search reads."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in typed[:MAX_QUERY_CHARS]).split())


def day(now: datetime) -> str:
    """E.g. "2026年11月23日", because a printed list does not get updated."""
    local = now.astimezone(DISTRICT_TIME)
    return say(
        "{year}年{month}月{day}日",
        year=local.year,
        month=local.month,
        day=local.day,
        month_name=MONTHS[local.month - 1],
    )
