"""Transactions are whole, readers see one view, moments keep their time."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from people.store import PersonRow
from storage import database
from storage.database import Database, sqlite_url
from tests.databases import SHIPPED

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))


async def test_a_transaction_that_fails_leaves_nothing(db: Database) -> None:
    async def fail() -> None:
        async with db.transaction() as session:
            session.add(PersonRow(name="张示例", created_at=NOW))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with db.reading() as session:
        assert (await session.scalars(select(PersonRow))).all() == []


async def test_a_transaction_knows_which_tables_were_inserted_into(db: Database) -> None:
    async with db.transaction() as session:
        await session.execute(select(PersonRow))
        assert session.inserted_into == set()
        await session.execute(insert(PersonRow).values(created_at=NOW))
    assert session.inserted_into == {"person"}
    async with db.transaction() as another:
        assert another.inserted_into == set()


async def test_moments_come_back_in_utc(db: Database) -> None:
    async with db.transaction() as session:
        session.add(PersonRow(created_at=NOW))
    async with db.reading() as session:
        stored = await session.scalar(select(PersonRow.created_at))
    assert stored == NOW
    assert stored.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="time zone"):
        async with db.transaction() as session:
            session.add(PersonRow(created_at=datetime(2026, 3, 2)))  # noqa: DTZ001  the mistake under test


async def test_a_reader_waits_for_no_writer_and_sees_one_view(db: Database) -> None:
    async with db.reading() as reader:
        assert (await reader.scalars(select(PersonRow))).all() == []
        async with db.transaction() as session:
            session.add(PersonRow(created_at=NOW))
        assert (await reader.scalars(select(PersonRow))).all() == []


async def test_writing_through_a_reader_is_an_error_or_forgotten(db: Database) -> None:
    try:
        async with db.reading() as reader:
            reader.add(PersonRow(created_at=NOW))
            await reader.flush()
    except DBAPIError:
        pass
    async with db.reading() as reader:
        assert (await reader.scalars(select(PersonRow))).all() == []


async def test_many_writers_at_once_all_get_their_turn(db: Database) -> None:
    async def write() -> None:
        async with db.transaction() as session:
            session.add(PersonRow(created_at=NOW))

    await asyncio.gather(*(write() for _ in range(40)))
    async with db.reading() as session:
        assert len((await session.scalars(select(PersonRow))).all()) == 40


async def test_outside_of_tests_a_commit_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", SHIPPED)
    db = Database(sqlite_url(tmp_path / "qinqing.db"))
    async with db.reading() as session:
        assert await session.scalar(text("PRAGMA synchronous")) == 2  # FULL
    await db.close()
