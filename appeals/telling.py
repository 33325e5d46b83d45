"""Who is told what when something has happened to an appeal: rows for the outbox, in each reader's language."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import words
from appeals.model import Appeal, Fact
from appeals.practice import Practice
from appeals.view import View
from outbox import store as outbox
from outbox.model import Buttons, Lane, Letter
from people import store as people
from people.model import Post, Recipient, Role, ToPerson, ToPost
from texts.speech import speaking


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
    await tell(
        session, _key(view, "filed"), await office(session, view.appeal), lambda: words.filed_for_office(view),
        now=now, buttons=lambda: words.offer_assignment(view),
    )  # fmt: skip


async def assigned(session: AsyncSession, view: View, practice: Practice, now: datetime) -> None:
    """The enterprise hears who will call, the specialist what to do; the office, if nobody there can hear it."""
    key = _key(view, "assigned")
    await tell(
        session, key, [ToPerson(view.appeal.filer)], lambda: words.assigned(view, practice.terms),
        now=now, buttons=lambda: words.look_at_mine(view),
    )  # fmt: skip
    await tell(
        session, key, _handler(view), lambda: words.task(view, practice.terms),
        now=now, buttons=lambda: words.work_on(view),
    )  # fmt: skip
    if view.handler is None or view.handler.person is None:
        await tell(session, key, await office(session, view.appeal), lambda: words.nobody_bound(view), now=now)


async def contacted(session: AsyncSession, view: View, note: str, now: datetime) -> None:
    await tell(
        session, _key(view, "contacted"), [ToPerson(view.appeal.filer)], lambda: words.contacted(view, note),
        now=now, buttons=lambda: words.look_at_mine(view),
    )  # fmt: skip


async def path_given(session: AsyncSession, view: View, fact: Fact, note: str, now: datetime) -> None:
    await tell(
        session, _key(view, "path"), [ToPerson(view.appeal.filer)], lambda: words.path_given(view, note, fact),
        now=now, buttons=lambda: words.look_at_mine(view),
    )  # fmt: skip


async def resolved(session: AsyncSession, view: View, note: str, now: datetime) -> None:
    await tell(
        session, _key(view, "resolved"), [ToPerson(view.appeal.filer)], lambda: words.resolved(view, note),
        now=now, buttons=lambda: words.ask_confirmation(view),
    )  # fmt: skip


async def confirmed(session: AsyncSession, view: View, now: datetime) -> None:
    await tell(session, _key(view, "confirmed"), _handler(view), lambda: words.confirmed_for_unit(view), now=now)


async def rated(session: AsyncSession, view: View, score: int, comment: str, now: datetime) -> None:
    text = lambda: words.rated_for_unit(view, score, comment)  # noqa: E731
    await tell(session, _key(view, "rated"), _handler(view), text, now=now)


async def reopened(session: AsyncSession, view: View, practice: Practice, note: str, now: datetime) -> None:
    key = _key(view, "reopened")
    unit = [*_handler(view), *await chiefs(session, view)]
    await tell(
        session, key, unit, lambda: words.reopened_for_unit(view, note, practice.terms),
        now=now, buttons=lambda: words.work_on(view),
    )  # fmt: skip
    await tell(
        session, key, await office(session, view.appeal), lambda: words.reopened_for_office(view, note),
        now=now, buttons=lambda: words.look_at_desk(view),
    )  # fmt: skip


async def withdrawn(session: AsyncSession, view: View, now: datetime) -> None:
    to = _handler(view) or await office(session, view.appeal)
    await tell(session, _key(view, "withdrawn"), to, lambda: words.withdrawn(view), now=now)


async def office(session: AsyncSession, appeal: Appeal) -> list[Recipient]:
    """The office's people; where the office itself is complained about, the commission's instead."""
    return await _unaccused(session, appeal, Role.OFFICE) or await discipline(session, appeal)


async def discipline(session: AsyncSession, appeal: Appeal) -> list[Recipient]:
    return await _unaccused(session, appeal, Role.DISCIPLINE)


async def chiefs(session: AsyncSession, view: View) -> list[Recipient]:
    if view.progress.unit is None or view.progress.unit in view.appeal.accused:
        return []
    posts = await people.posts(session, Role.CHIEF, unit=view.progress.unit)
    return [ToPost(post.id) for post in posts if view.handler is None or post.id != view.handler.id]


async def _unaccused(session: AsyncSession, appeal: Appeal, role: Role) -> list[Recipient]:
    return [ToPost(post.id) for post in await people.posts(session, role) if not _is_accused(post, appeal)]


def _is_accused(post: Post, appeal: Appeal) -> bool:
    return post.unit in appeal.accused


def _handler(view: View) -> list[Recipient]:
    return [] if view.handler is None else [ToPost(view.handler.id)]


def _key(view: View, what: str) -> str:
    """One message for each fact: its position makes a later fact of the same kind another message."""
    return f"appeal:{view.appeal.id}:{len(view.appeal.facts)}:{what}"
