"""An import makes the stored directory like the file, as often as it is run, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from chats import store as chats
from directory import service, store
from directory.load import load
from directory.load_enterprises import load_enterprises
from directory.model import Category, Directory, Enterprise, Unit
from directory.store import DirectoryVersionRow, EnterpriseRow, UnitRow
from people import post_store
from people import store as people
from people.model import Leave, Official, Post, Role
from people.post_store import PostRow
from storage.database import Database
from storage.tables import Table

TAX = Unit("区税务局", Category.DEPARTMENT, ("税务局",), ("开发票",), "示例路1号", "9-17", "13800000001")
HILL = Unit("例山镇", Category.TOWNSHIP)
ZHANG = Official("区税务局", "张示例", Role.CHIEF, "副局长", "办公室", "13800000002")
LI = Official("例山镇", "李示例", Role.HANDLER)
FIRST = Directory((TAX, HILL), (ZHANG, LI))


async def bring_in(db: Database, directory: Directory) -> Directory:
    async with db.transaction() as session:
        await service.import_directory(session, directory)
        return await service.load(session)


async def count(db: Database, table: type[Table]) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


def without_ids(directory: Directory) -> tuple[list[Unit], list[Official]]:
    return [replace(one, id=None) for one in directory.units], list(directory.people)


async def active_posts(db: Database) -> list[Post]:
    async with db.reading() as session:
        return await post_store.posts(session, *Role)


async def test_what_was_imported_is_read_back_with_ids(db: Database) -> None:
    stored = await bring_in(db, FIRST)
    assert without_ids(stored) == ([TAX, HILL], [ZHANG, LI])
    assert all(unit.id for unit in stored.units)
    assert [(post.id, post.name) for post in await active_posts(db)] == [(1, "张示例"), (2, "李示例")]


async def test_importing_the_sample_twice_changes_nothing(db: Database) -> None:
    sample = load().directory
    whole = Directory(sample.units, sample.people, load_enterprises())
    first = await bring_in(db, whole)
    again = await bring_in(db, whole)
    assert (again.units, again.people) == (first.units, first.people)
    assert without_ids(first) == (list(sample.units), list(sample.people))
    assert await count(db, UnitRow) == 45
    assert await count(db, PostRow) == len(sample.people)
    assert await count(db, EnterpriseRow) == 60
    assert await count(db, DirectoryVersionRow) == 1


async def test_what_vanished_becomes_inactive_and_comes_back_with_its_id(db: Database) -> None:
    before, posts = await bring_in(db, FIRST), await active_posts(db)
    less = await bring_in(db, Directory((TAX,), (ZHANG,)))
    assert without_ids(less) == ([TAX], [ZHANG])
    assert await count(db, UnitRow) == await count(db, PostRow) == 2
    back = await bring_in(db, FIRST)
    assert (back.units, back.people) == (before.units, before.people)
    assert await active_posts(db) == posts


async def test_changes_in_the_file_are_taken_over_and_who_holds_a_post_stays(db: Database) -> None:
    await bring_in(db, FIRST)
    zhang, _ = await active_posts(db)
    async with db.transaction() as session:
        chat = await chats.open_chat(session, "web", "zhang")
        person = await people.add(session, chat.id, "zh", datetime(2026, 11, 23, tzinfo=UTC))
        await post_store.bind_post(session, zhang.id, person.id)
    changed = replace(TAX, aliases=("税局",), phone="13800000009")
    after = await bring_in(db, Directory((changed, HILL), (replace(ZHANG, phone="13800000008"), LI)))
    assert after.by_name["区税务局"].aliases == ("税局",)
    assert after.people[0] == replace(ZHANG, phone="13800000008")
    assert (await active_posts(db))[0] == replace(zhang, phone="13800000008", person=person.id)


async def test_a_post_of_no_unit_and_an_administrators_post_are_left_alone(db: Database) -> None:
    before = await bring_in(db, FIRST)
    async with db.transaction() as session:
        session.add(PostRow(unit=None, role="leader", name="王示例", title="", section="", phone="", active=True))
        session.add(
            PostRow(unit=before.units[0].id, role="admin", name="赵示例", title="", section="", phone="", active=True)
        )
    await bring_in(db, FIRST)
    async with db.reading() as session:
        names = list(await session.scalars(select(PostRow.name).where(PostRow.active).order_by(PostRow.id)))
    assert names == ["张示例", "李示例", "王示例", "赵示例"]


async def test_enterprises_are_stored_once_by_code_or_by_name_and_stay(db: Database) -> None:
    coded, solo = Enterprise("示例甲有限公司", "91000000MA0000001R", "例山镇"), Enterprise("示例小店")
    await bring_in(db, Directory((TAX,), (), (coded, solo)))
    renamed = replace(coded, name="示例乙有限公司")
    await bring_in(db, Directory((TAX,), (), (renamed, replace(solo, industry="零售"), Enterprise("示例大店"))))
    await bring_in(db, FIRST)
    async with db.reading() as session:
        rows = list(await session.scalars(select(EnterpriseRow).order_by(EnterpriseRow.id)))
    assert [(row.name, row.credit_code, row.industry, row.checked) for row in rows] == [
        ("示例乙有限公司", "91000000MA0000001R", "", True),
        ("示例小店", None, "零售", True),
        ("示例大店", None, "", True),
    ]


async def test_a_leave_in_the_file_is_stored_and_a_file_that_says_nothing_leaves_it(db: Database) -> None:
    november, december = (Leave(date(2026, month, 20), date(2026, month, 30)) for month in (11, 12))
    wang = Official("例山镇", "王示例", Role.HANDLER)
    away = replace(LI, leave=november, substitute="王示例")
    stored = await bring_in(db, Directory((TAX, HILL), (ZHANG, away, wang)))
    assert without_ids(stored)[1] == [ZHANG, away, wang]
    again = await bring_in(db, Directory((TAX, HILL), (ZHANG, replace(LI, title="科员"), wang)))
    assert without_ids(again)[1] == [ZHANG, replace(away, title="科员"), wang]
    moved = await bring_in(db, Directory((TAX, HILL), (ZHANG, replace(LI, leave=december), wang)))
    assert without_ids(moved)[1] == [ZHANG, replace(away, leave=december), wang]


async def test_a_snapshot_is_kept_until_the_directory_changes(db: Database) -> None:
    snapshot = service.Snapshot()
    async with db.reading() as session:
        assert (await snapshot.current(session)).units == ()
    await bring_in(db, FIRST)
    async with db.reading() as session:
        first = await snapshot.current(session)
        assert await snapshot.current(session) is first
    await bring_in(db, Directory((TAX,)))
    async with db.reading() as session:
        assert [unit.name for unit in (await snapshot.current(session)).units] == ["区税务局"]


async def test_a_change_that_was_rolled_back_is_forgotten(db: Database) -> None:
    await bring_in(db, FIRST)
    snapshot = service.Snapshot()
    with pytest.raises(RuntimeError):
        await _import_and_fail(db, snapshot)
    await bring_in(db, Directory((HILL,)))
    async with db.reading() as session:
        assert [unit.name for unit in (await snapshot.current(session)).units] == ["例山镇"]


async def _import_and_fail(db: Database, snapshot: service.Snapshot) -> None:
    async with db.transaction() as session:
        await service.import_directory(session, Directory((TAX,)))
        assert [unit.name for unit in (await snapshot.current(session)).units] == ["区税务局"]
        raise RuntimeError("break off")


async def test_the_version_is_empty_before_the_first_import_and_new_after_each(db: Database) -> None:
    async with db.reading() as session:
        assert await store.versions(session) == ("", 0)
    seen = set()
    for _ in range(3):
        await bring_in(db, FIRST)
        async with db.reading() as session:
            seen.add((await store.versions(session))[0])
    assert len(seen) == 3
