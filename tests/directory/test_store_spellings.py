"""An import in another spelling changes the spelling, and nobody's unit, post, chat or enterprises."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from chats import store as chats
from directory import service
from directory.model import Category, Directory, Enterprise, Unit
from directory.store import EnterpriseRow, UnitRow
from people import post_store
from people import store as people
from people.model import Official, Role
from people.post_store import PostRow
from storage.database import Database

HILL = Unit("示山镇（示山街道）", Category.TOWNSHIP)
CHEN = Official(HILL.name, "陈 例", Role.CHIEF)
FIRM = Enterprise("示例 小店", township=HILL.name, specialist="陈 例")
PADDED = Directory((HILL,), (CHEN,), (FIRM,))
PLAIN = Directory(
    (replace(HILL, name="示山镇(示山街道)"),),
    (replace(CHEN, unit="示山镇(示山街道)", name="陈例"),),
    (replace(FIRM, name="示例小店", township="示山镇(示山街道)", specialist="陈例"),),
)


async def bring_in(db: Database, directory: Directory) -> list[str]:
    """The names of those who lost a post by it."""
    async with db.transaction() as session:
        return [post.name for post in await service.import_directory(session, directory)]


async def link(db: Database, number: int) -> int:
    async with db.transaction() as session:
        chat = await chats.open_chat(session, "web", f"chat {number}")
        person = await people.add(session, chat.id, "zh", datetime(2026, 11, 23, tzinfo=UTC))
        await post_store.bind_post(session, number, person.id)
        return person.id


async def units(db: Database) -> list[tuple[int, str, bool]]:
    async with db.reading() as session:
        rows = await session.scalars(select(UnitRow).order_by(UnitRow.id))
        return [(row.id, row.name, row.active) for row in rows]


async def posts(db: Database) -> list[tuple[int, str, bool, int | None]]:
    async with db.reading() as session:
        rows = await session.scalars(select(PostRow).order_by(PostRow.id))
        return [(row.id, row.name, row.active, row.person) for row in rows]


async def test_the_newest_spelling_wins_and_the_holder_stays(db: Database) -> None:
    await bring_in(db, PADDED)
    person = await link(db, 1)
    assert await bring_in(db, PLAIN) == []
    assert await units(db) == [(1, "示山镇(示山街道)", True)]
    assert await posts(db) == [(1, "陈例", True, person)]
    assert await bring_in(db, PADDED) == []
    assert await posts(db) == [(1, "陈 例", True, person)]


async def test_enterprises_follow_the_spelling_of_their_township(db: Database) -> None:
    await bring_in(db, PADDED)
    await bring_in(db, replace(PLAIN, enterprises=()))
    async with db.reading() as session:
        (row,) = await session.scalars(select(EnterpriseRow))
        assert (row.name, row.township, row.specialist) == ("示例 小店", "示山镇(示山街道)", 1)
    await bring_in(db, PLAIN)
    async with db.reading() as session:
        (row,) = await session.scalars(select(EnterpriseRow))
        assert (row.name, row.township, row.specialist) == ("示例小店", "示山镇(示山街道)", 1)


async def test_who_loses_a_post_is_named(db: Database) -> None:
    await bring_in(db, PADDED)
    assert await bring_in(db, Directory((HILL,), (replace(CHEN, name="周示例"),))) == ["陈 例"]
    assert await bring_in(db, Directory((HILL,), (CHEN,))) == ["周示例"]


async def test_of_people_who_were_doubled_the_one_with_a_chat_is_kept_and_both_stay_on_record(db: Database) -> None:
    """What earlier releases made of a padded list: another post beside the first, which became inactive."""
    await bring_in(db, PADDED)
    person = await link(db, 1)
    async with db.transaction() as session:
        (await session.get_one(PostRow, 1)).active = False
        session.add(PostRow(unit=1, role=str(Role.CHIEF), name="陈例", active=True))
    assert await bring_in(db, Directory((HILL,), (replace(CHEN, name="陈例"),))) == ["陈例"]
    assert await posts(db) == [(1, "陈例", True, person), (2, "陈 例", False, None)]


async def test_of_units_that_were_doubled_the_one_with_chats_is_kept_and_both_stay_on_record(db: Database) -> None:
    await bring_in(db, PADDED)
    person = await link(db, 1)
    async with db.transaction() as session:
        (await session.get_one(UnitRow, 1)).active = False
        (await session.get_one(PostRow, 1)).active = False
        session.add(UnitRow(name="示山镇(示山街道)", category="乡镇", aliases=[], duties=[], active=True))
        await session.flush()
        session.add(PostRow(unit=2, role=str(Role.CHIEF), name="陈例", active=True))
    assert await bring_in(db, PLAIN) == ["陈例"]
    assert await units(db) == [(1, "示山镇(示山街道)", True), (2, "示山镇（示山街道）", False)]
    assert await posts(db) == [(1, "陈例", True, person), (2, "陈例", False, None)]
