"""The number of open appeals and enterprises of each specialist in a unit, for choosing among them."""

from collections.abc import Sequence

from sqlalchemy import Subquery, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from appeals.handler_choice import Team
from appeals.store import AppealRow
from directory.store import EnterpriseRow, UnitRow
from people.model import SPECIALISTS
from people.post_store import PostRow, to_post


async def open_work(session: AsyncSession, handlers: Sequence[int], closed: Sequence[str]) -> dict[int, int]:
    """The number of open appeals per post."""
    counted = select(AppealRow.handler, func.count()).where(
        AppealRow.handler.in_(handlers), AppealRow.stage.not_in(closed)
    )
    return {int(post): count for post, count in await session.execute(counted.group_by(AppealRow.handler)) if post}


async def team(session: AsyncSession, unit: int, enterprise: int | None, closed: Sequence[str]) -> Team:
    """The unit's specialists with their open appeals and enterprises, and the enterprise's own specialist."""
    own, work, served = aliased(PostRow), _work(unit, closed), _served(unit)
    found = (
        select(PostRow, work.c.count, served.c.count, own.id, EnterpriseRow.township == UnitRow.name)
        .join(UnitRow, UnitRow.id == PostRow.unit)
        .outerjoin(work, work.c.post == PostRow.id)
        .outerjoin(served, served.c.post == PostRow.id)
        .outerjoin(EnterpriseRow, EnterpriseRow.id == enterprise)
        .outerjoin(own, (own.id == EnterpriseRow.specialist) & own.active)
        .where(PostRow.unit == unit, PostRow.active, PostRow.role.in_(SPECIALISTS))
        .order_by(PostRow.id)
    )
    rows = (await session.execute(found)).all()
    own_post, at_home = rows[0][3:] if rows else (None, False)
    counts = {row.id: enterprises or 0 for row, _, enterprises, *_ in rows}
    return Team(
        [to_post(row) for row, *_ in rows],
        {row.id: appeals or 0 for row, appeals, *_ in rows},
        own_post,
        counts if at_home and own_post is None else None,
    )


def _work(unit: int, closed: Sequence[str]) -> Subquery:
    """Open appeals per handling post; the handler always belongs to the lead unit."""
    count = select(AppealRow.handler.label("post"), func.count().label("count"))
    return count.where(AppealRow.unit == unit, AppealRow.stage.not_in(closed)).group_by(AppealRow.handler).subquery()


def _served(unit: int) -> Subquery:
    """Enterprises per post of their own specialist."""
    count = select(EnterpriseRow.specialist.label("post"), func.count().label("count"))
    ours = select(PostRow.id).where(PostRow.unit == unit)
    return count.where(EnterpriseRow.specialist.in_(ours)).group_by(EnterpriseRow.specialist).subquery()
