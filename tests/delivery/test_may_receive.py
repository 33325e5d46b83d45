"""A message is delivered only if its recipient may read it at that moment; the office is notified of the others."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import service
from appeals.model import SUBJECT
from appeals.store import AppealRow
from bot.application import may_receive
from bot.delivery.delivery import Delivery, MayReceive
from bot.engine.signals import Signals
from chats import store as chats
from outbox import store as outbox
from outbox.model import OutboxMessage, QueuedMessage, Subject
from outbox.store import OutboxRow
from people.model import Person, Role, ToPost
from people.post_store import PostRow
from people.store import AccountRow, AuditRow
from storage.database import Database
from tests.appeals import district
from tests.appeals.district import (
    AGAINST_WATER,
    CHIEF,
    CLERK,
    FILER,
    HANDLER,
    INSPECTOR,
    MONDAY,
    ORDINARY,
    POLICY,
    TAX,
    WATER,
    settle,
)
from tests.conversation import StillClock

LATER = timedelta(minutes=11)
Change = Callable[[AsyncSession, int], Awaitable[object]]


async def filed(db: Database) -> int:
    """An ordinary appeal assigned to the tax office; its handler has not been notified yet."""
    await settle(db)
    async with db.transaction() as session:
        number = (await service.file(session, FILER, ORDINARY, POLICY, MONDAY)).id
        await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)
    return number


async def deliver(db: Database, clock: StillClock | None = None, asks: MayReceive = may_receive) -> None:
    delivery = Delivery(db, 1, clock or StillClock(MONDAY), Signals(), asks)
    for _ in range(20):
        if not await delivery.deliver():
            return
    raise AssertionError("the outbox never becomes empty")


async def read_by(db: Database, person: Person) -> list[str]:
    async with db.reading() as session:
        chat = (await session.scalars(select(AccountRow.chat).where(AccountRow.person == person.id))).one()
        return [str(event.body["text"]) for event in await chats.events_after(session, chat, 0, 100)]


async def handled_by_water(session: AsyncSession, number: int) -> None:
    await session.execute(update(AppealRow).where(AppealRow.id == number).values(unit=WATER, handler=None))


async def accuses_tax(session: AsyncSession, number: int) -> None:
    await session.execute(update(AppealRow).where(AppealRow.id == number).values(accused=[TAX]))


async def is_confidential(session: AsyncSession, number: int) -> None:
    await session.execute(update(AppealRow).where(AppealRow.id == number).values(confidential=True))


async def lost_the_post(session: AsyncSession, _: int) -> None:
    await session.execute(update(PostRow).where(PostRow.unit == TAX).values(active=False))


async def change(db: Database, number: int, what: Change) -> None:
    async with db.transaction() as session:
        await what(session, number)


async def test_whoever_may_know_of_it_is_told(db: Database) -> None:
    await filed(db)
    await deliver(db)
    assert any("新交办" in text for text in await read_by(db, HANDLER))


@pytest.mark.parametrize("what", [handled_by_water, accuses_tax, is_confidential, lost_the_post])
async def test_what_its_reader_may_no_longer_know_is_dropped_and_the_office_is_told(db: Database, what: Change) -> None:
    await change(db, await filed(db), what)
    await deliver(db)
    assert not await read_by(db, HANDLER)
    (told,) = (text for text in await read_by(db, CLERK) if "没有发出" in text)
    assert HANDLER.name in told
    assert "SQ-2026-00001" in told


async def test_a_message_to_a_lost_post_is_not_delivered_even_if_its_holder_may_know_of_it(db: Database) -> None:
    """The chief's second post lets him read the appeal; the reminder was meant for the handler, who he no longer is."""
    number = await filed(db)
    async with db.transaction() as session:
        session.add(PostRow(unit=TAX, role=Role.CHIEF, name=HANDLER.name, person=HANDLER.id))
        await session.execute(update(PostRow).where(PostRow.id == HANDLER.posts[0].id).values(active=False))
        await outbox.put(session, "plain", [OutboxMessage(ToPost(HANDLER.posts[0].id), "没有主题")], now=MONDAY)
    await deliver(db)
    assert not await read_by(db, HANDLER)
    assert number


