"""The use cases of appeals. Each function loads, decides, stores and notifies, in the caller's transaction."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import (
    access,
    assignment_service,
    learning_service,
    reading_service,
    rules,
    search_store,
    store,
    telling_service,
)
from appeals.deadlines import deadlines_with
from appeals.draft import Draft, readable
from appeals.model import Appeal, Fact, FactKind
from appeals.policy import AppealPolicy
from appeals.progress import Progress, progress
from appeals.projection import project
from appeals.view import Contact, View
from directory.store import unit_names
from people import post_store
from people.access import require
from people.model import Person, Post
from texts.refused import Refused
from texts.speech import say

MAX_NOTE_CHARS = 2000
MAX_DISSATISFIED_SCORE = 2  # a rating up to this reopens the appeal once (二次办理)


async def file(session: AsyncSession, person: Person, draft: Draft, policy: AppealPolicy, now: datetime) -> Appeal:
    """File an appeal; one that only the commission may read goes straight to the commission."""
    require(person, access.FILE_APPEAL)
    view = await _receive(session, person, draft, policy, now)
    await telling_service.filed(session, view, now)
    leader = await assignment_service.led_by(session, view.appeal)
    if leader is not None:
        fact = Fact(FactKind.ASSIGNED, now, unit=leader.unit, handler=leader.id)
        view = await _assign(session, view, fact, policy, leader)
    return view.appeal


async def assign(
    session: AsyncSession, person: Person, number: int, unit: int, policy: AppealPolicy, now: datetime
) -> View:
    """Assign the appeal to ``unit``, to the specialist chosen by ``handler_choice``; the view contains the reason.

    The assignment is learnt as an example of which unit handles such texts.
    """
    view = await reading_service.load(session, person, number, access.ASSIGN, policy.deadline_rules, lock=True)
    if unit in view.appeal.accused:
        raise Refused(say("这件诉求反映的就是这个单位，不能交给它办理。请选择其他单位。"))
    view = await _with_name(session, view, unit)
    if unit not in view.names:
        raise Refused(say("没有找到这个单位，请重新选择。"))
    choice = await assignment_service.choose_handler(session, unit, view.appeal.enterprise, now)
    post = choice.post if choice else None
    fact = Fact(FactKind.ASSIGNED, now, by=person.id, unit=unit, handler=post.id if post else None)
    view = await _assign(session, replace(view, choice=choice), fact, policy, post)
    await learning_service.learn(session, view, unit, now)
    return view


async def record_contact(
    session: AsyncSession, person: Person, number: int, note: str, policy: AppealPolicy, now: datetime
) -> View:
    """The enterprise was contacted; ``note`` says how. The person who records it becomes the handling specialist."""
    view = await reading_service.load(session, person, number, access.CONTACT, policy.deadline_rules, lock=True)
    post = person.post_in(view.progress.unit)
    fact = Fact(FactKind.CONTACTED, now, by=person.id, handler=post.id if post else None)
    view = await _advance(session, view, fact, policy, note, post)
    await telling_service.contacted(session, view, note, now)
    return view


async def give_path(
    session: AsyncSession,
    person: Person,
    number: int,
    note: str,
    until: date | None,
    policy: AppealPolicy,
    now: datetime,
) -> View:
    """Record how, by which route and by when (``until``) the matter will be solved."""
    view = await reading_service.load(session, person, number, access.GIVE_PATH, policy.deadline_rules, lock=True)
    note = readable(note, MAX_NOTE_CHARS)
    view = await _advance(session, view, Fact(FactKind.PATH_GIVEN, now, by=person.id, until=until), policy, note)
    await telling_service.path_given(session, view, until, note, now)
    return view


async def message(
    session: AsyncSession, person: Person, number: int, note: str, policy: AppealPolicy, now: datetime
) -> View:
    """A word of whoever handles it, which the enterprise reads as it is; no step is recorded by it."""
    view = await reading_service.load(session, person, number, access.MESSAGE, policy.deadline_rules, lock=True)
    note = readable(note, MAX_NOTE_CHARS)
    post = person.post_in(view.progress.unit)
    view = await _advance(session, view, Fact(FactKind.MESSAGED, now, by=person.id), policy, note)
    await telling_service.messaged(session, view, note, post, now)
    return view


async def resolve(
    session: AsyncSession, person: Person, number: int, note: str, policy: AppealPolicy, now: datetime
) -> View:
    """The matter is finished; ``note`` states the result. The enterprise is asked to confirm."""
    view = await reading_service.load(session, person, number, access.RESOLVE, policy.deadline_rules, lock=True)
    note = readable(note, MAX_NOTE_CHARS)
    view = await _advance(session, view, Fact(FactKind.RESOLVED, now, by=person.id), policy, note)
    await telling_service.resolved(session, view, note, now)
    return view


async def confirm(session: AsyncSession, person: Person, number: int, policy: AppealPolicy, now: datetime) -> View:
    """The enterprise confirms that the matter is solved."""
    view = await reading_service.load(session, person, number, access.CONFIRM, policy.deadline_rules, lock=True)
    view = await _advance(session, view, Fact(FactKind.CONFIRMED, now, by=person.id), policy)
    await telling_service.confirmed(session, view, now)
    return view


async def dispute(
    session: AsyncSession, person: Person, number: int, note: str, policy: AppealPolicy, now: datetime
) -> View:
    """The enterprise says that it is not solved: it gets one second handling, and the office is notified. After that
    the office itself owes the enterprise an answer."""
    view = await reading_service.load(session, person, number, access.CONFIRM, policy.deadline_rules, lock=True)
    if rules.had_second_handling(view.appeal, view.progress):
        view = await _advance(session, view, Fact(FactKind.STILL_UNSOLVED, now, by=person.id), policy, note)
        await telling_service.still_unsolved(session, view, policy, note, now)
        return view
    return await _reopen(session, view, Fact(FactKind.REOPENED, now, by=person.id), policy, note)


async def conclude(
    session: AsyncSession, person: Person, number: int, note: str, policy: AppealPolicy, now: datetime
) -> View:
    """The office tells the enterprise what was done about what stayed unsolved, and closes the appeal."""
    view = await reading_service.load(session, person, number, access.CONCLUDE, policy.deadline_rules, lock=True)
    note = readable(note, MAX_NOTE_CHARS)
    view = await _advance(session, view, Fact(FactKind.CONCLUDED, now, by=person.id), policy, note)
    await telling_service.concluded(session, view, note, now)
    return view


async def supplement(
    session: AsyncSession,
    person: Person,
    number: int,
    note: str,
    files: tuple[str, ...],
    policy: AppealPolicy,
    now: datetime,
    *,
    urgent: bool = False,
) -> View:
    """The enterprise adds to its appeal: words, ``files`` of its chat, or both. Whoever handles it is notified.

    ``urgent``: the words say that something will happen on a certain day, so that the appeal goes first in lists.
    """
    view = await reading_service.load(session, person, number, access.ADD_TO_APPEAL, policy.deadline_rules, lock=True)
    if urgent and not view.appeal.urgent:
        await store.make_urgent(session, number)
        view = replace(view, appeal=replace(view.appeal, urgent=True))
    fact = Fact(FactKind.SUPPLEMENTED, now, by=person.id, files=files)
    view = await _advance(session, view, fact, policy, note if files else readable(note, MAX_NOTE_CHARS))
    await telling_service.supplemented(session, view, note, len(files), now)
    return view


async def deny_contact(
    session: AsyncSession, person: Person, number: int, note: str, policy: AppealPolicy, now: datetime
) -> View:
    """The enterprise says that nobody has made contact: handler, chief and office are notified at once."""
    view = await reading_service.load(session, person, number, access.CONFIRM_CONTACT, policy.deadline_rules, lock=True)
    view = await _advance(session, view, Fact(FactKind.CONTACT_DENIED, now, by=person.id), policy, note)
    await telling_service.contact_denied(session, view, note, now)
    return view


async def rate(
    session: AsyncSession, person: Person, number: int, score: int, comment: str, policy: AppealPolicy, now: datetime
) -> View:
    """From 1 (very dissatisfied) to 5. A dissatisfied enterprise gets a second handling, if it has not had one yet."""
    view = await reading_service.load(session, person, number, access.RATE, policy.deadline_rules, lock=True)
    rated = Fact(FactKind.RATED, now, by=person.id, score=score)
    view = await _advance(session, view, rated, policy, comment)
    await telling_service.rated(session, view, score, comment, now)
    again = Fact(FactKind.REOPENED, now, by=person.id)
    if score <= MAX_DISSATISFIED_SCORE and rules.may(view.appeal, view.progress, again, policy.deadline_rules):
        return await _reopen(session, view, again, policy, comment)
    return view


async def withdraw(session: AsyncSession, person: Person, number: int, policy: AppealPolicy, now: datetime) -> View:
    view = await reading_service.load(session, person, number, access.WITHDRAW, policy.deadline_rules, lock=True)
    view = await _advance(session, view, Fact(FactKind.WITHDRAWN, now, by=person.id), policy)
    await telling_service.withdrawn(session, view, now)
    return view


async def pass_on(session: AsyncSession, view: View, fact: Fact, policy: AppealPolicy, handler: Post | None) -> View:
    """The software records what becomes of an appeal whose handler is gone: it goes to ``handler``, or back to the
    office if there is none."""
    if fact.kind is FactKind.ASSIGNED:
        return await _assign(session, view, fact, policy, handler)
    view = await _advance(session, view, fact, policy, handler=handler)
    if handler is None:
        await telling_service.returned(session, view, fact.at)
    else:
        await telling_service.passed_on(session, view, policy, fact.at)
    return view


async def _receive(session: AsyncSession, person: Person, draft: Draft, policy: AppealPolicy, now: datetime) -> View:
    empty = store.to_appeal(await store.add(session, person.id, draft), [])
    appeal, state = await _record(session, empty, Fact(FactKind.FILED, now, by=person.id), (), policy)
    await search_store.put(session, appeal.id, draft.text)
    names = await unit_names(session, [unit for unit in (draft.suggested, *draft.accused) if unit is not None])
    contact = Contact(person.name, person.phone, person.hours)
    return View(appeal, state, draft.text, names, contact=contact, files=draft.files)


async def _assign(session: AsyncSession, view: View, fact: Fact, policy: AppealPolicy, handler: Post | None) -> View:
    view = await _advance(session, view, fact, policy, handler=handler)
    if fact.unit is not None:
        view = await _with_name(session, view, fact.unit)
    await telling_service.assigned(session, view, policy, fact.at)
    return view


async def _with_name(session: AsyncSession, view: View, unit: int) -> View:
    """The view with the name of the unit, if there is such a unit."""
    if unit in view.names:
        return view
    return replace(view, names=view.names | await unit_names(session, [unit]))


async def _reopen(session: AsyncSession, view: View, fact: Fact, policy: AppealPolicy, note: str) -> View:
    view = await _advance(session, view, fact, policy, note)
    await telling_service.reopened(session, view, policy, note, fact.at)
    return view


async def _advance(
    session: AsyncSession, view: View, fact: Fact, policy: AppealPolicy, note: str = "", handler: Post | None = None
) -> View:
    """The appeal after ``fact``, if the rules allow it; ``handler`` is the post that the fact names."""
    notes = view.notes
    if note := note.strip():
        number = await store.add_text(session, readable(note, MAX_NOTE_CHARS))
        fact, notes = replace(fact, note=number), {**notes, number: readable(note, MAX_NOTE_CHARS)}
    rules.require(view.appeal, view.progress, fact, policy.deadline_rules)
    appeal, state = await _record(session, view.appeal, fact, view.reminded, policy)
    handler = await _handler(session, state, handler, view.handler)
    files = (*view.files, *fact.files)
    return replace(view, appeal=appeal, progress=state, notes=notes, handler=handler, files=files)


async def _record(
    session: AsyncSession, appeal: Appeal, fact: Fact, reminded: tuple[str, ...], policy: AppealPolicy
) -> tuple[Appeal, Progress]:
    """Store the fact with the due dates after it, and the projection of all facts."""
    fact = replace(fact, deadlines=deadlines_with(appeal.facts, fact, policy.deadline_rules))
    after = replace(appeal, facts=(*appeal.facts, fact))
    state = progress(after, policy.deadline_rules)
    now_is = project(state, policy.deadline_rules, reminded, fact.at, policy.ladder)
    await store.record(session, appeal.id, len(appeal.facts), fact, now_is)
    return after, state


async def _handler(session: AsyncSession, state: Progress, *known: Post | None) -> Post | None:
    if state.handler is None:
        return None
    found = next((post for post in known if post and post.id == state.handler), None)
    return found or await post_store.post(session, state.handler)
