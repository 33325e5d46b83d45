"""What the tables know of a unit's specialists: their work, their enterprises, and whose an enterprise is."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import update

from appeals import store, team_store
from appeals.assignment_service import CLOSED
from appeals.draft import Draft
from appeals.handler_choice import Team
from appeals.store import AppealRow
from directory import service as directory
from directory.model import Category, Directory, Enterprise, Unit
from people.model import Leave, Official, Role
from people.store import PersonRow
from storage.database import Database

TAX, HILL = Unit("区税务局", Category.DEPARTMENT), Unit("例山镇", Category.TOWNSHIP)
ZHANG = Official("区税务局", "张示例", Role.HANDLER)
LI = Official("例山镇", "李示例", Role.HANDLER, leave=Leave(date(2026, 11, 20), date(2026, 11, 30)))
WANG = Official("例山镇", "王示例", Role.CHIEF)
DESK = Official("例山镇", "周示例", Role.DESK)
EVERYBODY = (ZHANG, LI, WANG, DESK)
CODED = Enterprise("示例甲有限公司", "91000000MA0000001R", "例山镇")
SOLO = Enterprise("示例小店", township="例山镇")
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


async def bring_in(db: Database, people: tuple[Official, ...], *enterprises: Enterprise) -> None:
    async with db.transaction() as session:
        await directory.import_directory(session, Directory((TAX, HILL), people, enterprises))


async def team(db: Database, unit: int, enterprise: int | None = None) -> Team:
    async with db.reading() as session:
        return await team_store.team(session, unit, enterprise, CLOSED)


async def test_a_team_is_the_units_specialists_in_order_with_their_leave(db: Database) -> None:
    await bring_in(db, EVERYBODY)
    found = await team(db, 2)
    assert [(post.name, post.leave) for post in found.posts] == [("李示例", LI.leave), ("王示例", None)]
    assert (found.work, found.own, found.served) == ({2: 0, 3: 0}, None, None)
    assert await team(db, 99) == Team([], {})


async def test_an_enterprise_has_its_own_specialist_whichever_unit_leads(db: Database) -> None:
    await bring_in(db, EVERYBODY, replace(CODED, specialist="李示例"))
    for unit in (1, 2):
        found = await team(db, unit, 1)
        assert (found.own, found.served) == (2, None)


async def test_of_an_enterprise_without_one_its_township_counts_whom_each_serves(db: Database) -> None:
    others = [Enterprise(f"示例{number}店", specialist="李示例") for number in range(2)]
    await bring_in(db, EVERYBODY, CODED, SOLO, *others)
    for enterprise in (1, 2):
        assert (await team(db, 2, enterprise)).served == {2: 2, 3: 0}
        assert (await team(db, 1, enterprise)).served is None


async def test_a_specialist_who_has_left_is_nobodys_until_back(db: Database) -> None:
    ours = replace(CODED, specialist="李示例")
    await bring_in(db, EVERYBODY, ours)
    await bring_in(db, (ZHANG, WANG))
    found = await team(db, 2, 1)
    assert (found.own, found.served) == (None, {3: 0})
    await bring_in(db, EVERYBODY)
    assert (await team(db, 2, 1)).own == 2
    await bring_in(db, EVERYBODY, CODED)  # the file says so no longer
    assert (await team(db, 2, 1)).own is None


async def test_open_appeals_are_counted_by_their_handler(db: Database) -> None:
    await bring_in(db, EVERYBODY)
    async with db.transaction() as session:
        filer = PersonRow(language="zh", created_at=NOW)
        session.add(filer)
        await session.flush()
        for stage, handler in (("contact", 2), ("path", 2), ("closed", 2), ("resolve", 3), ("rate", 3)):
            row = await store.add(session, filer.id, Draft("路坏了", "other"))
            await session.execute(
                update(AppealRow).where(AppealRow.id == row.id).values(unit=2, handler=handler, stage=stage)
            )
    assert (await team(db, 2)).work == {2: 2, 3: 1}
