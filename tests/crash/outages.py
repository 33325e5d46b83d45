"""People talk while the database of those that answer them fails again and again, in real ways."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from random import Random

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.run_loop import run_loop
from bot.engine.signals import Signal
from chats import service
from chats.model import Body
from storage.database import Database
from storage.failures import is_passing
from storage.transaction import Transaction
from tests.conversation import StillClock, Town
from tests.crash.killing import BesiegedTown
from tests.databases import PostgresServer, restart_postgres
from tests.storage.sick_disk import SickDisk, Sickness

CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'service'"
AGAIN_SECONDS = 0.02
PATIENCE = 1.0

Strike = tuple[str, Callable[["Disturbance"], Awaitable[object]]]
"""The name of a trouble, and what causes it; when it returns the trouble is over."""


class PeoplesDatabase(Database):
    """Through which people prepare and read. They wait while it is broken on purpose, since that is not their trial."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.calm, self.writing = asyncio.Lock(), asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self.writing, self.calm, super().transaction() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        async with self.calm, super().reading() as session:
            yield session


class Disturbance:
    """The service's loops on a database of their own, and the strikes that hit it, one after another."""

    def __init__(
        self, service_db: Database, clock: StillClock, strikes: Sequence[Strike], chance: Random, every: int
    ) -> None:
        self.struck: Counter[str] = Counter()
        self.inside = Town(service_db)
        self.received, self.refused, self.arrived = 0, 0, Signal()
        self._clock, self._strikes, self._chance, self._every = clock, strikes, chance, every
        self._stopping, self._sweep = asyncio.Event(), Signal()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def over(self) -> bool:
        return self.struck.total() >= len(self._strikes)

    def ring(self) -> None:
        self.inside.clock.move_to(self._clock.now())
        for one in (self.inside.signals.inbox, self.inside.signals.outbox, self._sweep):
            one.send()

    def check(self) -> None:
        for task in self._tasks:
            if task.done():
                task.result()

    @asynccontextmanager
    async def lasting(self) -> AsyncIterator[None]:
        loop, town = partial(run_loop, stopping=self._stopping), self.inside
        workers = 1 if town.db.sqlite else 4
        loops = [
            *(loop("work", town.worker.answer_next, town.signals.inbox) for _ in range(workers)),
            loop("deliver", town.delivery.deliver, town.signals.outbox),
            loop("remind", town.remind.run, self._sweep),
            self._strike(),
        ]
        self._tasks = [asyncio.create_task(one) for one in loops]
        try:
            yield
        finally:
            self._stopping.set()
            self.ring()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _strike(self) -> None:
        """After every few updates, so that all of it happens while people talk, however fast the machine is."""
        for name, strike in self._strikes:
            mark = self.received + self._every
            while self.received < mark:
                await self.arrived.wait(PATIENCE)
            await asyncio.sleep(self._chance.uniform(0.0, 0.05))
            await strike(self)
            self.struck[name] += 1

    async def felt(self) -> None:
        """Wait until a trouble was felt, but not for long: there may be nothing to do."""
        refused, patience = self.refused, asyncio.get_running_loop().time() + PATIENCE
        while self.refused == refused and not self.inside.signals.outage.lasts:
            if asyncio.get_running_loop().time() > patience:
                return
            await asyncio.sleep(AGAIN_SECONDS)


class DisturbedTown(BesiegedTown[Disturbance]):
    async def store_update(self, chat: int, name: str, payload: Body) -> bool:
        """As a page does: again, under the same name, until it is acknowledged."""
        while True:
            try:
                async with self.siege.inside.db.transaction() as session:
                    new = await service.receive(session, chat, name, payload, self.clock.now())
                self.siege.received += 1
                self.siege.arrived.send()
                return new
            except Exception as error:
                if not is_passing(error):
                    raise
                self.siege.refused += 1
                await asyncio.sleep(AGAIN_SECONDS)


def of_postgres(people: PeoplesDatabase, server: PostgresServer, cuts: int, restarts: int) -> list[Strike]:
    async def cut(_: Disturbance) -> None:
        async with people.transaction() as session:
            await session.execute(text(CUT))

    async def restart(how: str, _: Disturbance) -> None:
        async with people.calm:
            await asyncio.to_thread(restart_postgres, server, how)

    often = cuts // max(restarts, 1)
    found: list[Strike] = []
    for number in range(restarts):
        found += [("cut", cut)] * often
        found.append(("restart", partial(restart, ("fast", "immediate")[number % 2])))
    return found + [("cut", cut)] * (cuts - often * restarts)


def of_disk(people: PeoplesDatabase, service_db: Database, kinds: Sequence[Sickness], chance: Random) -> list[Strike]:
    disk = SickDisk(service_db)

    async def fall_ill(kind: Sickness, disturbance: Disturbance) -> None:
        async with people.writing, disk.sick(kind):  # the limit on files is the whole process's
            await disturbance.felt()
            await asyncio.sleep(chance.uniform(0.0, 0.3))

    return [(kind, partial(fall_ill, kind)) for kind in kinds]


def service_url(url: str) -> str:
    """The address under which the service's connections are known to the server."""
    return _named(url, "service")


def peoples_url(url: str) -> str:
    return _named(url, "people")


def _named(url: str, name: str) -> str:
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.update_query_dict({"application_name": name})
    return address.render_as_string(hide_password=False)
