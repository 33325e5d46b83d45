"""Every pressed button is answered once: with words where there are some, else only to end the waiting."""

from bot.engine.unit_of_work import UnitOfWork
from chats import store
from chats.model import Body, Event, Kind, Lane
from storage.database import Database
from tests.conversation import MONDAY, Town


async def toasts(db: Database, chat: int) -> list[Body]:
    async with db.reading() as session:
        return [event.body for event in await store.events_after(session, chat, 0, 1000) if event.kind is Kind.TOAST]


async def test_a_press_that_says_nothing_ends_with_a_bare_toast(db: Database) -> None:
    boss = await (await Town(db).settle()).someone("boss")
    await boss.say("/start")
    assert await toasts(db, boss.chat) == []
    await boss.press("找单位")
    (bare,) = await toasts(db, boss.chat)
    assert bare == {"press": bare["press"]}
    assert bare["press"].startswith(f"{boss.chat}-")
    async with db.reading() as session:
        last: Event = (await store.events_after(session, boss.chat, 0, 1000))[-1]
    assert last.kind is Kind.TOAST  # after what it answers with


async def test_a_press_that_is_answered_with_words_gets_no_second_toast(db: Database) -> None:
    boss = await (await Town(db).settle()).someone("boss")
    await boss.say("/start")
    shown, data = await boss.button("找单位")
    await boss.say("/mine")
    await boss.hear(boss.pressed(shown, data))  # too late
    told = await toasts(db, boss.chat)
    assert len(told) == 1
    assert set(told[0]) >= {"press", "text"}


async def test_a_failed_step_apologises_under_the_press(db: Database) -> None:
    town = await Town(db).settle()
    boss = await town.someone("boss")
    await boss.say("/start")
    told: list[tuple[int, Lane]] = []
    town.signals.listeners.append(lambda chat, lane: told.append((chat, lane)))

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("bug")

    shown, data = await boss.button("找单位")
    town.worker.dispatcher.feed_raw_update = broken  # type: ignore[method-assign]  # broken on purpose
    await boss.hear(boss.pressed(shown, data))
    (sorry,) = await toasts(db, boss.chat)
    assert "抱歉" in sorry["text"]
    assert sorry["press"]
    assert told == [(boss.chat, Lane.ANSWER)]


async def test_what_is_not_pressed_needs_no_toast(db: Database) -> None:
    async with db.transaction() as session:
        chat = (await store.open_chat(session, "web", "a")).id
        await store.put_inbox(session, chat, "1", {"message": {"text": "您好"}}, MONDAY)
        update = await store.claim_oldest(session)
        assert update is not None
        work = UnitOfWork(session, update, MONDAY)
        await work.store()
        work.leave()
    assert await toasts(db, chat) == []