async def test_who_drops_a_message_writes_it_down_without_its_words(db: Database) -> None:
    number = await filed(db)
    await change(db, number, handled_by_water)
    await deliver(db)
    async with db.reading() as session:
        row = (await session.scalars(select(AuditRow).where(AuditRow.act == "message_dropped"))).one()
        dropped = await session.get_one(OutboxRow, row.subject_number)
    assert row.details == {"reader": HANDLER.id}
    assert (dropped.post, dropped.chat) == (HANDLER.posts[0].id, None)


async def test_an_accused_office_does_not_learn_that_something_was_dropped(db: Database) -> None:
    number = await filed(db)

    async def accuses_both(session: AsyncSession, number: int) -> None:
        await session.execute(update(AppealRow).where(AppealRow.id == number).values(accused=[TAX, district.OFFICE]))

    await change(db, number, accuses_both)
    await deliver(db)
    assert not await read_by(db, CLERK)
    assert any("没有发出" in text for text in await read_by(db, INSPECTOR))


async def test_the_commission_is_told_where_the_whole_office_also_works_for_the_accused_unit(db: Database) -> None:
    """The access rules look at all posts of a person, so whoever chooses the readers does so, too."""
    await settle(db)
    async with db.transaction() as session:
        session.add(PostRow(unit=WATER, role=Role.CHIEF, name=CLERK.name, person=CLERK.id))
        await session.flush()
        await service.file(session, FILER, AGAINST_WATER, POLICY, MONDAY)
    await deliver(db)
    assert not await read_by(db, CLERK)
    assert any("投诉区水务局推诿" in text for text in await read_by(db, INSPECTOR))


async def test_what_nobody_here_knows_is_held_until_somebody_does_and_the_office_is_told_once(db: Database) -> None:
    await settle(db)
    async with db.transaction() as session:
        for name in ("一", "二"):
            message = OutboxMessage(ToPost(CHIEF.posts[0].id), f"会谈{name}")
            await outbox.put(session, name, [message], subject=Subject("talk", 7), now=MONDAY)
    await deliver(db)
    assert not await read_by(db, CHIEF)
    assert ["正在运行的程序不认识" in text for text in await read_by(db, CLERK)] == [True]
    async with db.reading() as reader:
        assert await outbox.count_waiting(reader) == 2

    async def knows_talks(_: AsyncSession, __: object, ___: Person) -> bool:
        return True

    await deliver(db, StillClock(MONDAY + LATER), knows_talks)
    assert await read_by(db, CHIEF) == ["会谈一", "会谈二"]


async def test_the_filer_is_told_whatever_the_appeal_has_become(db: Database) -> None:
    number = await filed(db)
    for what in (handled_by_water, accuses_tax, is_confidential):
        await change(db, number, what)
    await deliver(db)
    assert any("已交办区税务局" in text for text in await read_by(db, FILER))


async def test_an_appeal_that_is_gone_is_told_to_nobody(db: Database) -> None:
    await settle(db)
    async with db.transaction() as session:
        message = OutboxMessage(ToPost(HANDLER.posts[0].id), "没有这件")
        await outbox.put(session, "k", [message], subject=Subject(SUBJECT, 99), now=MONDAY)
    await deliver(db)
    assert not await read_by(db, HANDLER)


async def test_a_message_that_cannot_be_delivered_by_our_fault_holds_up_no_other(db: Database) -> None:
    await settle(db)
    async with db.transaction() as session:
        for name in ("一", "二", "三"):
            message = OutboxMessage(ToPost(CHIEF.posts[0].id), f"会谈{name}")
            await outbox.put(session, name, [message], subject=Subject("talk", 7, name), now=MONDAY)

    async def stumbles(_: AsyncSession, message: QueuedMessage, __: Person) -> bool:
        if message.subject and message.subject.label == "二":
            raise ValueError("nobody thought of it")
        return True

    async def knows_talks(_: AsyncSession, __: object, ___: Person) -> bool:
        return True

    await deliver(db, asks=stumbles)
    assert await read_by(db, CHIEF) == ["会谈一", "会谈三"]
    assert ["程序处理它时出了错" in text for text in await read_by(db, CLERK)] == [True]
    await deliver(db, StillClock(MONDAY + LATER), stumbles)
    assert len(await read_by(db, CLERK)) == 1
    await deliver(db, StillClock(MONDAY + 2 * LATER), knows_talks)
    assert await read_by(db, CHIEF) == ["会谈一", "会谈三", "会谈二"]
