"""The way in: takes what Telegram brings, stores it in one transaction, and wakes who waits for it.

Whoever brings it acknowledges only after this: what was not stored comes again.
"""

import asyncio
from collections.abc import Sequence

import structlog
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.channels.telegram import hearing
from bot.channels.telegram.contents import Malformed
from bot.channels.telegram.hearing import Heard
from bot.channels.telegram.metrics import MALFORMED_UPDATES
from bot.channels.telegram.store import CHANNEL
from bot.channels.telegram.storing import store_heard
from bot.engine.clock import Clock
from bot.engine.conflicts import A_MOMENT, is_conflict
from bot.engine.signals import Signals
from storage.database import Database

log = structlog.get_logger()


class Ears:
    """``account`` begins the names of this bot's chats; ``bot`` is the number the house's messages are signed with."""

    def __init__(self, db: Database, clock: Clock, signals: Signals, account: str, bot: int) -> None:
        self._db = db
        self._clock = clock
        self._signals = signals
        self._account = account
        self._bot = bot

    async def hear(self, updates: Sequence[object]) -> None:
        """Store them all. One that is malformed is counted and passed over, and holds up no other.

        Raises what the database raises when it cannot store anything now.
        """
        heard = sorted((done for update in updates if (done := _read(update))), key=lambda done: done.update)
        if not heard:
            return
        for chat in await self._store_all(heard):
            self._signals.said(chat)
        self._signals.inbox.send()

    async def _store_all(self, heard: list[Heard]) -> list[int]:
        """Together, since one commit costs as much as fifty; each alone once one of them cannot be stored."""
        try:
            return await self._store(heard)
        except Exception as error:
            if is_conflict(error):
                await asyncio.sleep(A_MOMENT)
                return await self._store_all(heard)
            if _is_database_down(error):
                raise
            if len(heard) == 1:
                log.exception("update could not be stored", update=heard[0].update)
                MALFORMED_UPDATES.labels(CHANNEL).inc()
                return []
        return [chat for done in heard for chat in await self._store_all([done])]

    async def _store(self, heard: list[Heard]) -> list[int]:
        now = self._clock.now()
        async with self._db.transaction() as session:
            said = [await store_heard(session, self._account, self._bot, done, now) for done in heard]
        return [chat for chat in said if chat is not None]


def _read(update: object) -> Heard | None:
    try:
        return hearing.read(update)
    except Malformed:
        log.warning("malformed update", update=hearing.number(update))
        MALFORMED_UPDATES.labels(CHANNEL).inc()
        return None


def _is_database_down(error: Exception) -> bool:
    """Not this update's own fault: it would be stored if it came again."""
    if isinstance(error, DataError):
        return False
    return isinstance(error, DBAPIError | PoolTimeout | OSError)
