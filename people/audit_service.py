"""The audit trail: who did what to which subject."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from people import store

Detail = str | int | bool | None


async def record(
    session: AsyncSession,
    person: int | None,
    act: str,
    subject: str,
    subject_number: int | None,
    now: datetime,
    **details: Detail,
) -> None:
    """``person`` None: the command line or the software itself. ``details`` are ids and constants of the product."""
    await store.add_audit(session, person, act, subject, subject_number, now, details)
