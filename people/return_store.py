"""Return codes in the database: only their digests are stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table


class ReturnCodeRow(Table):
    """A code of a receipt, by which its person comes back on another device."""

    __tablename__ = "return_code"
    digest: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]


async def add(session: AsyncSession, digest: str, person: int, now: datetime) -> None:
    session.add(ReturnCodeRow(digest=digest, person=person, created_at=now))
    await session.flush()


async def person_of(session: AsyncSession, digest: str) -> int | None:
    """The person whose code has this digest."""
    found: int | None = await session.scalar(select(ReturnCodeRow.person).where(ReturnCodeRow.digest == digest))
    return found


async def drop_all(session: AsyncSession, person: int) -> None:
    await session.execute(delete(ReturnCodeRow).where(ReturnCodeRow.person == person))
