"""Messages are put once, wait for a recipient with a chat, and are delivered in the order of their lanes."""

from datetime import timedelta

from bot.application import may_receive
from bot.delivery.delivery import Delivery
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from chats import outbound_store
from chats import store as chats
from chats.model import Lane
from outbox import store as outbox
from outbox.model import OutboxMessage
from people import store as people
from people.model import ToPerson, ToPost
from people.post_store import PostRow
from storage.database import Database
from tests.conversation import MONDAY, StillClock


def delivery(db: Database, clock: Clock | None = None) -> Delivery:
    return Delivery(db, 1, clock or StillClock(), Signals(), may_receive)


async def someone(db: Database) -> tuple[int, int]:
    """A person and the person's chat."""
    async with db.transaction() as session:
        chat = await chats.open_chat(session, "web", "a")
        person = await people.add(session, chat.id, "zh", MONDAY)
    return person.id, chat.id


async def texts(db: Database, chat: int) -> list[str]:
    async with db.reading() as session:
        return [str(event.body["text"]) for event in await chats.events_after(session, chat, 0, 100)]


async def put(db: Database, key: str, to: ToPerson | ToPost, text: str, lane: Lane = Lane.NEWS) -> None:
    async with db.transaction() as session:
        await outbox.put(session, key, [OutboxMessage(to, text)], now=MONDAY, lane=lane)


async def test_the_same_key_is_said_once(db: Database) -> None:
    person, chat = await someone(db)
    for _ in range(3):
        await put(db, "k", ToPerson(person), "一次")
        await delivery(db).deliver()
    assert await texts(db, chat) == ["一次"]


async def test_reminders_overtake_news_and_news_overtake_broadcasts(db: Database) -> None:
    person, chat = await someone(db)
    for lane in (Lane.BROADCAST, Lane.NEWS, Lane.REMINDER):
        await put(db, lane.name, ToPerson(person), lane.name, lane)
    while await delivery(db).deliver():
        pass
    assert await texts(db, chat) == ["REMINDER", "NEWS", "BROADCAST"]


async def test_a_post_that_nobody_holds_keeps_its_messages(db: Database) -> None:
    async with db.transaction() as session:
        post = PostRow(unit=None, role="office", name="张示例", active=True)
        session.add(post)
        await session.flush()
        number = post.id
    await put(db, "k", ToPost(number), "等您来")
    assert await delivery(db).deliver() == 0
    person, chat = await someone(db)
    async with db.transaction() as session:
        (await session.get_one(PostRow, number)).person = person
    assert await delivery(db).deliver() == 1
    assert await texts(db, chat) == ["等您来"]


async def test_what_is_not_due_yet_waits(db: Database) -> None:
    person, chat = await someone(db)
    later = MONDAY + timedelta(hours=1)
    async with db.transaction() as session:
        await outbox.put(session, "k", [OutboxMessage(ToPerson(person), "晚点说")], now=MONDAY, not_before=later)
    assert await delivery(db).deliver() == 0
    assert await delivery(db, StillClock(later)).deliver() == 1
    assert await texts(db, chat) == ["晚点说"]


async def person_at(db: Database, channel: str, name: str) -> tuple[int, int]:
    async with db.transaction() as session:
        chat = await chats.open_chat(session, channel, name)
        person = await people.add(session, chat.id, "zh", MONDAY)
    return person.id, chat.id


async def test_a_full_channel_keeps_its_broadcasts_waiting_and_nothing_else(db: Database) -> None:
    there, telegram = await person_at(db, "telegram", "1:7")
    here, web = await person_at(db, "web", "a")
    full = {"telegram"}
    deliverer = Delivery(db, 1, StillClock(), Signals(), may_receive, lambda: full)
    for key in ("一", "二"):
        await put(db, f"广播{key}", ToPerson(there), f"广播{key}", Lane.BROADCAST)
    await put(db, "网页广播", ToPerson(here), "网页广播", Lane.BROADCAST)
    await put(db, "提醒", ToPerson(there), "提醒", Lane.REMINDER)
    await put(db, "进展", ToPerson(there), "进展", Lane.NEWS)
    for _ in range(4):
        await deliverer.deliver()
    assert await texts(db, telegram) == ["提醒", "进展"]
    assert await texts(db, web) == ["网页广播"]
    full.clear()
    while await deliverer.deliver():
        pass
    assert await texts(db, telegram) == ["提醒", "进展", "广播一", "广播二"]


async def test_a_broadcast_is_found_behind_pages_of_others_that_wait(db: Database) -> None:
    there, telegram = await person_at(db, "telegram", "1:7")
    here, web = await person_at(db, "web", "a")
    async with db.transaction() as session:
        post = PostRow(unit=None, role="office", name="张示例", active=True, person=here)
        session.add(post)
        await session.flush()
        broadcast = [OutboxMessage(ToPerson(there), "广播")]
        for number in range(2 * outbox.PAGE_SIZE + 10):
            await outbox.put(session, f"{number}", broadcast, now=MONDAY, lane=Lane.BROADCAST)
        for to in (ToPerson(here), ToPost(post.id)):
            await outbox.put(session, "后面", [OutboxMessage(to, "后面")], now=MONDAY, lane=Lane.BROADCAST)
    deliverer = Delivery(db, 1, StillClock(), Signals(), may_receive, lambda: {"telegram"})
    assert [await deliverer.deliver() for _ in range(4)] == [0, 0, 2, 0]
    assert (await texts(db, web), await texts(db, telegram)) == (["后面", "后面"], [])


async def test_a_chat_that_cannot_be_reached_is_passed_over_for_one_that_can(db: Database) -> None:
    person, web = await person_at(db, "web", "a")
    async with db.transaction() as session:
        lost = (await chats.open_chat(session, "telegram", "1:7")).id
        await outbound_store.open_outbound(session, lost)
        session.add(people.AccountRow(chat=lost, person=person, used_at=MONDAY + timedelta(hours=1)))
        await outbound_store.mark_unreachable(session, lost, "blocked")
    await put(db, "k", ToPerson(person), "进展")
    await delivery(db).deliver()
    assert (await texts(db, web), await texts(db, lost)) == (["进展"], [])
    async with db.transaction() as session:
        await outbound_store.open_outbound(session, web)
        await outbound_store.mark_unreachable(session, web, "blocked")
    await put(db, "l", ToPerson(person), "无处可去")
    await delivery(db).deliver()
    assert await texts(db, lost) == ["无处可去"]  # where it waits until the person returns


async def test_whoever_sends_chats_out_is_told_of_the_lane(db: Database) -> None:
    person, chat = await person_at(db, "telegram", "1:7")
    signals, told = Signals(), list[tuple[int, Lane]]()
    signals.listeners.append(lambda chat, lane: told.append((chat, lane)))
    await put(db, "k", ToPerson(person), "广播", Lane.BROADCAST)
    await Delivery(db, 1, StillClock(), signals, may_receive).deliver()
    assert told == [(chat, Lane.BROADCAST)]
