"""The real `qinqing run --config`, using the Telegram stand-in."""

import asyncio
from pathlib import Path

import httpx

from bot.config import file as config_file
from bot.config.model import Config
from tests.crash.process import Process, now
from tests.crash.telegram_doors import TOKEN, Switchboard
from tests.crash.website import free_port, is_well

AGAIN = 0.02  # seconds between checks
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


class TelegramProcess(Process):
    """One process at a time at one door of the stand-in. ``folder``, with files and settings, may be shared."""

    def __init__(self, folder: Path, telegram: Switchboard, database: str, door: int = 0) -> None:
        super().__init__(folder / f"process-{door}.log")
        self.door = door
        self.telegram = telegram
        self.operations_port, port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.starts: list[float] = []  # seconds from each start to its first poll
        self._settings = folder / f"config-{door}.toml"
        self._settings.write_text(CONFIG.format(
            port=port, operations_port=self.operations_port, database=database, files=folder / "files",
            telegram=telegram.address_of(door),
        ), "utf-8")  # fmt: skip

    @property
    def arguments(self) -> list[str]:
        return ["run", "--config", str(self._settings)]

    @property
    def environment(self) -> dict[str, str]:
        return {"QINQING_TELEGRAM__TOKEN": TOKEN}

    @property
    def config(self) -> Config:
        return config_file.load(self._settings)

    async def start(self) -> None:
        """Returns when it polls Telegram."""
        began = await self.begin()
        while not any(poll.began >= began for poll in self.telegram.polls_of(self.door)):
            self.check(began)
            await asyncio.sleep(AGAIN)
        self.starts.append(now() - began)

    async def stand_by(self) -> None:
        """Returns when it answers HTTP; another process may be polling."""
        began = await self.begin()
        async with httpx.AsyncClient(base_url=self.address) as client:
            while not await is_well(client):
                self.check(began)
                await asyncio.sleep(AGAIN)
