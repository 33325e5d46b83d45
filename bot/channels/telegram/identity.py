"""The bot's user name on Telegram: requested when the channel starts, and stored."""

import re
from datetime import datetime

from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram.store import CHANNEL
from chats import outbound_store
from storage.database import Database

PART = "identity"
_USERNAME = re.compile(r"[A-Za-z0-9_]{1,64}")


async def introduce(bot: Bot, db: Database, now: datetime) -> None:
    """Request and store the bot's user name, which links need. Raises what the call raises."""
    name = (await bot.get_me()).username or ""
    async with db.transaction() as session:
        await outbound_store.note_health(session, CHANNEL, PART, "ok", name if _USERNAME.fullmatch(name) else "", now)


async def username(session: AsyncSession) -> str:
    """The bot's user name without @; "" if not yet known."""
    parts = await outbound_store.health(session)
    return next((part.detail for part in parts if (part.channel, part.part) == (CHANNEL, PART)), "")
