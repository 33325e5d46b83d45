"""What can be done with an appeal. Each function loads, decides, stores and tells, in the caller's transaction."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import access, assignment_service, learning_service, reading_service, rules, store, telling_service
from appeals.deadlines import dues_with
from appeals.draft import Draft, readable
from appeals.handlers import Choice
from appeals.model import Appeal, Fact, FactKind
from appeals.practice import Practice
from appeals.progress import progress
from appeals.projection import project
from appeals.view import View
from people.access import require
from people.model import Person
from texts.refused import Refused
from texts.speech import say

LONGEST_NOTE = 2000
DISSATISFIED = 2  # a rating up to this sends the appeal back once (二次办理)


async def file(session: AsyncSession, person: Person, draft: Draft, practice: Practice, now: datetime) -> Appeal:
    """Receive an appeal; what only the commission may read goes straight to it."""
    require(person, access.FILE_APPEAL)
    empty = store.to_appeal(await store.add(session, person.id, draft), [])
    view = await _record(session, empty, Fact(FactKind.FILED, now, by=person.id), practice)
    await telling_service.filed(session, view, draft.why, now)
    leader = await assignment_service.led_by(session, view.appeal)
    if leader is not None:
        fact = Fact(FactKind.ASSIGNED, now, unit=leader.unit, handler=leader.id)
        view = await _assign(session, view.appeal, fact, practice)
    return view.appeal


async def assign(
    session: AsyncSession, person: Person, number: int, unit: int, practice: Practice, now: datetime
) -> View:
    """Give the appeal to ``unit``, there to the specialist whom ``handlers`` chooses; the view says why.

    What is assigned teaches whose business such texts are.
    """
    appeal = (await reading_service.load(session, person, number, access.ASSIGN, practice.terms, lock=True)).appeal
    if unit in appeal.accused:
        raise Refused(say("这件诉求反映的就是这个单位，不能交给它办理。请选择其他单位。"))
    choice = await assignment_service.choose_handler(session, unit, appeal.enterprise, now)
    fact = Fact(FactKind.ASSIGNED, now, by=person.id, unit=unit, handler=choice.post.id if choice else None)
    view = await _assign(session, appeal, fact, practice, choice)
    await learning_service.learn(session, view, unit, now)
    return view


async def record_contact(
    session: AsyncSession, person: Person, number: int, note: str, practice: Practice, now: datetime
) -> View:
    """The enterprise has been reached; ``note`` says how. Who records it becomes the handling specialist."""
    appeal = (await reading_service.load(session, person, number, access.CONTACT, practice.terms, lock=True)).appeal
    fact = await _noted(session, Fact(FactKind.CONTACTED, now, by=person.id), note)
    view = await _advance(session, appeal, replace(fact, handler=_own_post(person, appeal, practice)), practice)
    await telling_service.contacted(session, view, note, now)
    return view


async def give_path(
    session: AsyncSession,
    person: Person,
    number: int,
    note: str,
    until: date | None,
    practice: Practice,
    now: datetime,
) -> View:
    """How, by which route and by when (``until``) the matter will be solved."""
    appeal = (await reading_service.load(session, person, number, access.GIVE_PATH, practice.terms, lock=True)).appeal
    note = readable(note, LONGEST_NOTE)
    fact = await _noted(session, Fact(FactKind.PATH_GIVEN, now, by=person.id, until=until), note)
    view = await _advance(session, appeal, fact, practice)
    await telling_service.path_given(session, view, fact, note, now)
    return view


async def resolve(
    session: AsyncSession, person: Person, number: int, note: str, practice: Practice, now: datetime
) -> View:
    """The matter is finished; ``note`` says with what result. The enterprise is asked whether it is."""
    appeal = (await reading_service.load(session, person, number, access.RESOLVE, practice.terms, lock=True)).appeal
    note = readable(note, LONGEST_NOTE)
    fact = await _noted(session, Fact(FactKind.RESOLVED, now, by=person.id), note)
    view = await _advance(session, appeal, fact, practice)
    await telling_service.resolved(session, view, note, now)
    return view


async def confirm(session: AsyncSession, person: Person, number: int, practice: Practice, now: datetime) -> View:
    """The enterprise says that it is solved."""
    appeal = (await reading_service.load(session, person, number, access.CONFIRM, practice.terms, lock=True)).appeal
    view = await _advance(session, appeal, Fact(FactKind.CONFIRMED, now, by=person.id), practice)
    await telling_service.confirmed(session, view, now)
    return view


async def reopen(
    session: AsyncSession, person: Person, number: int, note: str, practice: Practice, now: datetime
) -> View:
    """The enterprise says that it is not solved: back once for a second handling, and the office hears of it."""
    appeal = (await reading_service.load(session, person, number, access.CONFIRM, practice.terms, lock=True)).appeal
    return await _reopen(session, person, appeal, note, practice, now)


async def rate(
    session: AsyncSession, person: Person, number: int, score: int, comment: str, practice: Practice, now: datetime
) -> View:
    """1 (very dissatisfied) to 5. A dissatisfied enterprise gets its second handling, if it has not had it yet."""
    appeal = (await reading_service.load(session, person, number, access.RATE, practice.terms, lock=True)).appeal
    fact = await _noted(session, Fact(FactKind.RATED, now, by=person.id, score=score), comment)
    view = await _advance(session, appeal, fact, practice)
    await telling_service.rated(session, view, score, comment, now)
    again = Fact(FactKind.REOPENED, now, by=person.id)
    if score <= DISSATISFIED and rules.may(view.appeal, again, practice.terms):
        return await _reopen(session, person, view.appeal, comment, practice, now)
    return view


async def withdraw(session: AsyncSession, person: Person, number: int, practice: Practice, now: datetime) -> View:
    appeal = (await reading_service.load(session, person, number, access.WITHDRAW, practice.terms, lock=True)).appeal
    view = await _advance(session, appeal, Fact(FactKind.WITHDRAWN, now, by=person.id), practice)
    await telling_service.withdrawn(session, view, now)
    return view


async def _assign(
    session: AsyncSession, appeal: Appeal, fact: Fact, practice: Practice, choice: Choice | None = None
) -> View:
    view = replace(await _advance(session, appeal, fact, practice), choice=choice)
    await telling_service.assigned(session, view, practice, fact.at)
    return view


async def _reopen(
    session: AsyncSession, person: Person, appeal: Appeal, note: str, practice: Practice, now: datetime
) -> View:
    fact = await _noted(session, Fact(FactKind.REOPENED, now, by=person.id), note)
    view = await _advance(session, appeal, fact, practice)
    await telling_service.reopened(session, view, practice, note, now)
    return view


async def _advance(session: AsyncSession, appeal: Appeal, fact: Fact, practice: Practice) -> View:
    rules.require(appeal, fact, practice.terms)
    return await _record(session, appeal, fact, practice)


async def _record(session: AsyncSession, appeal: Appeal, fact: Fact, practice: Practice) -> View:
    """Store the fact with the due days that stand after it, and what can now be read off all facts."""
    fact = replace(fact, dues=dues_with(appeal.facts, fact, practice.terms))
    after = replace(appeal, facts=(*appeal.facts, fact))
    said = await store.pings(session, appeal.id) if appeal.facts else ()
    now_is = project(after, practice.terms, said, fact.at, practice.ladder)
    await store.record(session, appeal.id, len(appeal.facts), fact, now_is)
    return await reading_service.reread(session, appeal.id, practice.terms)


async def _noted(session: AsyncSession, fact: Fact, note: str) -> Fact:
    note = note.strip()
    return replace(fact, note=await store.add_text(session, readable(note, LONGEST_NOTE))) if note else fact


def _own_post(person: Person, appeal: Appeal, practice: Practice) -> int | None:
    post = person.post_in(progress(appeal, practice.terms).unit)
    return post.id if post else None
