"""The inbox stores updates once and in order; one worker at a time has a chat; events are numbered without gaps."""

import asyncio

from chats import service, store
from chats.model import Event, Kind
from storage.database import Database
from tests.conversation import MONDAY


def said(text: str) -> dict[str, object]:
    return {"message": {"date": 1, "from": {"id": 1, "is_bot": False, "first_name": "示例"}, "text": text}}


async def test_the_same_update_is_heard_once_and_takes_one_number(db: Database) -> None:
    async with db.transaction() as session:
        chat = (await store.open_chat(session, "web", "a")).id
        assert await service.receive(session, chat, "x", said("一"), MONDAY)
        assert not await service.receive(session, chat, "x", said("一"), MONDAY)
        assert await service.receive(session, chat, "y", said("二"), MONDAY)
    async with db.reading() as session:
        assert [event.number for event in await store.events_after(session, chat, 0, 10)] == [1, 2]


async def test_updates_of_a_chat_are_claimed_in_order_and_others_meanwhile(db: Database) -> None:
    async with db.transaction() as session:
        first = (await store.open_chat(session, "web", "a")).id
        second = (await store.open_chat(session, "web", "b")).id
        for chat, name in ((first, "1"), (first, "2"), (second, "3")):
            await service.receive(session, chat, name, said(name), MONDAY)
    if db.sqlite:
        order = []
        while True:
            async with db.transaction() as session:
                heard = await store.claim_oldest(session)
                if heard is None:
                    break
                order.append(heard.external)
                await store.close_inbox(session, heard.id, "done")
        assert order == ["1", "2", "3"]
        return
    async with db.transaction() as one, db.transaction() as other, db.transaction() as third:
        mine, theirs = await store.claim_oldest(one), await store.claim_oldest(other)
        assert (mine and mine.external, theirs and theirs.external) == ("1", "3")
        assert await store.claim_oldest(third) is None  # the chat of "2" is taken


async def test_numbers_have_no_gaps_however_many_speak(db: Database) -> None:
    async with db.transaction() as session:
        chat = (await store.open_chat(session, "web", "a")).id

    async def speak(number: int) -> None:
        async with db.transaction() as session:
            await service.say(session, chat, {"text": str(number)}, MONDAY)

    await asyncio.gather(*(speak(number) for number in range(30)))
    async with db.reading() as reader:
        events = await store.events_after(reader, chat, 0, 100)
    assert [event.number for event in events] == list(range(1, 31))


async def test_a_done_update_loses_its_content_and_keeps_its_name(db: Database) -> None:
    async with db.transaction() as session:
        chat = (await store.open_chat(session, "web", "a")).id
        await service.receive(session, chat, "x", said("秘密"), MONDAY)
        heard = await store.claim_oldest(session)
        assert heard is not None
        await store.close_inbox(session, heard.id, "done")
    async with db.transaction() as session:
        assert await store.claim(session, heard.id) is None
        assert not await service.receive(session, chat, "x", said("秘密"), MONDAY)
        row = await session.get_one(store.InboxRow, heard.id)
        assert row.payload == {}


async def test_the_latest_event_tells_what_a_message_says_now(db: Database) -> None:
    async with db.transaction() as session:
        chat = (await store.open_chat(session, "web", "a")).id
        sent = await service.say(session, chat, {"text": "一"}, MONDAY)
        number = await store.take_numbers(session, chat, 1)
        await store.append(session, [Event(chat, number, Kind.EDIT, sent.number, {"text": "二"}, MONDAY)])
        latest = await store.latest(session, chat, sent.number)
        assert latest is not None
        assert latest.body == {"text": "二"}
        before = await store.events_before(session, chat, number, 10)
        assert [event.number for event in before] == [1]
