"""Which thread SQLite's statements run in: short ones at once, those that may wait or read at length in another."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from people.store import PersonRow
from storage.database import Database, sqlite_url

THREAD = text("SELECT thread()")


@pytest.fixture
async def sqlite(tmp_path: Path) -> Database:
    return Database(sqlite_url(tmp_path / "one.db"))


async def _driver(session: AsyncSession) -> sqlite3.Connection:
    connection = await (await session.connection()).get_raw_connection()
    raw = connection.driver_connection.raw  # type: ignore[union-attr]  # the connection of storage.onehop
    assert isinstance(raw, sqlite3.Connection)
    raw.create_function("thread", 0, threading.get_ident)
    return raw


async def test_a_writing_transaction_runs_its_statements_at_once(sqlite: Database) -> None:
    async with sqlite.transaction() as session:
        await _driver(session)
        assert await session.scalar(THREAD) == threading.get_ident()
    await sqlite.close()


async def test_what_only_reads_runs_in_another_thread_also_after_a_writer(sqlite: Database) -> None:
    async with sqlite.transaction() as session:
        await session.execute(text("SELECT 1"))
    async with sqlite.reading() as session:
        await _driver(session)
        assert await session.scalar(THREAD) != threading.get_ident()
    await sqlite.close()


async def test_once_sqlite_has_ended_the_transaction_nothing_runs_at_once(sqlite: Database) -> None:
    async with sqlite.transaction() as session:
        raw = await _driver(session)
        raw.rollback()  # as SQLite does by itself after an error of the disk
        assert await session.scalar(THREAD) != threading.get_ident()
        raw.execute("BEGIN")
    await sqlite.close()


async def test_waiting_for_another_process_keeps_nobody_waiting(sqlite: Database, tmp_path: Path) -> None:
    async def write() -> None:
        async with sqlite.transaction() as session:
            await session.execute(text("SELECT 1"))

    await write()
    other = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(write())
    for _ in range(100):  # the loop goes on turning; were it held up, the lock would never be given back
        await asyncio.sleep(0.001)
    assert not waiting.done()
    other.execute("ROLLBACK")
    await waiting
    other.close()
    await sqlite.close()


async def test_a_statement_that_fails_leaves_the_connection_usable(db: Database) -> None:
    with pytest.raises(DBAPIError):
        async with db.transaction() as session:
            await session.execute(text("SELECT nothing FROM nowhere"))
    async with db.transaction() as session:
        assert (await session.scalars(text("SELECT 1"))).all() == [1]
        assert await session.get(PersonRow, 1) is None
