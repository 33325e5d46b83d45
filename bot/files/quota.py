"""How many files and bytes one sender may send, checked and counted in the transaction that announces a file."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import refusals
from bot.files.limits import MEGABYTE, WINDOW_DURATION, FileLimits
from chats import upload_store
from chats.upload_store import Upload
from workdays.deadline_rules import DISTRICT_TIME


def day(now: datetime) -> date:
    """The day of the district: a limit that says "today" means its senders' today."""
    return now.astimezone(DISTRICT_TIME).date()


async def count_file(session: AsyncSession, upload: Upload, limits: FileLimits) -> None:
    """Raises ``FileRefused`` if the chat has sent enough for the moment."""
    if not await upload_store.reserve(session, upload, upload.at - WINDOW_DURATION, limits.in_ten_minutes):
        raise refusals.too_many(limits.in_ten_minutes)


async def count_chat_bytes(session: AsyncSession, chat: int, size: int, limits: FileLimits, now: datetime) -> None:
    """Raises ``FileRefused`` if the chat has sent enough for today."""
    await _count_bytes(session, f"chat:{chat}", size, limits.chat_megabytes_a_day, now)


async def count_address_bytes(
    session: AsyncSession, address: str, size: int, limits: FileLimits, now: datetime
) -> None:
    """The same for a network address, given as a digest."""
    await _count_bytes(session, f"address:{address}", size, limits.address_megabytes_a_day, now)


async def _count_bytes(session: AsyncSession, sender: str, size: int, megabytes: int, now: datetime) -> None:
    if await upload_store.add_volume(session, sender, day(now), size) > megabytes * MEGABYTE:
        raise refusals.too_many_bytes()
