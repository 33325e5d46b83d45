"""Who is told what when something has happened to an appeal: rows for the outbox, in each reader's language."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import access, handlers, words
from appeals.practice import Practice
from appeals.view import View
from chats.model import Lane
from outbox import store as outbox
from outbox.model import Buttons, Letter
from people import post_store
from people import store as people
from people.access import may
from people.model import SPECIALISTS, Person, Post, Recipient, Role, ToPerson, ToPost
from texts.speech import speaking
from workdays.deadline_rules import day_of


async def tell(
    session: AsyncSession,
    key: str,
    to: Sequence[Recipient],
    text: Callable[[], str],
    *,
    now: datetime,
    lane: Lane = Lane.NEWS,
    buttons: Callable[[], Buttons] = tuple,
) -> None:
    """Put ``text`` into the outbox for each of ``to``, said in the language that each of them reads."""
    reads = await people.languages(session, to)
    letters = []
    for recipient in to:
        with speaking(reads[recipient]):
            letters.append(Letter(recipient, text(), buttons()))
    await outbox.put(session, key, letters, now=now, lane=lane)


async def filed(session: AsyncSession, view: View, now: datetime) -> None:
    text = partial(words.filed_for_office, view)
    await _news(session, view, "filed", await office(session, view), text, now, words.offer_assignment)


async def assigned(session: AsyncSession, view: View, practice: Practice, now: datetime) -> None:
    """The enterprise hears who will call, the specialist what to do; the office, if nobody there can hear it."""
    text = partial(words.assigned, view, practice.terms)
    await _news(session, view, "assigned", _filer(view), text, now, words.look_at_mine)
    to = await handler(session, view, now)
    text = partial(words.task, view, practice.terms, replaced(view, to))
    await _news(session, view, "assigned", to, text, now, words.work_on)
    if view.handler is None or view.handler.person is None:
        to = await office(session, view)
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
    to = await handler(session, view, now)
    await _news(session, view, "confirmed", to, partial(words.confirmed_for_unit, view), now)


async def rated(session: AsyncSession, view: View, score: int, comment: str, now: datetime) -> None:
    text = partial(words.rated_for_unit, view, score, comment)
    await _news(session, view, "rated", await handler(session, view, now), text, now)


async def reopened(session: AsyncSession, view: View, practice: Practice, note: str, now: datetime) -> None:
    to = await handler(session, view, now)
    text = partial(words.reopened_for_unit, view, note, practice.terms, replaced(view, to))
    await _news(session, view, "reopened", to, text, now, words.work_on)
    text = partial(words.reopened_for_unit, view, note, practice.terms)
    await _news(session, view, "reopened", await chiefs(session, view, now), text, now, words.work_on)
    text = partial(words.reopened_for_office, view, note)
    await _news(session, view, "reopened", await office(session, view), text, now, words.look_at_desk)


async def withdrawn(session: AsyncSession, view: View, now: datetime) -> None:
    to = await handler(session, view, now) or await office(session, view)
    await _news(session, view, "withdrawn", to, partial(words.withdrawn, view), now)


async def office(session: AsyncSession, view: View) -> list[Recipient]:
    """The office's people; where the office itself is complained about, the commission's instead."""
    return _may_hear(view, await post_store.posts(session, Role.OFFICE)) or await discipline(session, view)


async def discipline(session: AsyncSession, view: View) -> list[Recipient]:
    return _may_hear(view, await post_store.posts(session, Role.DISCIPLINE))


async def chiefs(session: AsyncSession, view: View, now: datetime) -> list[Recipient]:
    """The lead unit's chiefs beside the one who handles it; for one who is away the substitute, if there is one."""
    if view.progress.unit is None:
        return []
    team, day = await post_store.posts(session, *SPECIALISTS, unit=view.progress.unit), day_of(now)
    told = [
        (handlers.substitute(post, team, day) or post) if post.is_away(day) else post
        for post in team
        if post.role is Role.CHIEF and (view.handler is None or post.id != view.handler.id)
    ]
    return list(dict.fromkeys(_may_hear(view, told)))


async def handler(session: AsyncSession, view: View, now: datetime) -> list[Recipient]:
    """The handling specialist; while away, whoever stands in and may hear of it. The list of tasks shows it to both."""
    post, day = view.handler, day_of(now)
    if post is None or not post.is_away(day):
        return _may_hear(view, [post] if post else [])
    team = await post_store.posts(session, *SPECIALISTS, unit=post.unit)
    heard = (_may_hear(view, group) for group in handlers.stand_ins(post, team, day))
    return next((group for group in heard if group), [])


def replaced(view: View, to: Sequence[Recipient]) -> Post | None:
    """The handler, where ``to`` are told in the handler's place."""
    return None if view.handler is None or ToPost(view.handler.id) in to else view.handler


def _may_hear(view: View, posts: Sequence[Post]) -> list[Recipient]:
    """Those of the posts whose holder may know of the appeal: the access rules stand before every message too."""
    protected = access.protected(view.appeal, view.progress)
    return [ToPost(one.id) for one in posts if may(Person(0, posts=(one,)), access.SEE_CLOCK, protected)]


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
    await tell(session, _key(view, what), to, text, now=now, buttons=partial(under, view))


def _key(view: View, what: str) -> str:
    """One message for each fact: its position makes a later fact of the same kind another message."""
    return f"appeal:{view.appeal.id}:{len(view.appeal.facts)}:{what}"
