"""Work that only one process may do at a time, protected by a lease that its holder keeps renewing."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog

from bot.engine.clock import Clock
from storage import lease_store
from storage.database import Database

RENEW_SECONDS = 5.0

log = structlog.get_logger()


class ProcessLease:
    def __init__(self, db: Database, clock: Clock, name: str, process: str, duration: timedelta) -> None:
        self._db = db
        self._clock = clock
        self._name = name
        self._process = process
        self._duration = duration
        self._until = datetime.min.replace(tzinfo=UTC)

    async def acquire(self) -> bool:
        """Whether this process holds the lease or can take it now. Raises the database's errors."""
        return self._clock.now() < self._until or await self.renew()

    async def renew(self) -> bool:
        now = self._clock.now()
        async with self._db.transaction() as session:
            mine = await lease_store.take(session, self._name, self._process, now, self._duration)
        self._until = now + self._duration if mine else datetime.min.replace(tzinfo=UTC)
        return mine

    async def renew_until(self, stopping: asyncio.Event) -> None:
        """Renew or try to take the lease until ``stopping``, so that work longer than the lease does not lose it."""
        while not stopping.is_set():
            try:
                await self.renew()
            except Exception:
                log.exception("lease not renewed", job=self._name)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), RENEW_SECONDS)

    async def release(self) -> None:
        """Release the lease, so that another process need not wait for its end."""
        self._until = datetime.min.replace(tzinfo=UTC)
        async with self._db.transaction() as session:
            await lease_store.release(session, self._name, self._process)
