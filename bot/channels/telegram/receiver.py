"""Receives updates from Telegram: stores them in one transaction, then wakes the worker and the sender.

They are acknowledged only afterwards, so what was not stored is delivered again.
"""

import asyncio
from collections.abc import Sequence

import structlog
from sqlalchemy.exc import DataError, DBAPIError

from bot.channels.telegram import update_parser
from bot.channels.telegram.contents import Malformed
from bot.channels.telegram.metrics import MALFORMED_UPDATES
from bot.channels.telegram.store import CHANNEL
from bot.channels.telegram.storing import store_update
from bot.channels.telegram.update_parser import ParsedUpdate
from bot.engine.clock import Clock
from bot.engine.retry import CONFLICT_SECONDS
from bot.engine.signals import Signals
from storage.database import Database
from storage.failures import Failure, failure_of, is_passing

TRIES = 2

log = structlog.get_logger()


class Receiver:
    """``account`` is the prefix of this bot's chat names; ``bot_id`` is the sender id in our messages."""

    def __init__(self, db: Database, clock: Clock, signals: Signals, account: str, bot_id: int) -> None:
        self._db = db
        self._clock = clock
        self._signals = signals
        self._account = account
        self._bot_id = bot_id

    async def receive(self, updates: Sequence[object]) -> None:
        """Store all updates. A malformed one is counted and skipped, without delaying the others.

        Raises the database's error if nothing can be stored now.
        """
        parsed = sorted((one for update in updates if (one := _parse(update))), key=lambda one: one.update)
        if not parsed:
            return
        for chat in await self._store_all(parsed):
            self._signals.said(chat)
        self._signals.inbox.send()

    async def _store_all(self, parsed: list[ParsedUpdate]) -> list[int]:
        """In one transaction, since one commit costs as much as fifty; one by one if any of them fails."""
        try:
            return await self._store(parsed)
        except Exception as error:
            if failure_of(error) is Failure.CONFLICT:
                await asyncio.sleep(CONFLICT_SECONDS)
                return await self._store_all(parsed)
            if _is_database_failing(error):
                raise
        return [chat for one in parsed for chat in await self._store_alone(one)]

    async def _store_alone(self, one: ParsedUpdate) -> list[int]:
        """Tried twice; what then still fails, though the database answers, is passed over."""
        for _ in range(TRIES):
            try:
                return await self._store([one])
            except Exception as error:
                if is_passing(error) or _is_database_failing(error):
                    raise
                log.exception("update could not be stored", update=one.update)
        MALFORMED_UPDATES.labels(CHANNEL).inc()
        return []

    async def _store(self, parsed: list[ParsedUpdate]) -> list[int]:
        now = self._clock.now()
        async with self._db.transaction() as session:
            said = [await store_update(session, self._account, self._bot_id, one, now) for one in parsed]
        return [chat for chat in said if chat is not None]


def _parse(update: object) -> ParsedUpdate | None:
    try:
        return update_parser.parse(update)
    except Malformed:
        log.warning("malformed update", update=update_parser.update_number(update))
        MALFORMED_UPDATES.labels(CHANNEL).inc()
        return None


def _is_database_failing(error: Exception) -> bool:
    """Not this update's fault: it could be stored if it came again."""
    return failure_of(error) is Failure.OUTAGE or (isinstance(error, DBAPIError) and not isinstance(error, DataError))
