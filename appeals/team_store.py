"""How much work and how many enterprises the specialists of a unit have, for choosing among them."""

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
    """How many open appeals each of these posts has."""
    counted = select(AppealRow.handler, func.count()).where(
        AppealRow.handler.in_(handlers), AppealRow.stage.not_in(closed)
    )
    return {int(post): count for post, count in await session.execute(counted.group_by(AppealRow.handler)) if post}


async def team(session: AsyncSession, unit: int, enterprise: int | None, closed: Sequence[str]) -> Team:
    """The unit's specialists with their open appeals and their enterprises, and whose the enterprise is."""
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
    """Open appeals by the post that handles them: it is one of the unit that leads."""
    count = select(AppealRow.handler.label("post"), func.count().label("count"))
    return count.where(AppealRow.unit == unit, AppealRow.stage.not_in(closed)).group_by(AppealRow.handler).subquery()


def _served(unit: int) -> Subquery:
    """Enterprises by the post of their own specialist."""
    count = select(EnterpriseRow.specialist.label("post"), func.count().label("count"))
    ours = select(PostRow.id).where(PostRow.unit == unit)
    return count.where(EnterpriseRow.specialist.in_(ours)).group_by(EnterpriseRow.specialist).subquery()
