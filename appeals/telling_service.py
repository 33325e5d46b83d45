"""Who is notified of what when something happens to an appeal: outbox rows in each reader's language."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import access, feedback_words, succession_words, words
from appeals.model import SUBJECT, FactKind
from appeals.policy import AppealPolicy
from appeals.view import View
from outbox.model import Buttons, Subject
from outbox.notify import notify
from people import store as people_store
from people.access import may
from people.audience import Audience
from people.model import Post, Recipient, ToPerson, ToPost
from people.recipients_service import MessageTopic, recipients
from workdays.deadline_rules import day_of


def topic(view: View, now: datetime) -> MessageTopic:
    """The appeal in the form used to choose recipients."""
    return MessageTopic(access.protected(view.appeal, view.progress), access.SEE_CLOCK, view.handler, day_of(now))


def subject(view: View) -> Subject:
    return Subject(SUBJECT, view.appeal.id, view.appeal.number)


async def filed(session: AsyncSession, view: View, now: datetime) -> None:
    text = partial(words.filed_for_office, view)
    await _news(session, view, "filed", await _office(session, view, now), text, now, words.offer_assignment)


async def assigned(session: AsyncSession, view: View, policy: AppealPolicy, now: datetime) -> None:
    """Tell the enterprise who will call and the specialist what to do; the office, if nobody there can be reached."""
    text = partial(words.assigned, view, policy.deadline_rules)
    await _news(session, view, "assigned", _filer(view), text, now, words.look_at_mine)
    to = await _handler(session, view, now)
    text = partial(words.task, view, policy.deadline_rules, topic(view, now).absent(to))
    await _news(session, view, "assigned", to, text, now, words.work_on)
    if view.handler is None or view.handler.person is None:
        to = await _office(session, view, now)
        await _news(session, view, "assigned", to, partial(words.nobody_bound, view), now)


async def contacted(session: AsyncSession, view: View, note: str, now: datetime) -> None:
    text = partial(words.contacted, view, note)
    await _news(session, view, "contacted", _filer(view), text, now, words.look_at_mine)


async def path_given(session: AsyncSession, view: View, until: date | None, note: str, now: datetime) -> None:
    text = partial(words.path_given, view, note, until)
    await _news(session, view, "path", _filer(view), text, now, words.look_at_mine)


async def resolved(session: AsyncSession, view: View, note: str, now: datetime) -> None:
    text = partial(words.resolved, view, note)
    await _news(session, view, "resolved", _filer(view), text, now, words.ask_confirmation)


async def confirmed(session: AsyncSession, view: View, now: datetime) -> None:
    to = await _handler(session, view, now)
    await _news(session, view, "confirmed", to, partial(words.confirmed_for_unit, view), now)


async def rated(session: AsyncSession, view: View, score: int, comment: str, now: datetime) -> None:
    text = partial(words.rated_for_unit, view, score, comment)
    await _news(session, view, "rated", await _handler(session, view, now), text, now)


async def reopened(session: AsyncSession, view: View, policy: AppealPolicy, note: str, now: datetime) -> None:
    to = await _handler(session, view, now)
    text = partial(words.reopened_for_unit, view, note, policy.deadline_rules, topic(view, now).absent(to))
    await _news(session, view, "reopened", to, text, now, words.work_on)
    to = await recipients(session, Audience.CHIEF, topic(view, now))
    text = partial(words.reopened_for_unit, view, note, policy.deadline_rules)
    await _news(session, view, "reopened", to, text, now, words.work_on)
    text = partial(words.reopened_for_office, view, note)
    await _news(session, view, "reopened", await _office(session, view, now), text, now, words.look_at_triage)


async def still_unsolved(session: AsyncSession, view: View, policy: AppealPolicy, note: str, now: datetime) -> None:
    """Those who owe the answer: the office; the commission or the leader where the office may not read it."""
    text = partial(feedback_words.still_unsolved, view, note, policy.deadline_rules)
    hidden = view.appeal.confidential
    to = await _handler(session, view, now) if hidden else await _office(session, view, now)
    under = words.look_at_task if hidden else words.look_at_triage
    await _news(session, view, "still_unsolved", to, text, now, under)


async def concluded(session: AsyncSession, view: View, note: str, now: datetime) -> None:
    text = partial(feedback_words.concluded, view, note)
    await _news(session, view, "concluded", _filer(view), text, now, words.look_at_mine)


async def supplemented(session: AsyncSession, view: View, note: str, files: int, now: datetime) -> None:
    """Whoever handles it, and wrote to the enterprise last; the office as long as nobody handles it."""
    if to := [*await _handler(session, view, now), *await _author(session, view)]:
        text = partial(feedback_words.supplemented, view, note, files)
        await _news(session, view, "supplemented", to, text, now, words.look_at_task)
        return
    text = partial(feedback_words.supplemented_for_office, view, note, files)
    await _news(session, view, "supplemented", await _office(session, view, now), text, now, words.look_at_triage)


async def contact_denied(session: AsyncSession, view: View, note: str, now: datetime) -> None:
    to = await _handler(session, view, now)
    text = partial(feedback_words.contact_denied, view, note, topic(view, now).absent(to))
    await _news(session, view, "contact_denied", to, text, now, words.work_on)
    to = await recipients(session, Audience.CHIEF, topic(view, now))
    text = partial(feedback_words.contact_denied, view, note)
    await _news(session, view, "contact_denied", to, text, now, words.work_on)
    text = partial(feedback_words.contact_denied_for_office, view, note)
    await _news(session, view, "contact_denied", await _office(session, view, now), text, now, words.look_at_triage)


async def messaged(session: AsyncSession, view: View, note: str, author: Post | None, now: datetime) -> None:
    text = partial(feedback_words.messaged, view, note, author)
    await _news(session, view, "messaged", _filer(view), text, now, feedback_words.reply)


async def withdrawn(session: AsyncSession, view: View, now: datetime) -> None:
    to = await _handler(session, view, now) or await _office(session, view, now)
    await _news(session, view, "withdrawn", to, partial(words.withdrawn, view), now)


async def passed_on(session: AsyncSession, view: View, policy: AppealPolicy, now: datetime) -> None:
    """Tell the enterprise who goes on, that specialist what to do, and the office if he or she cannot be reached."""
    text = partial(succession_words.passed_on, view)
    await _news(session, view, "passed_on", _filer(view), text, now, words.look_at_mine)
    text = partial(succession_words.task_passed_on, view, policy.deadline_rules)
    await _news(session, view, "passed_on", await _handler(session, view, now), text, now, words.work_on)
    if view.handler is None or view.handler.person is None:
        to = await _office(session, view, now)
        await _news(session, view, "passed_on", to, partial(words.nobody_bound, view), now)


async def returned(session: AsyncSession, view: View, now: datetime) -> None:
    text = partial(succession_words.returned, view)
    await _news(session, view, "returned", await _office(session, view, now), text, now, words.offer_assignment)


async def stranded(session: AsyncSession, view: View, now: datetime) -> None:
    """Nobody can take it over, and no fact is recorded: the office is told once for each state of the appeal."""
    text = partial(succession_words.stranded, view)
    await _news(session, view, "stranded", await _office(session, view, now), text, now, words.look_at_triage)


async def _handler(session: AsyncSession, view: View, now: datetime) -> list[Recipient]:
    return await recipients(session, Audience.HANDLER, topic(view, now))


async def _author(session: AsyncSession, view: View) -> list[Recipient]:
    """Who wrote to the enterprise last, if that is somebody else of the unit that handles the appeal."""
    message = next((fact for fact in reversed(view.appeal.facts) if fact.kind is FactKind.MESSAGED), None)
    if message is None or message.by is None or (view.handler and view.handler.person == message.by):
        return []
    author = await people_store.get(session, message.by)
    post = author.post_in(view.progress.unit)
    may_read = may(author, access.SEE_APPEAL, access.protected(view.appeal, view.progress))
    return [ToPost(post.id)] if post is not None and may_read else []


async def _office(session: AsyncSession, view: View, now: datetime) -> list[Recipient]:
    return await recipients(session, Audience.OFFICE, topic(view, now))


def _filer(view: View) -> list[Recipient]:
    return [ToPerson(view.appeal.filer)]


async def _news(
    session: AsyncSession,
    view: View,
    what: str,
    to: Sequence[Recipient],
    text: Callable[[], str],
    now: datetime,
    under: Callable[[View], Buttons] = words.no_buttons,
) -> None:
    """One message per fact: the position in the key makes a later fact of the same kind another message."""
    key = f"appeal:{view.appeal.id}:{len(view.appeal.facts)}:{what}"
    await notify(session, subject(view), key, to, text, now=now, buttons=partial(under, view))
