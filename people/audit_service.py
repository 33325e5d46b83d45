"""The audit trail: who did what to which thing."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from people import store

Detail = str | int | bool | None


async def record(
    session: AsyncSession,
    person: int | None,
    act: str,
    thing: str,
    thing_id: int | None,
    now: datetime,
    **details: Detail,
) -> None:
    """``person`` None: the command line or the software itself. ``details`` are ids and the product's own words."""
    await store.add_audit(session, person, act, thing, thing_id, now, details)
