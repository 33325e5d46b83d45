"""Open appeals that have lost their unit or their handling post."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals.store import AppealRow
from directory.store import UnitRow
from people.post_store import PostRow


async def orphaned(session: AsyncSession, stages: Sequence[str]) -> list[int]:
    """The appeals in one of ``stages`` whose unit or handling post is no longer active."""
    gone_posts = select(PostRow.id).where(PostRow.active.is_(False))
    gone_units = select(UnitRow.id).where(UnitRow.active.is_(False))
    found = select(AppealRow.id).where(AppealRow.stage.in_(stages))
    found = found.where(AppealRow.handler.in_(gone_posts) | AppealRow.unit.in_(gone_units))
    return list(await session.scalars(found.order_by(AppealRow.id)))
