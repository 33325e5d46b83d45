"""This process among others on the same database: its name, and the lease that shows it is alive."""

import asyncio
from datetime import timedelta
from secrets import token_hex

import structlog

from bot.engine.clock import Clock
from chats import incoming_store
from storage import lease_store
from storage.database import Database
from storage.failures import is_passing

LEASE_PREFIX = "process:"
LEASE_DURATION = timedelta(seconds=15)  # after this time without renewal a process counts as dead
RENEW_SECONDS = 5.0
FORGET_AFTER_DURATION = timedelta(days=1)

_NAME = token_hex(4)

log = structlog.get_logger()


def name() -> str:
    """Different at every start, so that work left by one process is never taken for its successor's."""
    return _NAME


class Presence:
    """Keeps the lease of ``process``. ``clock`` is real time."""

    def __init__(self, db: Database, clock: Clock, process: str | None = None) -> None:
        self._db = db
        self._clock = clock
        self._process = process or name()

    async def begin(self) -> None:
        """Call before anything is claimed. SQLite has only one process, so claims of earlier ones are released."""
        async with self._db.transaction() as session:
            if self._db.sqlite:
                await lease_store.forget_all(session)
                await incoming_store.free_held(session, self._clock.now())
            await lease_store.forget_ended(session, self._clock.now() - FORGET_AFTER_DURATION)
        await self.renew()

    async def renew(self) -> None:
        async with self._db.transaction() as session:
            await lease_store.take(
                session, LEASE_PREFIX + self._process, self._process, self._clock.now(), LEASE_DURATION
            )

    async def end(self) -> None:
        """While the database is away the lease is left to end by itself."""
        try:
            async with self._db.transaction() as session:
                await lease_store.release(session, LEASE_PREFIX + self._process, self._process)
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("sign of life not ended", error=type(error).__name__)

    async def run(self, stopping: asyncio.Event) -> None:
        """Renew until ``stopping``. The caller calls ``end`` once this process holds no more claims."""
        while not stopping.is_set():
            try:
                await self.renew()
            except Exception:
                log.exception("sign of life failed", process=self._process)
            try:
                await asyncio.wait_for(stopping.wait(), RENEW_SECONDS)
            except TimeoutError:
                continue
