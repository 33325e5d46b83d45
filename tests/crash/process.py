"""The real `qinqing` process, killed and restarted.

Most of a start is imports, in which nothing can go wrong. So each process is forked from one that has imported
everything and has nothing open; it runs `qinqing`'s own main from its first line.
"""

import asyncio
import importlib
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from tests.crash import forking

PATIENCE = 60.0  # seconds


class Process(ABC):
    """One process at a time."""

    def __init__(self, log: Path) -> None:
        self.kills = 0
        self.log = log
        self._child: ForkServerProcess | None = None
        self._starting: asyncio.Future[None] | None = None
        forkserver.ensure_running()  # so that it begins to import

    @property
    @abstractmethod
    def arguments(self) -> list[str]: ...

    @property
    @abstractmethod
    def environment(self) -> dict[str, str]: ...

    @abstractmethod
    async def start(self) -> None:
        """Returns when the process is working."""

    async def begin(self) -> float:
        """Start it; returns the time of the start."""
        if self._child:
            await self.ended()
        self.log.touch()
        self._child = forking.CONTEXT.Process(target=run, args=(self.log, self.environment, self.arguments))
        self._starting = asyncio.ensure_future(asyncio.to_thread(self._child.start))
        await asyncio.shield(self._starting)
        return now()

    @property
    def child(self) -> ForkServerProcess:
        assert self._child, "the process was never started"
        return self._child

    def check(self, began: float) -> None:
        """Fails if the process cannot start any more."""
        assert self.child.is_alive(), self._said()
        assert now() < began + PATIENCE, f"the process does not come up: {self._said()}"

    def _said(self) -> str:
        return self.log.read_text("utf-8")[-3000:]

    def kill(self) -> None:
        assert self.child.is_alive(), "the process ended by itself"
        self.child.kill()
        self.kills += 1

    async def ended(self, within: float | None = None) -> int | None:
        """Wait for its exit code; None if it still runs after ``within`` seconds."""
        await asyncio.to_thread(self.child.join, within)
        return self.child.exitcode

    @asynccontextmanager
    async def being_killed(self, times: int, chance: Random, longest: float = 2.5) -> AsyncIterator[None]:
        """kill -9 after random times, ``times`` times, with an immediate restart each time."""

        async def kill_again_and_again() -> None:
            for _ in range(times):
                await asyncio.sleep(chance.uniform(0.1, longest))
                self.kill()
                await self.start()

        killer = asyncio.create_task(kill_again_and_again())
        try:
            yield
            await killer
        finally:
            killer.cancel()
            (end,) = await asyncio.gather(killer, return_exceptions=True)
            if isinstance(end, Exception):  # it did not restart, which caused whatever people complained about
                raise end

    async def end(self) -> None:
        if self._child and self._starting:
            await self._starting  # it may have been cancelled
            self._child.kill()
            await self.ended()

    def complaints(self) -> list[str]:
        """The bugs that it logged."""
        lines = self.log.read_text("utf-8").splitlines()
        return [line[:600] for line in lines if '"level": "error"' in line or "Traceback" in line]


def run(log: Path, environment: dict[str, str], arguments: list[str]) -> None:
    """In the child: what `qinqing` does with these arguments, logging to ``log``."""
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ.update(environment)
    importlib.reload(importlib.import_module("bot.engine.process"))  # each start gets its own name
    sys.exit(importlib.import_module("bot.__main__").main(arguments))


def now() -> float:
    return asyncio.get_running_loop().time()
