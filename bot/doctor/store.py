"""Database queries that only doctor needs."""

from datetime import datetime

from sqlalchemy import distinct, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chats.outbound_store import IncomingFileRow, OutboundChatRow
from chats.store import ChatRow, EventRow
from people.post_store import PostRow
from people.store import AccountRow


async def quick_check(session: AsyncSession) -> str:
    """The first problem that SQLite finds in its file, or "ok"."""
    return str((await session.execute(text("PRAGMA quick_check(1)"))).scalar_one())


async def latest_moment(session: AsyncSession) -> datetime | None:
    """When the latest event was added to a chat log."""
    return await session.scalar(select(func.max(EventRow.at)))


async def count_stubborn_files(session: AsyncSession, tries: int) -> int:
    """Number of files that could not be fetched in ``tries`` attempts or more."""
    found = select(func.count()).select_from(IncomingFileRow).where(IncomingFileRow.tries >= tries)
    return await session.scalar(found) or 0


async def count_staff_out_of_reach(session: AsyncSession, channel: str) -> int:
    lost = (
        select(func.count(distinct(ChatRow.id)))
        .join(OutboundChatRow, OutboundChatRow.chat == ChatRow.id)
        .join(AccountRow, AccountRow.chat == ChatRow.id)
        .join(PostRow, PostRow.person == AccountRow.person)
        .where(ChatRow.channel == channel, OutboundChatRow.unreachable.is_not(None), PostRow.active)
    )
    return await session.scalar(lost) or 0


async def count_chats_of_other_bots(session: AsyncSession, channel: str, bot_id: str) -> int:
    others = (
        select(func.count())
        .select_from(ChatRow)
        .where(ChatRow.channel == channel, ~ChatRow.external.startswith(f"{bot_id}:", autoescape=True))
    )
    return await session.scalar(others) or 0
