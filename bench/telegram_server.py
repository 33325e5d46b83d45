"""`qinqing run` on the Telegram stand-in: its own configuration and SQLite file, the sample district, long polling."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench import serving
from bench.serving import QINQING, Program
from directory import service as directory
from directory.load import load
from storage import migrate
from storage.database import Database, sqlite_url
from tests.telegram.standin import StandIn

TOKEN = "100001:sample-token-of-the-benchmarks-only"  # noqa: S105  the stand-in's
PATIENCE = 60.0  # seconds to wait for it to come up
CONFIG = """
[server]
port = {port}
operations_port = {operations_port}
[database]
url = "sqlite:///{place}/qinqing.db"
[files]
folder = "{place}/files"
[office]
name = "示例区营商环境办公室"
phone = "138 0000 0000"
region = "示例区"
[web]
public_url = "http://127.0.0.1:{port}"
[telegram]
api_base = "{api_base}"
"""


async def move_in(place: Path, telegram: StandIn) -> Database:
    """Prepare everything needed before the first start; returns the open database, to put more into it."""
    ports = {"port": serving.free_port(), "operations_port": serving.free_port()}
    config = CONFIG.format(place=place.absolute(), api_base=telegram.address, **ports)
    (place / "config.toml").write_text(config, encoding="utf-8")
    url = sqlite_url(place.absolute() / "qinqing.db")
    await asyncio.to_thread(migrate.upgrade, url)
    db = Database(url)
    async with db.transaction() as session:
        await directory.import_directory(session, load().directory)
    return db


@asynccontextmanager
async def server(place: Path, telegram: StandIn) -> AsyncIterator[Program]:
    """`qinqing run`, as soon as it polls for updates."""
    command = [QINQING, "run", "--config", str(place / "config.toml")]
    async with serving.beside(command, place, {"QINQING_TELEGRAM__TOKEN": telegram.token}) as program:
        await _polled(program, telegram)
        yield program
    telegram.account.updates.cut_poll()


@asynccontextmanager
async def peer(module: str, place: Path, telegram: StandIn) -> AsyncIterator[Program]:
    """One of the bare bots of ``bench.peers``."""
    command = [sys.executable, "-m", f"bench.peers.{module}", telegram.address, telegram.token]
    async with serving.beside(command, place, {}) as program:
        await _polled(program, telegram)
        yield program
    telegram.account.updates.cut_poll()


async def _polled(program: Program, telegram: StandIn) -> None:
    async with asyncio.timeout(PATIENCE):
        while not telegram.account.updates.polled:
            program.check_alive()
            await asyncio.sleep(0.02)
