"""An import of the directory, and what becomes of the open appeals of those who lose their posts by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import assignment_service, rules, service, store, succession_store, succession_words, telling_service
from appeals.model import Fact, FactKind
from appeals.policy import AppealPolicy
from appeals.progress import WITH_UNIT
from appeals.reading_service import to_view
from appeals.view import View
from directory import service as directory_service
from directory.model import Directory
from directory.store import unit_names
from outbox.notify import notify
from people import audit_service, post_store
from people.model import SPECIALISTS, Post, Recipient, Role, ToPerson, ToPost
from people.stand_ins import substitute
from workdays.deadline_rules import day_of


@dataclass(frozen=True, slots=True)
class Passed:
    """An open appeal whose handler is gone. ``to`` handles it now; None: nobody, the office has been told.

    ``returned``: it waits to be assigned again; otherwise its path has been announced, and it stays with its unit.
    """

    number: str
    left: int | None  # the post that handled it
    to: Post | None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Succession:
    """What an import takes from whom; ``units`` are the names of all units mentioned, by id.

    ``kept``: posts that those who lose others still hold. Their devices on the web are signed out, so they need new
    invitations.
    """

    lost: tuple[Post, ...]
    kept: tuple[Post, ...]
    passed: tuple[Passed, ...]
    units: dict[int, str]


async def import_directory(
    session: AsyncSession, directory: Directory, policy: AppealPolicy, now: datetime
) -> Succession:
    """Import the directory and hand on the open appeals that have lost their unit or their handler, now or earlier."""
    lost = await directory_service.import_directory(session, directory)
    for post in lost:
        await audit_service.record(session, None, "post_lost", "post", post.id, now, holder=post.person)
    orphans = await succession_store.orphaned(session, WITH_UNIT)
    passed = [await _pass_on(session, number, policy, now) for number in orphans]
    held = await post_store.held_by(session, {post.person for post in lost if post.person is not None})
    kept = [post for posts in held.values() for post in posts]
    posts = [*lost, *kept, *(one.to for one in passed if one.to)]
    units = await unit_names(session, [post.unit for post in posts if post.unit is not None])
    await _tell(session, lost, kept, units, now)
    return Succession(tuple(lost), tuple(kept), tuple(passed), units)


async def _tell(
    session: AsyncSession, lost: Sequence[Post], kept: Sequence[Post], units: Mapping[int, str], now: datetime
) -> None:
    """Those who lose a post that they had bound, and the office."""
    bound = [(post, units.get(post.unit or 0, "")) for post in lost if post.person is not None]
    for post, unit in bound:
        key, text = f"post-lost:{post.id}:{now.isoformat()}", partial(succession_words.post_lost, post, unit)
        await notify(session, None, key, [ToPerson(post.person or 0)], text, now=now)
    if bound:
        office: list[Recipient] = [ToPost(post.id) for post in await post_store.posts(session, Role.OFFICE)]
        text = partial(succession_words.posts_lost, bound, [(post, units.get(post.unit or 0, "")) for post in kept])
        await notify(session, None, f"posts-lost:{now.isoformat()}", office, text, now=now)


async def _pass_on(session: AsyncSession, number: int, policy: AppealPolicy, now: datetime) -> Passed:
    dossier = await store.read(session, number, lock=True)
    assert dossier is not None  # appeals are never deleted
    view = to_view(dossier, policy.deadline_rules)
    left, to = view.progress.handler, await _successor(session, view, now)
    fact = _fact(view, to, now)
    if not rules.may(view.appeal, view.progress, fact, policy.deadline_rules):
        await telling_service.stranded(session, view, now)
        return Passed(view.appeal.number, left, None)
    await service.pass_on(session, view, fact, policy, to)
    return Passed(view.appeal.number, left, to, returned=to is None)


def _fact(view: View, to: Post | None, now: datetime) -> Fact:
    if to is None:
        return Fact(FactKind.RETURNED, now)
    if to.unit == view.progress.unit:
        return Fact(FactKind.HANDED_OVER, now, handler=to.id)
    return Fact(FactKind.ASSIGNED, now, unit=to.unit, handler=to.id)


async def _successor(session: AsyncSession, view: View, now: datetime) -> Post | None:
    """The substitute whom the predecessor named, otherwise whoever would get the appeal today; None if nobody is left.
    What the office does not assign stays with those who lead it."""
    left, unit = view.handler, view.progress.unit
    if view.appeal.confidential or (left is not None and left.role in (Role.DISCIPLINE, Role.LEADER)):
        return await assignment_service.led_by(session, view.appeal)
    if unit is None:
        return None
    team = await post_store.posts(session, *SPECIALISTS, unit=unit)
    named = substitute(left, team, day_of(now)) if left else None
    choice = None if named else await assignment_service.choose_handler(session, unit, view.appeal.enterprise, now)
    return named or (choice.post if choice else None)
