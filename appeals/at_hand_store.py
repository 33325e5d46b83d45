"""A person's open appeals in one statement: what is needed to understand what the person says."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals.model import number_of
from appeals.progress import Status
from appeals.store import AppealRow, FactRow, TextRow
from directory.store import UnitRow

MAX_APPEALS = 20


@dataclass(frozen=True, slots=True)
class AtHand:
    id: int
    number: str
    text: str
    unit: str  # the lead unit; "" before the assignment
    stage: Status


async def own(session: AsyncSession, person: int) -> list[AtHand]:
    """The open appeals that the person filed, newest first."""
    found = (
        select(AppealRow.id, FactRow.at, TextRow.text, UnitRow.name, AppealRow.stage)
        .join(FactRow, (FactRow.appeal == AppealRow.id) & (FactRow.position == 0))
        .join(TextRow, TextRow.id == AppealRow.text)
        .outerjoin(UnitRow, UnitRow.id == AppealRow.unit)
        .where(AppealRow.filer == person, AppealRow.stage != Status.CLOSED)
        .order_by(AppealRow.id.desc())
    )
    rows = await session.execute(found.limit(MAX_APPEALS))
    return [AtHand(row[0], number_of(row[0], row[1]), row[2], row[3] or "", Status(row[4])) for row in rows]
