"""Worker processes that get killed with SIGKILL, and the siege that immediately replaces each."""

import asyncio
import logging
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from random import Random
from typing import Any, Generic, Protocol, TypeVar

import structlog
from sqlalchemy import event
from sqlalchemy.orm import Session

from appeals import store as appeals
from bot.engine.run_loop import run_loop
from bot.engine.signals import Signal
from chats import store as chats
from outbox import store as outbox
from storage.database import Database
from tests.conversation import StillClock, Town
from tests.crash import forking

WRITES = ("INSERT", "UPDATE", "DELETE")
PATIENCE = 30.0  # seconds after which people give up waiting for an answer


@dataclass(frozen=True)
class Blow:
    """When a process dies: after ``count`` writes or commits, or ``seconds`` after its start."""

    where: str  # before or after a write or commit, at any time, or never
    count: int = 0
    seconds: float = 0.0

    @classmethod
    def random(cls, chance: Random) -> "Blow":
        where = chance.choice(("any time", "any time", "before write", "after write", "before commit", "after commit"))
        if where == "any time":
            return cls(where, seconds=chance.uniform(0.05, 1.0))
        return cls(where, count=chance.randint(1, 25 if "commit" in where else 80))


NEVER = Blow("never")


class CommittingDatabase(Database):
    """The control: an application without transactions. Every write is committed by itself."""

    def __init__(self, url: str) -> None:
        super().__init__(url)

        @event.listens_for(self.engine.sync_engine, "after_cursor_execute")
        def _commit(connection: Any, _: Any, statement: str, *__: Any) -> None:
            if statement.lstrip().startswith(WRITES):
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("BEGIN IMMEDIATE")


# In the child


def live(url: str, blow: Blow, bell: Connection, at: datetime, workers: int, commits_each_write: bool) -> None:
    """Work like the running service until the blow."""
    logging.disable(logging.CRITICAL)  # problems are found in the tables instead
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_live(url, blow, bell, at, workers, commits_each_write))


async def _live(url: str, blow: Blow, bell: Connection, at: datetime, workers: int, commits_each_write: bool) -> None:
    db = CommittingDatabase(url) if commits_each_write else Database(url)
    town = Town(db, at)
    _prepare(db, blow)
    sweep = Signal()

    def hear_bell() -> None:
        try:
            while bell.poll():
                town.clock.move_to(bell.recv())
        except EOFError:
            os._exit(0)  # the parent is gone
        for one in (town.signals.inbox, town.signals.outbox, sweep):
            one.send()

    asyncio.get_running_loop().add_reader(bell.fileno(), hear_bell)
    await asyncio.gather(
        *(run_loop("work", town.worker.answer_next, town.signals.inbox, asyncio.Event()) for _ in range(workers)),
        run_loop("deliver", town.delivery.deliver, town.signals.outbox, asyncio.Event()),
        run_loop("remind", town.remind.run, sweep, asyncio.Event()),
    )


def _prepare(db: Database, blow: Blow) -> None:
    left = blow.count

    def strike(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def strike_at_write(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.lstrip().startswith(WRITES):
            strike()

    def strike_after_commit(session: Session) -> None:
        if session.bind is not None:
            strike()

    if blow.where == "before write":
        event.listen(db.engine.sync_engine, "before_cursor_execute", strike_at_write)
    elif blow.where == "after write":
        event.listen(db.engine.sync_engine, "after_cursor_execute", strike_at_write)
    elif blow.where == "before commit":
        event.listen(db.engine.sync_engine, "commit", strike)
    elif blow.where == "after commit":
        event.listen(Session, "after_commit", strike_after_commit)


# In the parent


class Siege:
    """Keeps ``seats`` processes running. Each one gets the next of the blows, while any are left."""

    def __init__(
        self, url: str, blows: list[Blow], clock: StillClock, *, seats: int = 1, workers: int = 1,
        commits_each_write: bool = False,
    ) -> None:  # fmt: skip
        self.kills: Counter[str] = Counter()
        self._planned = len(blows)
        self._url, self._blows, self._clock, self._workers = url, blows[::-1], clock, workers
        self._commits_each_write = commits_each_write
        self._bells: list[Connection | None] = [None] * seats
        self._keepers: list[asyncio.Task[None]] = []

    @property
    def over(self) -> bool:
        return self.kills.total() >= self._planned

    def ring(self) -> None:
        """Signal that there is something to do, and send the current time."""
        for bell in self._bells:
            with suppress(OSError):  # it has just died: its replacement checks by itself
                if bell is not None:
                    bell.send(self._clock.now())

    @asynccontextmanager
    async def lasting(self) -> AsyncIterator["Siege"]:
        self._keepers = [asyncio.create_task(self._keep(seat)) for seat in range(len(self._bells))]
        try:
            yield self
        finally:
            for keeper in self._keepers:
                keeper.cancel()
            await asyncio.gather(*self._keepers, return_exceptions=True)

    def check(self) -> None:
        """Fails if no process is being started any more."""
        for keeper in self._keepers:
            if keeper.done():
                keeper.result()

    async def _keep(self, seat: int) -> None:
        while True:
            blow = self._blows.pop() if self._blows else NEVER
            ear, bell = forking.CONTEXT.Pipe(duplex=False)
            arguments = (self._url, blow, ear, self._clock.now(), self._workers, self._commits_each_write)
            child = forking.CONTEXT.Process(target=live, args=arguments)
            child.start()
            ear.close()
            self._bells[seat] = bell
            try:
                await _end(child, blow)
            finally:
                child.kill()
                child.join()
                bell.close()
            assert child.exitcode == -signal.SIGKILL, f"a process ended by itself: {child.exitcode}"
            self.kills[blow.where] += 1


async def _end(child: ForkServerProcess, blow: Blow) -> None:
    struck_at = time.monotonic() + blow.seconds if blow.where == "any time" else float("inf")
    while child.is_alive():
        await asyncio.sleep(0.01)
        if time.monotonic() > struck_at:
            child.kill()


class Trouble(Protocol):
    """What answers people meanwhile, and what happens to it."""

    @property
    def over(self) -> bool: ...
    def ring(self) -> None: ...
    def check(self) -> None: ...


S = TypeVar("S", bound=Trouble)


class BesiegedTown(Town, Generic[S]):
    """A town where people talk, while those that answer them are in trouble."""

    def __init__(self, db: Database, besiege: Callable[[StillClock], S]) -> None:
        super().__init__(db)
        self.siege = besiege(self.clock)
        self._looking = asyncio.Lock()
        self._asked = self._quiet = 0

    async def advance(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        await self.work()

    async def work(self) -> None:
        """Wait until everything is answered, delivered and reminded of. One waiting caller checks for all."""
        self._asked += 1
        mine, patience = self._asked, time.monotonic() + PATIENCE
        self.siege.ring()
        while self._quiet < mine:
            self.siege.check()
            assert time.monotonic() < patience, "nobody answers"
            async with self._looking:
                asked = self._asked
                if self._quiet < mine and await self._is_quiet():
                    self._quiet = asked
                elif self._quiet < mine:
                    await asyncio.sleep(0.02)

    async def _is_quiet(self) -> bool:
        now = self.clock.now()
        async with self.db.reading() as session:
            reminder = await appeals.earliest_reminder(session)
            waiting = await chats.count_inbox(session, "new") + await outbox.count_waiting(session)
        return not waiting and (reminder is None or reminder > now)
