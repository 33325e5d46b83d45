"""A demo stays a demo, and a real database is never taken over by one."""

from datetime import UTC, datetime

import pytest

from people.store import PersonRow
from storage import meta_store
from storage.database import Database
from storage.meta_store import WrongDatabase


async def check(db: Database, *, demo: bool) -> None:
    async with db.transaction() as session:
        await meta_store.check_demo(session, demo)


async def test_a_new_database_becomes_what_it_is_first_opened_as(db: Database) -> None:
    await check(db, demo=True)
    await check(db, demo=True)
    with pytest.raises(WrongDatabase, match="演示库"):
        await check(db, demo=False)


async def test_a_real_database_is_refused_to_the_demo(db: Database) -> None:
    await check(db, demo=False)
    await check(db, demo=False)
    with pytest.raises(WrongDatabase, match="不是演示库"):
        await check(db, demo=True)


async def test_a_database_without_a_mark_that_holds_anything_is_real(db: Database) -> None:
    async with db.transaction() as session:
        session.add(PersonRow(created_at=datetime(2026, 11, 23, tzinfo=UTC)))
    with pytest.raises(WrongDatabase, match="不是演示库"):
        await check(db, demo=True)
    await check(db, demo=False)


async def test_a_word_is_kept_and_changed(db: Database) -> None:
    async with db.transaction() as session:
        assert await meta_store.get(session, "colour") is None
        await meta_store.put(session, "colour", "blue")
        await meta_store.put(session, "colour", "green")
        assert await meta_store.get(session, "colour") == "green"
