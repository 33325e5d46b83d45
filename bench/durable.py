"""The walk through the real worker on a new SQLite file: each step from its waiting inbox row to the commit."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import aiosqlite

from bench.statements import counted
from bench.stopwatch import Stopwatch
from bench.walk import WALK, Act, Screen, update
from chats import service
from chats import store as chats
from storage import migrate, onehop
from storage.database import Database, sqlite_url
from tests.conversation import Town


async def walk(count: int, folder: Path) -> tuple[Stopwatch, list[int]]:
    """``count`` chats take the walk side by side; returns the time of their steps, and the statements of each."""
    watch, statements = Stopwatch(), []
    with TemporaryDirectory(dir=folder) as place:
        db = await _fresh(Path(place) / "bench.db")
        town = await Town(db).settle()
        screens = await _open(town, count)
        for number, act in enumerate(WALK):
            await _hear(town, screens, f"act {number}", act)
            with counted(db) as heard, watch.running(count):
                for _ in screens:
                    await town.worker.answer_next()
            statements.append(round(len(heard) / count))
            await _look(town, screens)
        await db.close()
    return watch, statements


@contextmanager
def plain_connections() -> Iterator[None]:
    """Connections as SQLAlchemy makes them: plain aiosqlite, with several thread hand-offs per statement."""

    async def connect(database: str) -> aiosqlite.Connection:
        return await aiosqlite.connect(database, isolation_level=None)

    with patch.object(onehop, "connect", connect):
        yield


async def _fresh(file: Path) -> Database:
    url = sqlite_url(file)
    await asyncio.to_thread(migrate.upgrade, url)
    return Database(url)


async def _open(town: Town, count: int) -> dict[int, Screen]:
    async with town.db.transaction() as session:
        opened = [await chats.open_chat(session, "web", f"visitor {number}") for number in range(count)]
    return {chat.id: Screen() for chat in opened}


async def _hear(town: Town, screens: dict[int, Screen], name: str, act: Act) -> None:
    now = town.clock.now()
    async with town.db.transaction() as session:
        for chat, screen in screens.items():
            await service.receive(session, chat, name, update(act, chat, screen, now), now)


async def _look(town: Town, screens: dict[int, Screen]) -> None:
    async with town.db.reading() as session:
        for chat, screen in screens.items():
            screen.show(await chats.events_after(session, chat, 0, 1000))
