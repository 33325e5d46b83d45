"""Failures of a PostgreSQL server while a process works on it: connections cut, the server restarted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from storage.database import Database
from tests.databases import PostgresServer, restart_postgres
from tests.storage.outages import administrator, cut

LONGEST_PAUSE_SECONDS = 0.4


class Failures:
    """``cuts`` of all connections to the database at ``url``, with ``restarts`` spread among them."""

    def __init__(self, url: str, server: PostgresServer, cuts: int, restarts: int, chance: Random) -> None:
        self.count = 0
        self._planned = cuts + restarts
        self._restarts = {number * self._planned // restarts for number in range(restarts)}
        self._url, self._server, self._chance = url, server, chance

    @property
    def over(self) -> bool:
        return self.count >= self._planned

    @asynccontextmanager
    async def happening(self) -> AsyncIterator[None]:
        failing = asyncio.create_task(self._fail_again_and_again())
        try:
            yield
            await failing
        finally:
            failing.cancel()
            (end,) = await asyncio.gather(failing, return_exceptions=True)
            if isinstance(end, Exception):
                raise end

    async def _fail_again_and_again(self) -> None:
        for number in range(self._planned):
            await asyncio.sleep(self._chance.uniform(0.0, LONGEST_PAUSE_SECONDS))
            if number in self._restarts:
                await asyncio.to_thread(restart_postgres, self._server, self._chance.choice(("fast", "immediate")))
            else:
                await self._cut()
            self.count += 1

    async def _cut(self) -> None:
        db = Database(self._url)
        async with administrator(db) as admin:
            await cut(admin, db)
        await db.close()
