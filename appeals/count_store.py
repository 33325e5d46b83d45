"""How many appeals there are: in which stage, of which units, with a reminder that is due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals.store import AppealRow


async def count_in_stages(session: AsyncSession, stages: Sequence[str], *, units: Sequence[int] | None = None) -> int:
    counted = select(func.count()).select_from(AppealRow).where(AppealRow.stage.in_(stages))
    return await session.scalar(counted if units is None else counted.where(AppealRow.unit.in_(units))) or 0


async def count_to_remind(session: AsyncSession, now: datetime) -> int:
    due = select(func.count()).select_from(AppealRow).where(AppealRow.next_reminder_at <= now)
    return await session.scalar(due) or 0


async def count_by_stage(session: AsyncSession) -> dict[str, int]:
    counted = select(AppealRow.stage, func.count()).group_by(AppealRow.stage)
    return {str(stage): int(count) for stage, count in await session.execute(counted)}
