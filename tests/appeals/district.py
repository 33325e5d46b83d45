"""A small district for tests: its people, their appeals, and an appeal at any stage."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import search_store, store
from appeals.draft import Draft
from appeals.model import Fact, FactKind
from appeals.policy import AppealPolicy
from appeals.progress import Status, progress
from appeals.projection import project
from appeals.store import AppealRow
from chats import store as chats
from directory.model import Category, Directory, Unit
from directory.service import import_directory
from migrations.stores import whole_schema
from outbox.store import OutboxRow
from people import post_store
from people import service as people_service
from people import store as people
from people.model import Official, Person, Post, Role
from people.post_store import PostRow
from storage.database import Database
from tests.appeals.histories import RULES, at, dated

POLICY = AppealPolicy(RULES)
MONDAY = at("2026-03-02 10:00")  # in a week without holidays: due on Tuesday, Wednesday, Thursday and on April 2
TUESDAY, WEDNESDAY, NEXT_MONDAY, NEXT_TUESDAY = (MONDAY + timedelta(days=ahead) for ahead in (1, 2, 7, 8))

UNITS = {
    "区营商办": Category.OFFICE,
    "区纪委监委": Category.DEPARTMENT,
    "区政府": Category.OTHER,
    "区税务局": Category.DEPARTMENT,
    "区水务局": Category.DEPARTMENT,
    "区住建局": Category.DEPARTMENT,
}
OFFICE, COMMISSION, GOVERNMENT, TAX, WATER, HOUSING = range(1, 7)  # ids in a fresh database; the last unit has no staff


def _holder(number: int, unit: int | None, role: Role, name: str) -> Person:
    """The holders of posts are numbered after the two entrepreneurs, in the order of their posts."""
    return Person(number, name, posts=(Post(number - 2, unit, role, name, person=number),))


FILER = Person(1, "张示例", "+8613800001001", "工作日上午")
STRANGER = Person(2, "王示例", "+8613800001002")
CLERK = _holder(3, OFFICE, Role.OFFICE, "李示例")
INSPECTOR = _holder(4, COMMISSION, Role.DISCIPLINE, "赵示例")
LEADER = _holder(5, GOVERNMENT, Role.LEADER, "钱示例")
CHIEF = _holder(6, TAX, Role.CHIEF, "孙示例")
HANDLER = _holder(7, TAX, Role.HANDLER, "周示例")
COLLEAGUE = _holder(8, TAX, Role.HANDLER, "吴示例")
WATER_CHIEF = _holder(9, WATER, Role.CHIEF, "郑示例")
WATER_HANDLER = _holder(10, WATER, Role.HANDLER, "冯示例")
WATER_COLLEAGUE = _holder(11, WATER, Role.HANDLER, "陈示例")
ADMIN = _holder(12, None, Role.ADMIN, "褚示例")
OF_TAX = (CHIEF, HANDLER, COLLEAGUE)
OF_WATER = (WATER_CHIEF, WATER_HANDLER, WATER_COLLEAGUE)
EVERYBODY = (FILER, STRANGER, CLERK, INSPECTOR, LEADER, *OF_TAX, *OF_WATER, ADMIN)

TEXT, FIRM = "开票系统三天打不开，客户等着要发票", "示例食品有限公司"
ORDINARY = Draft(TEXT, "tax", suggested=TAX, enterprise_name=FIRM)
CONFIDENTIAL = Draft("有人索要好处费才肯盖章", "other", enterprise_name=FIRM, confidential=True)
AGAINST_WATER = Draft("投诉区水务局推诿", "other", enterprise_name=FIRM, accused=(WATER,))
AGAINST_OFFICE = Draft("投诉区营商办推诿", "other", enterprise_name=FIRM, accused=(OFFICE,))
AGAINST_COMMISSION = Draft("投诉区纪委监委推诿", "other", enterprise_name=FIRM, accused=(COMMISSION,))
NOTES = {FactKind.CONTACTED: "已电话联系", FactKind.PATH_GIVEN: "先升级系统", FactKind.RESOLVED: "已升级"}
State = Status | Literal["withdrawn"]
STATES: tuple[State, ...] = (*Status, "withdrawn")


async def settle(db: Database) -> None:
    """Create everybody, under the numbers above."""
    async with db.engine.begin() as connection:
        await connection.run_sync(whole_schema().create_all)
    posts = [post for person in EVERYBODY for post in person.posts]
    names = dict(enumerate(UNITS, start=1))
    officials = [Official(names[post.unit], post.name, post.role) for post in posts if post.unit is not None]
    async with db.transaction() as session:
        units = tuple(Unit(name, category) for name, category in UNITS.items())
        await import_directory(session, Directory(units, tuple(officials)))
        session.add(PostRow(unit=None, role=Role.ADMIN, name=ADMIN.name))
        await session.flush()
        for person in EVERYBODY:
            await _move_in(session, person)


async def _move_in(session: AsyncSession, person: Person) -> None:
    chat = await chats.open_chat(session, "web", person.name)
    number = (await people_service.welcome(session, chat.id, "zh", MONDAY)).id
    await people.change(session, number, name=person.name, phone=person.phone, hours=person.hours)
    for post in person.posts:
        await post_store.bind_post(session, post.id, number)
    session.expire_all()
    assert await people.get(session, number) == person


def worker(draft: Draft) -> Person:
    """Who handles it; appeals that bypass the office are handled by the commission, or if against it, by a leader."""
    if COMMISSION in draft.accused:
        return LEADER
    return INSPECTOR if draft.confidential or OFFICE in draft.accused else HANDLER


def history(draft: Draft, state: State) -> tuple[Fact, ...]:
    """The facts of an appeal that was filed on Monday and has reached ``state``.

    ``test_service_handling.py`` checks that the use cases produce exactly these facts.
    """
    by = worker(draft)
    post, assigned_by = by.posts[0], CLERK.id if by is HANDLER else None
    facts = (
        Fact(FactKind.FILED, MONDAY, by=FILER.id),
        Fact(FactKind.ASSIGNED, MONDAY, by=assigned_by, unit=post.unit, handler=post.id),
        Fact(FactKind.CONTACTED, TUESDAY, by=by.id, handler=post.id),
        Fact(FactKind.PATH_GIVEN, WEDNESDAY, by=by.id),
        Fact(FactKind.RESOLVED, NEXT_MONDAY, by=by.id),
        Fact(FactKind.CONFIRMED, NEXT_TUESDAY, by=FILER.id),
        Fact(FactKind.RATED, NEXT_TUESDAY, by=FILER.id, score=5),
    )
    if state == Status.ANSWER:
        again = (
            Fact(FactKind.REOPENED, NEXT_TUESDAY, by=FILER.id),
            replace(facts[4], at=NEXT_TUESDAY),
            Fact(FactKind.STILL_UNSOLVED, NEXT_TUESDAY, by=FILER.id),
        )
        return dated((*facts[:5], *again))
    if state == "withdrawn":
        return dated((*facts[:2], Fact(FactKind.WITHDRAWN, TUESDAY, by=FILER.id)))
    return dated(facts[: STATES.index(state) + 1])


async def bring(session: AsyncSession, draft: Draft, state: State = Status.ASSIGN) -> int:
    """Store such an appeal without notifying anybody; returns its number."""
    appeal = store.to_appeal(await store.add(session, FILER.id, draft), [])
    await search_store.put(session, appeal.id, draft.text)
    for position, fact in enumerate(history(draft, state)):
        note = await store.add_text(session, NOTES[fact.kind]) if fact.kind in NOTES else None
        appeal = replace(appeal, facts=(*appeal.facts, replace(fact, note=note)))
        now_is = project(progress(appeal, RULES), RULES, (), fact.at)
        await store.record(session, appeal.id, position, appeal.facts[-1], now_is)
    return appeal.id


async def row(session: AsyncSession, number: int) -> AppealRow:
    return await session.get_one(AppealRow, number, populate_existing=True)


async def mail(session: AsyncSession) -> dict[Person, str]:
    """Messages put into the outbox since the last call, by recipient; those without a recipient keep waiting."""
    persons = {person.id: person for person in EVERYBODY}
    messages: dict[Person, str] = {}
    waiting = select(OutboxRow, PostRow.person).outerjoin(PostRow, PostRow.id == OutboxRow.post)
    waiting = waiting.where(OutboxRow.delivered_at.is_(None)).order_by(OutboxRow.id)
    for letter, holder in await session.execute(waiting):
        reader = letter.person or holder
        if reader is not None:
            letter.delivered_at = letter.put_at
            messages[persons[reader]] = "\n\n".join(filter(None, (messages.get(persons[reader]), letter.text)))
    await session.flush()
    return messages
