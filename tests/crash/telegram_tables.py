"""The application's state, read from its tables while it runs."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import bindparam, func, select

from chats import store as chats
from chats.incoming_store import FETCH_LEASE_DURATION
from chats.outbound_store import IncomingFileRow, OutboundChatRow
from chats.store import ChatRow, InboxRow
from directory import service as directory
from directory.load import load
from outbox import store as outbox
from storage import migrate
from storage.database import Database
from tests.crash.process import PATIENCE
from tests.crash.telegram_doors import TOKEN, Switchboard

AGAIN = 0.05  # seconds between checks
CHANNEL, ACCOUNT = "telegram", f"{TOKEN.partition(':')[0]}:"


class Tables:
    """The application's state, read from outside."""

    def __init__(self, db: Database, telegram: Switchboard) -> None:
        self.db = db
        self.telegram = telegram

    async def furnish(self) -> None:
        """Create all tables and load the sample district."""
        await asyncio.to_thread(migrate.upgrade, self.db.url.render_as_string(hide_password=False))
        async with self.db.transaction() as session:
            await directory.import_directory(session, load().directory)

    async def answered(self, chat: int) -> None:
        """Wait until the chat's updates are received and answered, and the answers sent."""
        await _until(lambda: self._is_answered(chat), f"chat {chat} gets no answer")

    async def quiet(self) -> None:
        """Wait until that holds for all chats, and nothing waits to be sent or fetched.

        A file being fetched when a process died is not fetched again until its lease ends.
        """
        await _until(self._is_quiet, "it never gets quiet", PATIENCE + FETCH_LEASE_DURATION.total_seconds())

    async def fetched(self) -> None:
        """Wait until no file is waiting to be fetched."""
        await _until(self._is_fetched, "files are not fetched")

    async def _is_answered(self, chat: int) -> str:
        if any(update.chat == chat for update in self.telegram.account.updates.waiting):
            return "updates wait at Telegram"
        async with self.db.reading() as session:
            row = (await session.execute(_OF_CHAT, {"external": f"{ACCOUNT}{chat}"})).first()
        if row is None:
            return "the chat is unknown"
        return "" if not row.waiting and row.last_sent == row.last_event else f"waiting: {tuple(row)}"

    async def _is_fetched(self) -> str:
        async with self.db.reading() as session:
            files = await session.scalar(_ON_THEIR_WAY)
        return f"waiting: {files}" if files else ""

    async def _is_quiet(self) -> str:
        if self.telegram.account.updates.waiting:
            return "updates wait at Telegram"
        async with self.db.reading() as session:
            left = {
                "updates": await chats.count_inbox(session, "new"),
                "messages": await outbox.count_waiting(session),
                "chats": await session.scalar(_BEHIND) or 0,
                "files": await session.scalar(_ON_THEIR_WAY) or 0,
            }
        return "" if not any(left.values()) else f"waiting: {left}"


@asynccontextmanager
async def tables(url: str, telegram: Switchboard) -> AsyncIterator[Tables]:
    db = Database(url)
    try:
        yield Tables(db, telegram)
    finally:
        await db.close()


async def _until(left: Callable[[], Awaitable[str]], complaint: str, seconds: float = PATIENCE) -> None:
    """Wait until nothing is left; ``left`` describes what is."""
    patience = time.monotonic() + seconds
    while said := await left():
        assert time.monotonic() < patience, f"{complaint}: {said}"
        await asyncio.sleep(AGAIN)


_OF_CHAT = (
    select(
        ChatRow.last_event, OutboundChatRow.last_sent,
        select(func.count()).select_from(InboxRow).where(InboxRow.chat == ChatRow.id, InboxRow.status == "new")
        .correlate(ChatRow).scalar_subquery().label("waiting"),
    )
    .join(OutboundChatRow, OutboundChatRow.chat == ChatRow.id)
    .where(ChatRow.channel == CHANNEL, ChatRow.external == bindparam("external"))
)  # fmt: skip
_ON_THEIR_WAY = select(func.count()).select_from(IncomingFileRow)
_BEHIND = (
    select(func.count())
    .select_from(OutboundChatRow)
    .join(ChatRow, ChatRow.id == OutboundChatRow.chat)
    .where((OutboundChatRow.last_sent < ChatRow.last_event) | OutboundChatRow.claimed_by.is_not(None))
)
