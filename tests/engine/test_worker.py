"""The worker wakes what waits for what it stored, waits while the database fails, and repeats after a bug."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from bot.engine.run_loop import run_loop
from bot.engine.signals import Outage
from chats import store as chats
from storage.database import Database
from tests.conversation import Talker, Town
from tests.journeys import acts
from tests.storage.outages import failing


async def test_the_delivery_is_woken_when_a_message_was_put_and_only_then(db: Database) -> None:
    town = await Town(db).settle()
    boss = await town.someone("boss")
    await boss.say("/start")
    await boss.say(acts.SENTENCE)
    await acts.introduce(boss)
    assert town.signals.outbox.sent == 0
    await boss.press("确认提交")  # the office is told
    assert town.signals.outbox.sent == 1


@pytest.fixture
async def boss(db: Database) -> Talker:
    return await (await Town(db).settle()).someone("boss")


def breaking(town: Town, *errors: Callable[[], BaseException | None]) -> None:
    """Before each of the next answers the thing happens."""
    answer, left = town.worker.dispatcher.feed_raw_update, list(errors)

    async def feed(*given: Any, **more: Any) -> Any:
        error = left.pop(0)() if left else None
        if error is not None:
            raise error
        return await answer(*given, **more)

    town.worker.dispatcher.feed_raw_update = feed  # type: ignore[method-assign]  # broken on purpose


async def count(town: Town, status: str) -> int:
    async with town.db.reading() as session:
        return await chats.count_inbox(session, status)


async def test_a_bug_that_shows_once_is_not_noticed_by_the_person(boss: Talker) -> None:
    breaking(boss.town, lambda: TypeError("once"))
    await boss.say("/start")
    assert [shown.mine for shown in await boss.screen()] == [True, False]
    assert "抱歉" not in await boss.last()
    assert await count(boss.town, "done") == 1


async def test_a_bug_that_shows_twice_sets_the_update_aside_with_one_apology(boss: Talker) -> None:
    breaking(boss.town, lambda: TypeError("once"), lambda: TypeError("twice"))
    assert "没有办成" in await boss.say("/start")
    assert [shown.mine for shown in await boss.screen()] == [True, False]
    assert await count(boss.town, "dead") == 1


async def becomes(outage: Outage, *, lasts: bool) -> None:
    while outage.lasts is not lasts:
        assert await outage.changed.wait(20), "the outage was not noticed"


async def test_while_the_database_fails_an_update_waits_and_is_answered_once_afterwards(boss: Talker) -> None:
    town, stopping = boss.town, asyncio.Event()
    town.held = True
    await boss.say("/start")
    async with failing(town.db):
        working = asyncio.create_task(run_loop("work", town.worker.answer_next, town.signals.inbox, stopping))
        await becomes(town.signals.outage, lasts=True)
    await becomes(town.signals.outage, lasts=False)
    stopping.set()
    town.signals.inbox.send()
    await working
    assert [shown.mine for shown in await boss.screen()] == [True, False]
    assert await count(town, "done") == 1


async def test_a_bug_counts_only_while_the_database_answers(boss: Talker) -> None:
    """An update is set aside after two failures of ours; one that an outage may have caused is not one of them."""
    town, outage = boss.town, AsyncExitStack()
    town.held = True
    await boss.say("/start")
    answer = town.worker.dispatcher.feed_raw_update

    async def fail_with_the_database(*_: Any, **__: Any) -> None:
        await outage.enter_async_context(failing(town.db))
        raise TypeError("of the outage")

    town.worker.dispatcher.feed_raw_update = fail_with_the_database  # type: ignore[method-assign]  # broken on purpose
    async with outage:
        with pytest.raises(DBAPIError):
            await town.worker.answer_next()
    town.worker.dispatcher.feed_raw_update = answer  # type: ignore[method-assign]  # whole again
    breaking(town, lambda: TypeError("the first"))
    town.held = False
    await town.work()
    assert "没有办成" not in await boss.last()
    assert await count(town, "done") == 1
