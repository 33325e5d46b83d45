"""Chooses who handles an appeal: the specialist within a unit, and the post for appeals that bypass the office."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import handler_choice, team_store
from appeals.handler_choice import Choice, ChoiceReason
from appeals.model import Appeal
from appeals.progress import Status
from people import post_store
from people.model import Post, Role
from workdays.deadline_rules import day_of

CLOSED = (Status.CONFIRM, Status.RATE, Status.ANSWER, Status.CLOSED)  # for the unit


async def choose_handler(session: AsyncSession, unit: int, enterprise: int | None, now: datetime) -> Choice | None:
    """The specialist of the unit who should handle an appeal of this enterprise, and why; see ``handler_choice``."""
    return handler_choice.choose(await team_store.team(session, unit, enterprise, CLOSED), day_of(now))


async def stored_choice(session: AsyncSession, stored: dict[str, Any] | None) -> Choice | None:
    """The choice that ``Choice.to_json`` wrote."""
    if stored is None:
        return None
    away = await post_store.post(session, stored["away"]) if stored["away"] is not None else None
    return Choice(await post_store.post(session, stored["post"]), ChoiceReason(stored["why"]), stored["count"], away)


async def expected_handler(session: AsyncSession, appeal: Appeal, now: datetime) -> Post | None:
    """The specialist who will probably call: the one chosen if the office follows the suggestion."""
    if appeal.suggested is None:
        return None
    choice = await choose_handler(session, appeal.suggested, appeal.enterprise, now)
    return choice.post if choice else None


async def led_by(session: AsyncSession, appeal: Appeal) -> Post | None:
    """The post that leads an appeal that the office does not assign, otherwise None. The commission leads confidential
    appeals and complaints about the office, a leader leads complaints about the commission."""
    commission = await post_store.posts(session, Role.DISCIPLINE)
    fair = [post for post in commission if post.unit not in appeal.accused]
    if commission and not fair:
        return await _least_busy(session, await post_store.posts(session, Role.LEADER))
    is_office_out = appeal.confidential or await is_against_office(session, appeal.accused)
    return await _least_busy(session, fair) if is_office_out else None


async def is_against_office(session: AsyncSession, accused: Collection[int]) -> bool:
    """Whether every office that could assign an appeal is a unit that it complains about."""
    offices = await post_store.posts(session, Role.OFFICE)
    return bool(offices) and all(post.unit in accused for post in offices)


async def _least_busy(session: AsyncSession, posts: list[Post]) -> Post | None:
    work = await team_store.open_work(session, [post.id for post in posts], CLOSED)
    return min(posts, key=lambda post: (post.person is None, work.get(post.id, 0), post.id), default=None)
