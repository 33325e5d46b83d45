"""What can be done with an appeal. Each function loads, decides, stores and tells, in the caller's transaction."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import access, assignment_service, learning_service, reading_service, rules, store, telling_service
from appeals.deadlines import dues_with
from appeals.draft import Draft, readable
from appeals.model import Appeal, Fact, FactKind
from appeals.practice import Practice
from appeals.progress import Progress, progress
from appeals.projection import project
from appeals.view import Contact, View
from directory.store import unit_names
from people import post_store
from people.access import require
from people.model import Person, Post
from texts.refused import Refused
from texts.speech import say

LONGEST_NOTE = 2000
DISSATISFIED = 2  # a rating up to this sends the appeal back once (二次办理)


async def file(session: AsyncSession, person: Person, draft: Draft, practice: Practice, now: datetime) -> Appeal:
    """Receive an appeal; what only the commission may read goes straight to it."""
    require(person, access.FILE_APPEAL)
    view = await _receive(session, person, draft, practice, now)
    await telling_service.filed(session, view, now)
    leader = await assignment_service.led_by(session, view.appeal)
    if leader is not None:
        fact = Fact(FactKind.ASSIGNED, now, unit=leader.unit, handler=leader.id)
        view = await _assign(session, view, fact, practice, leader)
    return view.appeal


async def assign(
    session: AsyncSession, person: Person, number: int, unit: int, practice: Practice, now: datetime
) -> View:
    """Give the appeal to ``unit``, there to the specialist whom ``handler_choice`` chooses; the view says why.

    What is assigned teaches whose business such texts are.
    """
    view = await reading_service.load(session, person, number, access.ASSIGN, practice.terms, lock=True)
    if unit in view.appeal.accused:
        raise Refused(say("这件诉求反映的就是这个单位，不能交给它办理。请选择其他单位。"))
    choice = await assignment_service.choose_handler(session, unit, view.appeal.enterprise, now)
    post = choice.post if choice else None
    fact = Fact(FactKind.ASSIGNED, now, by=person.id, unit=unit, handler=post.id if post else None)
    view = await _assign(session, replace(view, choice=choice), fact, practice, post)
    await learning_service.learn(session, view, unit, now)
    return view


async def record_contact(
    session: AsyncSession, person: Person, number: int, note: str, practice: Practice, now: datetime
) -> View:
    """The enterprise has been reached; ``note`` says how. Who records it becomes the handling specialist."""
    view = await reading_service.load(session, person, number, access.CONTACT, practice.terms, lock=True)
    post = person.post_in(view.progress.unit)
    fact = Fact(FactKind.CONTACTED, now, by=person.id, handler=post.id if post else None)
    view = await _advance(session, view, fact, practice, note, post)
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
    view = await reading_service.load(session, person, number, access.GIVE_PATH, practice.terms, lock=True)
    note = readable(note, LONGEST_NOTE)
    view = await _advance(session, view, Fact(FactKind.PATH_GIVEN, now, by=person.id, until=until), practice, note)
    await telling_service.path_given(session, view, until, note, now)
    return view


async def resolve(
    session: AsyncSession, person: Person, number: int, note: str, practice: Practice, now: datetime
) -> View:
    """The matter is finished; ``note`` says with what result. The enterprise is asked whether it is."""
    view = await reading_service.load(session, person, number, access.RESOLVE, practice.terms, lock=True)
    note = readable(note, LONGEST_NOTE)
    view = await _advance(session, view, Fact(FactKind.RESOLVED, now, by=person.id), practice, note)
    await telling_service.resolved(session, view, note, now)
    return view


async def confirm(session: AsyncSession, person: Person, number: int, practice: Practice, now: datetime) -> View:
    """The enterprise says that it is solved."""
    view = await reading_service.load(session, person, number, access.CONFIRM, practice.terms, lock=True)
    view = await _advance(session, view, Fact(FactKind.CONFIRMED, now, by=person.id), practice)
    await telling_service.confirmed(session, view, now)
    return view


async def reopen(
    session: AsyncSession, person: Person, number: int, note: str, practice: Practice, now: datetime
) -> View:
    """The enterprise says that it is not solved: back once for a second handling, and the office hears of it."""
    view = await reading_service.load(session, person, number, access.CONFIRM, practice.terms, lock=True)
    return await _reopen(session, view, Fact(FactKind.REOPENED, now, by=person.id), practice, note)


async def rate(
    session: AsyncSession, person: Person, number: int, score: int, comment: str, practice: Practice, now: datetime
) -> View:
    """1 (very dissatisfied) to 5. A dissatisfied enterprise gets its second handling, if it has not had it yet."""
    view = await reading_service.load(session, person, number, access.RATE, practice.terms, lock=True)
    rated = Fact(FactKind.RATED, now, by=person.id, score=score)
    view = await _advance(session, view, rated, practice, comment)
    await telling_service.rated(session, view, score, comment, now)
    again = Fact(FactKind.REOPENED, now, by=person.id)
    if score <= DISSATISFIED and rules.may(view.appeal, view.progress, again, practice.terms):
        return await _reopen(session, view, again, practice, comment)
    return view


async def withdraw(session: AsyncSession, person: Person, number: int, practice: Practice, now: datetime) -> View:
    view = await reading_service.load(session, person, number, access.WITHDRAW, practice.terms, lock=True)
    view = await _advance(session, view, Fact(FactKind.WITHDRAWN, now, by=person.id), practice)
    await telling_service.withdrawn(session, view, now)
    return view


async def _receive(session: AsyncSession, person: Person, draft: Draft, practice: Practice, now: datetime) -> View:
    empty = store.to_appeal(await store.add(session, person.id, draft), [])
    appeal, state = await _record(session, empty, Fact(FactKind.FILED, now, by=person.id), (), practice)
    names = await unit_names(session, [unit for unit in (draft.suggested, *draft.accused) if unit is not None])
    contact = Contact(person.name, person.phone, person.hours)
    return View(appeal, state, draft.text, names, contact=contact, files=draft.files)


async def _assign(session: AsyncSession, view: View, fact: Fact, practice: Practice, handler: Post | None) -> View:
    view = await _advance(session, view, fact, practice, handler=handler)
    if fact.unit is not None and fact.unit not in view.names:
        view = replace(view, names=view.names | await unit_names(session, [fact.unit]))
    await telling_service.assigned(session, view, practice, fact.at)
    return view


async def _reopen(session: AsyncSession, view: View, fact: Fact, practice: Practice, note: str) -> View:
    view = await _advance(session, view, fact, practice, note)
    await telling_service.reopened(session, view, practice, note, fact.at)
    return view


async def _advance(
    session: AsyncSession, view: View, fact: Fact, practice: Practice, note: str = "", handler: Post | None = None
) -> View:
    """The appeal after ``fact``, if it may follow; ``handler`` is the post that the fact names."""
    notes = view.notes
    if note := note.strip():
        number = await store.add_text(session, readable(note, LONGEST_NOTE))
        fact, notes = replace(fact, note=number), {**notes, number: readable(note, LONGEST_NOTE)}
    rules.require(view.appeal, view.progress, fact, practice.terms)
    appeal, state = await _record(session, view.appeal, fact, view.pings, practice)
    handler = await _handler(session, state, handler, view.handler)
    return replace(view, appeal=appeal, progress=state, notes=notes, handler=handler)


async def _record(
    session: AsyncSession, appeal: Appeal, fact: Fact, pings: tuple[str, ...], practice: Practice
) -> tuple[Appeal, Progress]:
    """Store the fact with the due days that stand after it, and what can now be read off all facts."""
    fact = replace(fact, dues=dues_with(appeal.facts, fact, practice.terms))
    after = replace(appeal, facts=(*appeal.facts, fact))
    state = progress(after, practice.terms)
    now_is = project(state, practice.terms, pings, fact.at, practice.ladder)
    await store.record(session, appeal.id, len(appeal.facts), fact, now_is)
    return after, state


async def _handler(session: AsyncSession, state: Progress, *known: Post | None) -> Post | None:
    if state.handler is None:
        return None
    found = next((post for post in known if post and post.id == state.handler), None)
    return found or await post_store.post(session, state.handler)
