"""The real `qinqing run --config`, whose Telegram is the stand-in; killed and started again.

Most of a start is imports, in which nothing can go wrong. So each process is forked from one that has imported
everything and has nothing open; what it runs is `qinqing`'s own main, from its first line on.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from asyncio.subprocess import Process as Program
from pathlib import Path

import httpx

from bot.config import file as config_file
from bot.config.model import Config
from tests.crash.telegram_doors import TOKEN, Switchboard
from tests.crash.website import PATIENCE, Process, free_port, is_well

AGAIN = 0.02  # seconds between two looks
CONFIG = """\
[server]
port = {port}
operations_port = {operations_port}

[database]
url = "{database}"

[files]
folder = "{files}"

[office]
name = "示例区营商环境办公室"
phone = "138 0000 0000"
region = "示例区"

[web]
public_url = "http://127.0.0.1:{port}"

[telegram]
api_base = "{telegram}"
"""
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


class TelegramProcess(Process):
    """One process at a time behind one door of Telegram. ``folder`` may be shared: files and settings lie there."""

    def __init__(self, folder: Path, telegram: Switchboard, database: str, door: int = 0) -> None:
        super().__init__(folder)
        self.door = door
        self.telegram = telegram
        self.operations_port = free_port()
        self.starts: list[float] = []  # seconds from each start to its first poll
        self._log = folder / f"process-{door}.log"
        self._settings = folder / f"config-{door}.toml"
        self._settings.write_text(CONFIG.format(
            port=self.port, operations_port=self.operations_port, database=database, files=folder / "files",
            telegram=telegram.address_of(door),
        ), "utf-8")  # fmt: skip
        self._nest: Program | None = None
        self._child = 0
        self._ended: asyncio.Task[bytes] | None = None

    @property
    def config(self) -> Config:
        return config_file.load(self._settings)

    async def prepare(self) -> None:
        """Begin to import."""
        with self._log.open("ab") as log:
            self._nest = await asyncio.create_subprocess_exec(
                sys.executable, "-c", NEST, "run", "--config", str(self._settings),
                env={**os.environ, "QINQING_TELEGRAM__TOKEN": TOKEN}, stdin=PIPE, stdout=PIPE, stderr=log,
            )  # fmt: skip

    async def start(self) -> None:
        """Returns when it asks Telegram for what is new."""
        began = await self._begin()
        while not any(poll.began >= began for poll in self.telegram.polls_of(self.door)):
            self._check(began)
            await asyncio.sleep(AGAIN)
        self.starts.append(_now() - began)

    async def stand_by(self) -> None:
        """Returns when it answers at its address; perhaps another polls."""
        began = await self._begin()
        async with httpx.AsyncClient(base_url=self.address) as client:
            while not await is_well(client):
                self._check(began)
                await asyncio.sleep(AGAIN)

    def kill(self) -> None:
        assert self._ended is not None
        assert not self._ended.done(), "the process ended by itself"
        os.kill(self._child, signal.SIGKILL)
        self.kills += 1

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

    async def _begin(self) -> float:
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
        return _now()

    def _check(self, began: float) -> None:
        assert self._ended is not None
        said = self._log.read_text("utf-8")[-3000:]
        assert not self._ended.done(), said
        assert _now() < began + PATIENCE, f"the process does not come up: {said}"


def _now() -> float:
    return asyncio.get_running_loop().time()
