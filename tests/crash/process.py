"""The real `qinqing`, killed and started again.

Most of a start is imports, in which nothing can go wrong. So each process is forked from one that has imported
everything and has nothing open; what it runs is `qinqing`'s own main, from its first line on.
"""

import asyncio
import os
import signal
import sys
from abc import ABC, abstractmethod
from asyncio.subprocess import PIPE
from asyncio.subprocess import Process as Program
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

PATIENCE = 60.0  # seconds
NEST = """\
import importlib, os, sys
import bot.commands.run, bot.engine.process
from bot.__main__ import main
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(2, 1)
        importlib.reload(bot.engine.process)  # each start gives itself a name
        sys.exit(main())
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


class Process(ABC):
    """One at a time."""

    def __init__(self, log: Path) -> None:
        self.kills = 0
        self._log = log
        self._nest: Program | None = None
        self._child = 0
        self._ended: asyncio.Task[bytes] | None = None

    @property
    @abstractmethod
    def arguments(self) -> list[str]: ...

    @property
    @abstractmethod
    def environment(self) -> dict[str, str]: ...

    @abstractmethod
    async def start(self) -> None:
        """Returns when it is at work."""

    async def prepare(self) -> None:
        """Begin to import."""
        with self._log.open("ab") as log:
            self._nest = await asyncio.create_subprocess_exec(
                sys.executable, "-c", NEST, *self.arguments,
                env={**os.environ, **self.environment}, stdin=PIPE, stdout=PIPE, stderr=log,
            )  # fmt: skip

    async def begin(self) -> float:
        """Starts it; returns when that was."""
        if self._nest is None:
            await self.prepare()
        if self._ended:
            await self._ended
        assert self._nest is not None
        assert self._nest.stdin is not None
        assert self._nest.stdout is not None
        self._nest.stdin.write(b"\n")
        self._child = int(await self._nest.stdout.readline())
        self._ended = asyncio.create_task(self._nest.stdout.readline())
        return now()

    def check(self, began: float) -> None:
        """Fails if it cannot come up any more."""
        assert self._ended is not None
        said = self._log.read_text("utf-8")[-3000:]
        assert not self._ended.done(), said
        assert now() < began + PATIENCE, f"the process does not come up: {said}"

    def kill(self) -> None:
        assert self._ended is not None
        assert not self._ended.done(), "the process ended by itself"
        os.kill(self._child, signal.SIGKILL)
        self.kills += 1

    @asynccontextmanager
    async def being_killed(self, times: int, chance: Random, longest: float = 2.5) -> AsyncIterator[None]:
        """kill -9 after a random time, ``times`` times; each time it is started again at once."""

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
            if isinstance(end, Exception):  # it did not start again: whatever people complained of came from that
                raise end

    async def end(self) -> None:
        if self._nest is None:
            return
        if self._ended and not self._ended.done():
            os.kill(self._child, signal.SIGKILL)
            await self._ended
        assert self._nest.stdin is not None
        self._nest.stdin.close()
        await self._nest.wait()

    def complaints(self) -> list[str]:
        """What it logged as a bug."""
        lines = self._log.read_text("utf-8").splitlines()
        return [line[:600] for line in lines if '"level": "error"' in line or "Traceback" in line]


def now() -> float:
    return asyncio.get_running_loop().time()
