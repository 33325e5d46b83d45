"""Edits of the directory take effect immediately; a search during an import sees the old state or the new one."""

from directory import service
from directory.model import Category, Directory, Unit
from directory.service import Snapshot
from storage.database import Database

OLD = Directory((Unit("区工商局", Category.DEPARTMENT), Unit("示湖街道", Category.STREET)))
NEW = Directory((Unit("区市场监督管理局", Category.DEPARTMENT, ("红盾局",)), Unit("示湖街道", Category.STREET)))


async def found(db: Database, snapshot: Snapshot, query: str) -> list[str]:
    async with db.reading() as session:
        return [match.unit.name for match in service.find(await snapshot.current(session), query)]


async def test_a_search_during_an_import_sees_the_old_state_and_after_it_the_new(db: Database) -> None:
    snapshot = Snapshot()
    async with db.transaction() as session:
        await service.import_directory(session, OLD)
    assert await found(db, snapshot, "工商局") == ["区工商局"]
    async with db.transaction() as session:
        await service.import_directory(session, NEW)
        assert await found(db, snapshot, "工商局") == ["区工商局"]
        assert await found(db, snapshot, "红盾局") == []
    assert await found(db, snapshot, "红盾局") == ["区市场监督管理局"]
    assert await found(db, snapshot, "工商局") == ["区市场监督管理局"]


async def test_a_name_given_back_finds_again_what_it_found_before(db: Database) -> None:
    snapshot = Snapshot()
    for directory, expected in ((OLD, "区工商局"), (NEW, "区市场监督管理局"), (OLD, "区工商局")):
        async with db.transaction() as session:
            await service.import_directory(session, directory)
        assert await found(db, snapshot, "工商") == [expected]
