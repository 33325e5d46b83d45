"""The appeals that a person has at hand in one statement: what is needed to understand what the person says."""

from dataclasses import dataclass

from sqlalchemy import and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals.model import number_of
from appeals.progress import WITH_UNIT, Status
from appeals.store import AppealRow, FactRow, TextRow
from directory.store import UnitRow
from people.model import SPECIALISTS, Person, Role

MAX_APPEALS = 20
HANDLING = (*SPECIALISTS, Role.DISCIPLINE, Role.LEADER)


@dataclass(frozen=True, slots=True)
class AtHand:
    id: int
    number: str
    text: str
    unit: str  # the lead unit; "" before the assignment
    stage: Status
    is_own: bool  # filed by the person; otherwise at hand as a specialist
    is_secret: bool  # for the discipline commission alone


async def at_hand(session: AsyncSession, person: Person) -> list[AtHand]:
    """The open appeals that the person filed, and those that the person's posts handle, newest first."""
    filed = AppealRow.filer == person.id
    mine = and_(filed, AppealRow.stage != Status.CLOSED)
    posts = [post.id for post in person.posts if post.role in HANDLING]
    wanted = or_(mine, and_(AppealRow.handler.in_(posts), AppealRow.stage.in_(WITH_UNIT))) if posts else mine
    found = (
        select(
            AppealRow.id,
            FactRow.at,
            TextRow.text,
            UnitRow.name,
            AppealRow.stage,
            case((filed, 1), else_=0),
            AppealRow.confidential,
        )
        .join(FactRow, (FactRow.appeal == AppealRow.id) & (FactRow.position == 0))
        .join(TextRow, TextRow.id == AppealRow.text)
        .outerjoin(UnitRow, UnitRow.id == AppealRow.unit)
        .where(wanted)
        .order_by(AppealRow.id.desc())
    )
    rows = await session.execute(found.limit(MAX_APPEALS))
    return [
        AtHand(row[0], number_of(row[0], row[1]), row[2], row[3] or "", Status(row[4]), bool(row[5]), row[6])
        for row in rows
    ]


async def own(session: AsyncSession, person: Person) -> list[AtHand]:
    """Only those that the person filed."""
    return [one for one in await at_hand(session, person) if one.is_own]
