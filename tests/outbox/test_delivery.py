"""Messages are put once, wait for whoever can hear them, and come in the order of their lanes."""

from datetime import timedelta

from bot.clock import Clock
from bot.delivery import Delivery
from bot.engine.signals import Signals
from chats import store as chats
from outbox import store as outbox
from outbox.model import Lane, Letter
from people import store as people
from people.model import ToPerson, ToPost
from people.store import PostRow
from storage.database import Database
from tests.conversation import MONDAY, StillClock


def delivery(db: Database, clock: Clock | None = None) -> Delivery:
    return Delivery(db, 1, clock or StillClock(), Signals())


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
        await outbox.put(session, key, [Letter(to, text)], now=MONDAY, lane=lane)


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
        await outbox.put(session, "k", [Letter(ToPerson(person), "晚点说")], now=MONDAY, not_before=later)
    assert await delivery(db).deliver() == 0
    assert await delivery(db, StillClock(later)).deliver() == 1
    assert await texts(db, chat) == ["晚点说"]
