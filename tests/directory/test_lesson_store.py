"""Lessons in the database: seen by every process, replaced by later ones, undone, never half done."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from directory import lesson_store, service
from directory.learned import Learned, grams
from directory.lesson_store import LessonRow
from directory.model import Category, Directory, Unit
from directory.service import Snapshot
from storage.database import Database

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TAX, WATER = "区税务局", "区水务局"


async def settled(db: Database) -> dict[str, int]:
    async with db.transaction() as session:
        await service.import_directory(
            session, Directory(tuple(Unit(one, Category.DEPARTMENT) for one in (TAX, WATER)))
        )
        return {unit.name: unit.id or 0 for unit in (await service.load(session)).units}


async def teach(db: Database, appeal: int, text: str, unit: int) -> None:
    async with db.transaction() as session:
        await lesson_store.teach(session, appeal, text, unit, NOW)


async def learned(db: Database, known: Snapshot | None = None) -> Learned:
    async with db.reading() as session:
        return await (known or Snapshot()).learned(session)


def share(found: Learned, text: str, unit: int, other: int) -> float:
    return found.blended(grams(text), {unit: 0.5, other: 0.5})[unit]


async def test_a_lesson_is_seen_by_every_process_and_only_once(db: Database) -> None:
    ids = await settled(db)
    mine, other = Snapshot(), Snapshot()
    assert (await learned(db, mine)).lessons == 0
    await teach(db, 1, "停水三天", ids[WATER])
    for _ in range(2):
        assert (await learned(db, mine)).lessons == (await learned(db, other)).lessons == 1


async def test_a_later_lesson_about_the_same_appeal_takes_the_place_of_the_earlier(db: Database) -> None:
    ids = await settled(db)
    known = Snapshot()
    await teach(db, 1, "停水三天", ids[TAX])
    await learned(db, known)
    await teach(db, 1, "停水三天", ids[WATER])
    for found in (await learned(db, known), await learned(db)):
        assert found.lessons == 1
        assert share(found, "停水三天", ids[WATER], ids[TAX]) > 0.5


async def test_the_same_taught_again_counts_once(db: Database) -> None:
    ids = await settled(db)
    known = Snapshot()
    for _ in range(3):
        await teach(db, 1, "停水三天", ids[WATER])
        assert (await learned(db, known)).lessons == (await learned(db)).lessons == 1


async def test_a_forgotten_lesson_no_longer_counts_and_can_be_taught_again(db: Database) -> None:
    ids = await settled(db)
    await teach(db, 1, "停水三天", ids[WATER])
    async with db.transaction() as session:
        assert await lesson_store.forget(session, 1, NOW)
        assert not await lesson_store.forget(session, 2, NOW)
    assert (await learned(db)).lessons == 0
    async with db.transaction() as session:
        assert not await lesson_store.forget(session, 1, NOW)
    await teach(db, 1, "停水三天", ids[WATER])
    assert (await learned(db)).lessons == 1


async def test_what_was_rolled_back_is_not_learned_and_its_number_is_given_again(db: Database) -> None:
    ids = await settled(db)
    known = Snapshot()
    with pytest.raises(RuntimeError):
        await _teach_and_fail(db, known, ids[TAX])
    await teach(db, 2, "停水三天", ids[WATER])
    found = await learned(db, known)
    assert found.lessons == 1
    assert share(found, "停水三天", ids[WATER], ids[TAX]) > 0.5


async def _teach_and_fail(db: Database, known: Snapshot, unit: int) -> None:
    async with db.transaction() as session:
        await lesson_store.teach(session, 1, "发票不够", unit, NOW)
        assert (await known.learned(session)).lessons == 0  # counts when it is committed
        raise RuntimeError("break off")


async def test_lessons_keep_no_words(db: Database) -> None:
    ids = await settled(db)
    await teach(db, 1, "示例食品厂停水三天", ids[WATER])
    async with db.reading() as session:
        row = (await session.scalars(select(LessonRow))).one()
    assert "示例".encode() not in row.grams
    assert (row.appeal, row.unit, row.number) == (1, ids[WATER], 1)
