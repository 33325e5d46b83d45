"""Updates in the inbox that a process began and did not end, because it died meanwhile."""

from collections.abc import Sequence

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chats.store import InboxRow

MAX_BEGUN = 3  # after which an update is held until nothing else waits


async def count_begun(session: AsyncSession, updates: Sequence[int]) -> None:
    """Count once more that these were begun; what was begun too often is held."""
    begun = InboxRow.begun + 1
    status = case((begun >= MAX_BEGUN, "held"), else_=InboxRow.status)
    open_ones = update(InboxRow).where(InboxRow.id.in_(updates), InboxRow.status.in_(("new", "held")))
    await session.execute(open_ones.values(begun=begun, status=status))


async def held(session: AsyncSession) -> list[int]:
    """The updates that are held. What was begun most often comes last: it has ended processes that answered it alone,
    while others of these may only have been answered beside it."""
    least_begun = select(InboxRow.id).where(InboxRow.status == "held").order_by(InboxRow.begun, InboxRow.id)
    return list(await session.scalars(least_begun))
