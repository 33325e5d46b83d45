"""Finding appeals: a field counts for a hit only if the reader may read that field of that appeal."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import access, reading_service, search_store
from appeals.progress import Status
from appeals.search_store import Among
from appeals.view import Line
from people.access import Operation, may
from people.model import SPECIALISTS, Person, Role
from workdays.deadline_rules import DeadlineRules

NUMBER = re.compile(r"(?:sq)?[-\s]*(?:20[0-9]{2}[-\s]*)?0*([0-9]{1,9})", re.IGNORECASE)
DIGITS = re.compile(r"[0-9]{4,11}")
MAX_QUERY_CHARS = 60
SEES_ALL = (Role.OFFICE, Role.DISCIPLINE)
WORKS_IN_UNIT = (*SPECIALISTS, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of appeals, how it is searched, and what a reader must be allowed to read of an appeal for a hit."""

    required: Operation
    search: Callable[[AsyncSession, str, Among], Awaitable[list[int]]]


async def _by_number(session: AsyncSession, query: str, among: Among) -> list[int]:
    found = NUMBER.fullmatch(query)
    return await search_store.numbered(session, int(found[1]), among) if found else []


async def _by_phone(session: AsyncSession, query: str, among: Among) -> list[int]:
    return await search_store.of_phone(session, query, among) if DIGITS.fullmatch(query) else []


FIELDS = {
    "number": Field(access.SEE_CLOCK, _by_number),
    "enterprise": Field(access.SEE_APPEAL, search_store.of_enterprise),
    "person": Field(access.SEE_CONTACT_DETAILS, search_store.of_person),
    "phone": Field(access.SEE_CONTACT_DETAILS, _by_phone),
    "words": Field(access.SEE_APPEAL, search_store.with_words),
}


async def search(session: AsyncSession, person: Person, query: str, rules: DeadlineRules) -> list[Line]:
    """The appeals that ``query`` finds for this person: by number, enterprise, filer, the last digits of a telephone,
    or words of the matter; open ones first, then the newest."""
    query = query.strip()[:MAX_QUERY_CHARS]
    if not query:
        return []
    found: dict[int, list[Field]] = {}
    for field in FIELDS.values():
        for appeal in await field.search(session, query, _among(person)):
            found.setdefault(appeal, []).append(field)
    lines = await reading_service.lines(
        session, person, await search_store.rows(session, list(found)), rules, _hit(found)
    )
    return sorted(lines, key=lambda line: (line.progress.status is Status.CLOSED, -line.id))


def _among(person: Person) -> Among:
    units = [post.unit for post in person.posts if post.role in WORKS_IN_UNIT and post.unit is not None]
    return Among(person.id, units, all_of_them=any(post.role in SEES_ALL for post in person.posts))


def _hit(found: dict[int, list[Field]]) -> Callable[[Person, int, access.ProtectedAppeal], bool]:
    def is_hit(person: Person, appeal: int, protected: access.ProtectedAppeal) -> bool:
        return any(may(person, field.required, protected) for field in found[appeal])

    return is_hit
