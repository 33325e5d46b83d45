"""What others ask of the directory: the directory as it stands, an import, who is meant, whose business a text is."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from directory import match, store
from directory.match import Match
from directory.model import Directory, Unit
from directory.route import route

OFFERED = 3  # units proposed to a person


class Snapshot:
    """The directory as last read, read anew when it was changed, by whichever process."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._directory = Directory()

    async def current(self, session: AsyncSession) -> Directory:
        if session.info.get(self) is not None:  # asked once in this transaction already
            return self._directory
        version = await store.version(session)  # before reading: a change in between is then read again, not missed
        session.info[self] = version
        if version != self._version:
            self._directory = await store.read(session)
            self._version = version
        return self._directory


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a text tells. ``unit`` is the id to propose at once, None if the person or the office should choose."""

    unit: int | None
    candidates: tuple[Unit, ...]
    why: str
    place: str
    accused: tuple[Unit, ...]
    confidential: bool


async def load(session: AsyncSession) -> Directory:
    """The directory with ids, straight from the tables; who asks often keeps a ``Snapshot``."""
    return await store.read(session)


async def import_directory(session: AsyncSession, directory: Directory) -> None:
    """Make the stored directory like this one. What it lacks becomes inactive, never deleted; enterprises stay."""
    await store.renew_version(session)
    units = await store.put_units(session, directory.units)
    await store.put_posts(session, directory.people, units)
    await store.put_enterprises(session, directory.enterprises)


def suggest(directory: Directory, text: str) -> Suggestion:
    """Whose business ``text`` is; the units it complains about are no candidates."""
    found = route(directory, text)
    likely = [one for one in found.ranked if one.reasons and one.unit.name not in found.withheld][:OFFERED]
    accused = tuple(directory.by_name[name] for name in found.withheld)
    sure = found.decision == "assign" and bool(likely)
    return Suggestion(
        unit=likely[0].unit.id if sure else None,
        candidates=tuple(one.unit for one in likely),
        why=likely[0].reasons[0] if likely else "",
        place=found.township or "",
        accused=accused,
        confidential=found.confidential,
    )


def find(directory: Directory, query: str, top: int = 5) -> list[Match]:
    """The matches worth showing, best first; none if nothing is likely."""
    return [one for one in match.find(directory, query, top) if one.score >= match.LIKELY]


def find_units(directory: Directory, query: str, top: int = 5) -> list[Unit]:
    """The units meant by ``query``, each once; a person stands for his or her unit."""
    return list({one.unit.name: one.unit for one in find(directory, query, 2 * top)}.values())[:top]


def places(directory: Directory) -> list[Unit]:
    """The townships and streets."""
    return [unit for unit in directory.units if unit.is_place]
