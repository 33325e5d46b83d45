"""What the way in asks the database about a chat."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from chats.remote_store import RemoteChatRow
from chats.store import ChatRow

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Known:
    """A chat that was heard before. ``reachable`` is False since its person blocked the bot."""

    chat: int
    reachable: bool


async def known(session: AsyncSession, external: str) -> Known | None:
    row = (await session.execute(_KNOWN, {"of_external": external})).first()
    return None if row is None else Known(row[0], row[1] is None)


async def last_event(session: AsyncSession, chat: int) -> int:
    """The number of the chat's last event; certain while this transaction holds the chat."""
    return int((await session.execute(_LAST, {"of_chat": chat})).scalar_one())


_CHAT: Any = ChatRow.__table__
_REMOTE: Any = RemoteChatRow.__table__
_KNOWN = (
    select(_CHAT.c.id, _REMOTE.c.unreachable)
    .join_from(_CHAT, _REMOTE, _REMOTE.c.chat == _CHAT.c.id)
    .where(_CHAT.c.channel == CHANNEL, _CHAT.c.external == bindparam("of_external"))
)
_LAST = select(_CHAT.c.last_event).where(_CHAT.c.id == bindparam("of_chat"))
