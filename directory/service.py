"""What other packages ask of the directory: its current state, an import, finding units, routing a text."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from directory import lesson_store, match, pronunciation_store, store
from directory.learned import Learned
from directory.lesson_store import Lessons
from directory.match import Match
from directory.model import Directory, Unit
from directory.reason import Reason
from directory.route import route
from people import listing_service
from people.model import Post

MAX_CANDIDATES = 3  # maximum number of units proposed to a person


class Snapshot:
    """The directory and the lessons as last read; they are read again after any process has changed them."""

    def __init__(self, cache: Path | None = None) -> None:
        """``cache``: the folder that keeps what takes long to compute, for the next start."""
        self._cache = cache
        self._version: str | None = None
        self._directory = Directory()
        self._lessons = Lessons()
        self._last_lessons: WeakKeyDictionary[AsyncSession, int] = WeakKeyDictionary()  # per transaction, at first use

    async def current(self, session: AsyncSession) -> Directory:
        if session not in self._last_lessons:
            # version first: a change in between is then read again, not missed
            version, last = await store.versions(session)
            self._last_lessons[session] = 0 if lesson_store.has_taught(session) else last
            if version != self._version:
                directory = await store.read(session)
                await asyncio.to_thread(_make_ready, directory, self._cache)
                self._directory, self._version = directory, version
        return self._directory

    async def learned(self, session: AsyncSession) -> Learned:
        """What the office's assignments had taught when this transaction first asked. What the transaction teaches
        itself may still be rolled back, and counts for later transactions only."""
        await self.current(session)
        await self._lessons.catch_up(session, self._last_lessons[session])
        return self._lessons.learned


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The analysis of a text. ``unit`` is the id to propose, None if the person (``asks``) or the office chooses.

    ``whys`` are the strongest reasons, one per candidate.
    """

    unit: int | None
    candidates: tuple[Unit, ...]
    whys: tuple[Reason, ...]
    asks: bool
    place: str
    accused: tuple[Unit, ...]
    confidential: bool


def _make_ready(directory: Directory, cache: Path | None) -> None:
    """Builds, beside the loop, what the first search and the first text would wait for."""
    if cache is not None:
        pronunciation_store.load(cache)
    match.find(directory, "")
    route(directory, "")
    if cache is not None:
        pronunciation_store.save(cache)


async def load(session: AsyncSession) -> Directory:
    """The directory with ids, read from the tables; frequent callers should keep a ``Snapshot``."""
    return await store.read(session)


async def import_directory(session: AsyncSession, directory: Directory) -> list[Post]:
    """Make the stored directory match this one. What is missing becomes inactive, never deleted; enterprises stay.

    Returns the posts that are lost by it. Names are the same whatever their spelling (``people.name_key``).
    """
    await store.renew_version(session)
    units = await store.put_units(session, directory.units)
    lost = await listing_service.put_listed(session, directory.people, units)
    await store.put_enterprises(session, directory.enterprises)
    return lost


def suggest(directory: Directory, text: str, learned: Learned | None = None) -> Suggestion:
    """Which unit handles ``text``, by rules and lessons; the units it complains about are not candidates."""
    found = route(directory, text, learned=learned)
    likely = [one for one in found.ranked if one.reasons and one.unit.name not in found.withheld][:MAX_CANDIDATES]
    accused = tuple(directory.by_name[name] for name in found.withheld)
    sure = found.decision == "assign" and bool(likely)
    return Suggestion(
        unit=likely[0].unit.id if sure else None,
        candidates=tuple(one.unit for one in likely),
        whys=tuple(one.reasons[0] for one in likely),
        asks=found.decision == "ask" and bool(likely),
        place=found.township or "",
        accused=accused,
        confidential=found.confidential,
    )


def joined(whole: Suggestion, parts: Sequence[Suggestion]) -> Suggestion:
    """The suggestion for a text of several matters: the likeliest unit of each part first, and which one is asked."""
    whys = {unit.id: (unit, why) for one in (whole, *parts) for unit, why in zip(one.candidates, one.whys, strict=True)}
    first = [one.candidates[0].id for one in parts if one.candidates]
    order = list(dict.fromkeys([*first, *(unit.id for unit in whole.candidates)]))
    known = [whys[number] for number in order if whys[number][0] not in whole.accused][:MAX_CANDIDATES]
    units = tuple(unit for unit, _ in known)
    return replace(whole, unit=None, candidates=units, whys=tuple(why for _, why in known), asks=len(units) > 1)


def find(directory: Directory, query: str, top: int = 5) -> list[Match]:
    """The matches worth showing, best first: the likely ones that are not far behind the first."""
    return match.worth_showing(match.find(directory, query, top))


def is_clear(found: Sequence[Match]) -> bool:
    """Whether the first of ``find``'s matches can be used without asking back."""
    return match.decide(found) == "answer"


def find_units(directory: Directory, query: str, top: int = 5) -> list[Unit]:
    """The units meant by ``query``, each once; a person counts as their unit."""
    return list({one.unit.name: one.unit for one in find(directory, query, 2 * top)}.values())[:top]


def places(directory: Directory) -> list[Unit]:
    """The townships and streets."""
    return [unit for unit in directory.units if unit.is_place]
