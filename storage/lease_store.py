"""Leases: what only one process may do at a time, and which processes are alive. A lease ends unless it is renewed."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table, insert


class LeaseRow(Table):
    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


async def take(session: AsyncSession, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Take the lease or renew it. False while another holder has it."""
    put = insert(session, LeaseRow).values(name=name, holder=holder, until=now + lasts)
    put = put.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": put.excluded.holder, "until": put.excluded.until},
        where=or_(LeaseRow.holder == holder, LeaseRow.until <= now),
    )
    return (await session.execute(put.returning(LeaseRow.name))).first() is not None


async def release(session: AsyncSession, name: str, holder: str) -> None:
    """Release the lease early; no effect if another holder has it by now."""
    await session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))


async def alive(session: AsyncSession, prefix: str, now: datetime) -> list[str]:
    """The holders of current leases whose names begin with ``prefix``, in a stable order."""
    held = select(LeaseRow.holder).where(LeaseRow.name.startswith(prefix, autoescape=True), LeaseRow.until > now)
    return sorted(set(await session.scalars(held)))


async def forget_ended(session: AsyncSession, before: datetime) -> None:
    """Delete ended leases, such as those of processes that died."""
    await session.execute(delete(LeaseRow).where(LeaseRow.until <= before))


async def forget_all(session: AsyncSession) -> None:
    """Delete all leases. For starting up where only one process can run, so that nobody can still hold one."""
    await session.execute(delete(LeaseRow))
