"""Reading appeals: one with its timeline, lists, counts. Every appeal read is checked against the access rules."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import access, count_store, store
from appeals.progress import WITH_UNIT, Status, progress
from appeals.store import AppealRow
from appeals.view import Dossier, Line, View
from people.access import Operation, may, require
from people.model import SPECIALISTS, Person, Role
from workdays.deadline_rules import DeadlineRules

EXCERPT_CHARS = 24  # characters of an appeal's text in a list
MAX_ROWS = 100  # maximum number of appeals in a list


async def load(
    session: AsyncSession,
    person: Person,
    number: int,
    operation: Operation,
    rules: DeadlineRules,
    *,
    lock: bool = False,
) -> View:
    """The whole appeal, if the person may do ``operation``; an unknown number is refused with the same message."""
    view = to_view(await _read(session, number, lock=lock), rules)
    access.require(person, operation, access.protected(view.appeal, view.progress))
    return view


async def look(session: AsyncSession, person: Person, number: int, rules: DeadlineRules) -> View:
    """The appeal, reduced to what the person may see: everything, or only its number and clock."""
    view = await load(session, person, number, access.SEE_CLOCK, rules)
    protected = access.protected(view.appeal, view.progress)
    if not may(person, access.SEE_APPEAL, protected):
        view = replace(view, text="", notes={}, files=(), contact=None)
    if not may(person, access.SEE_CONTACT_DETAILS, protected):
        view = replace(view, contact=None)
    return view


def to_view(dossier: Dossier, rules: DeadlineRules) -> View:
    return View(
        dossier.appeal,
        progress(dossier.appeal, rules),
        dossier.text,
        dossier.names,
        dossier.handler,
        dossier.contact,
        dossier.notes,
        dossier.files,
        dossier.reminded,
    )


async def _read(session: AsyncSession, number: int, *, lock: bool = False) -> Dossier:
    dossier = await store.read(session, number, lock=lock)
    if dossier is None:
        raise access.not_found()
    return dossier


async def may_receive(session: AsyncSession, number: int, reader: Person) -> bool:
    """Whether ``reader`` may still receive messages about the appeal; False if the appeal no longer exists."""
    protected = await store.protected(session, number)
    return protected is not None and may(reader, access.SEE_CLOCK, protected)


async def mine(session: AsyncSession, person: Person, rules: DeadlineRules) -> list[Line]:
    """The appeals that the person filed, newest first."""
    return await _lines(session, person, await store.filed_by(session, person.id, MAX_ROWS), rules)


async def filed_as_individual(session: AsyncSession, person: Person) -> bool:
    """Whether the person's last appeal named no enterprise."""
    last = await store.filed_by(session, person.id, 1)
    return bool(last) and last[0].enterprise is None


async def tasks(session: AsyncSession, person: Person, rules: DeadlineRules) -> list[Line]:
    """The open appeals of the person's units, soonest due first."""
    require(person, access.SEE_TASKS)
    rows = await store.in_stages(session, (*WITH_UNIT, Status.ANSWER), MAX_ROWS, units=_units(person))
    lines = await _lines(session, person, rows, rules)
    return [line for line in lines if line.progress.status is not Status.ANSWER or _owes_answer(person)]


async def triage(session: AsyncSession, person: Person, stages: Sequence[Status], rules: DeadlineRules) -> list[Line]:
    """All appeals in these stages, for the office; of confidential ones only number and clock."""
    require(person, access.SEE_UNASSIGNED)
    return await _lines(session, person, await store.in_stages(session, stages, MAX_ROWS), rules)


async def count_tasks(session: AsyncSession, person: Person) -> int:
    return await count_store.count_in_stages(session, WITH_UNIT, units=_units(person))


async def count_unanswered(session: AsyncSession) -> int:
    """How many enterprises are waiting for the office's own answer."""
    return await count_store.count_in_stages(session, (Status.ANSWER,))


async def count_unassigned(session: AsyncSession) -> int:
    return await count_store.count_in_stages(session, (Status.ASSIGN,))


def _owes_answer(person: Person) -> bool:
    """Whether they answer, in the office's place, what they have handled themselves."""
    return any(post.role in (Role.DISCIPLINE, Role.LEADER) for post in person.posts)


def _units(person: Person) -> list[int]:
    works = (*SPECIALISTS, Role.DISCIPLINE, Role.LEADER)
    return [post.unit for post in person.posts if post.role in works and post.unit is not None]


async def _lines(session: AsyncSession, person: Person, rows: Sequence[AppealRow], rules: DeadlineRules) -> list[Line]:
    return await lines(session, person, rows, rules, lambda *_: True)


async def lines(
    session: AsyncSession,
    person: Person,
    rows: Sequence[AppealRow],
    rules: DeadlineRules,
    is_wanted: Callable[[Person, int, access.ProtectedAppeal], bool],
) -> list[Line]:
    """The rows that are wanted and that the person may know about, without text where only the clock may be seen."""
    if not rows:
        return []
    texts = await store.texts(session, [row.text for row in rows])
    lines = []
    for appeal in await store.several(session, rows):
        state = progress(appeal, rules)
        protected = access.protected(appeal, state)
        if not is_wanted(person, appeal.id, protected):
            continue
        if may(person, access.SEE_APPEAL, protected):
            head = _head(texts[appeal.text])
            lines.append(Line(appeal.id, appeal.number, appeal.enterprise_name, head, state, appeal.urgent))
        elif may(person, access.SEE_CLOCK, protected):
            lines.append(Line(appeal.id, appeal.number, "", "", state))
    return lines


def _head(text: str) -> str:
    head = " ".join(text.split())
    return head if len(head) <= EXCERPT_CHARS else head[:EXCERPT_CHARS] + "…"
