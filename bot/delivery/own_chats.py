"""Which chats belong to a sender's account: looked up once for each chat that gets a message."""

import asyncio
from collections.abc import Callable, Iterable

import structlog

from chats import sending_store
from chats.model import Lane
from storage.database import Database

log = structlog.get_logger()


class OwnChats:
    """``found(chat, lane)`` is called for each chat passed to ``ask`` that is ours: synchronously if already known."""

    def __init__(self, db: Database, channel: str, account: str, found: Callable[[int, Lane], None]) -> None:
        self._db = db
        self._channel = channel
        self._account = account
        self._found = found
        self._known: dict[int, bool] = {}
        self._asked: dict[int, Lane] = {}
        self._finding: asyncio.Task[None] | None = None

    def note(self, chats: Iterable[int]) -> None:
        """Remember that these chats are ours."""
        self._known.update(dict.fromkeys(chats, True))

    def ask(self, chat: int, lane: Lane) -> None:
        known = self._known.get(chat)
        if known:
            self._found(chat, lane)
        elif known is None:
            self._asked[chat] = min(lane, self._asked.get(chat, lane))
            if self._finding is None:
                self._finding = asyncio.create_task(self._find())

    async def settled(self) -> None:
        """Wait until no lookup is running."""
        while self._finding is not None:
            await self._finding

    async def _find(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                async with self._db.reading() as session:
                    ours = await sending_store.chats_of_account(session, [*asked], self._channel, self._account)
                self._known.update({chat: chat in ours for chat in asked})
                for chat in ours:
                    self._found(chat, asked[chat])
        except Exception:  # the sender's next poll will find the chats that are ours
            log.exception("chats not looked up", channel=self._channel)
        finally:
            self._finding = None
