"""The webhook stays set and its failures are recorded, against the stand-in."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import uvicorn
from litestar import Litestar

from bot.channels.telegram import webhook
from bot.channels.telegram.metrics import WEBHOOK_PENDING
from bot.channels.telegram.settings import WEBHOOK_PATH
from bot.channels.telegram.webhook_upkeep import LEASE_DURATION, WebhookUpkeep
from chats import outbound_store
from storage.database import Database
from tests.channels.telegram.reception import Reception, open_reception
from tests.telegram.standin import Fault

SECRET = webhook.secret_token("the web chat's secret")
NOWHERE = "http://127.0.0.1:9"  # discard: nobody listens


@pytest.fixture
async def reception(db: Database) -> AsyncIterator[Reception]:
    async with open_reception(db) as opened:
        yield opened


def upkeep(reception: Reception, url: str = NOWHERE, process: str = "one") -> WebhookUpkeep:
    return WebhookUpkeep(reception.bot, reception.db, reception.town.clock, process, public_url=url, secret=SECRET)


@asynccontextmanager
async def serving(reception: Reception) -> AsyncIterator[str]:
    """The door alone, on a port of its own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = Litestar([webhook.route(reception.receiver, SECRET)], openapi_config=None, logging_config=None)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve([listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listening.close()


async def test_what_people_say_is_carried_to_the_door_in_order(reception: Reception) -> None:
    person, said = reception.telegram.person(7001), [f"第 {number} 句" for number in range(8)]
    async with serving(reception) as url:
        await upkeep(reception, url).check()
        for sentence in said:
            await person.say(sentence)
        await taken(reception)
    assert await reception.heard(7001) == said
    assert set(reception.account.webhook.statuses) == {200}


async def test_what_was_said_before_the_webhook_was_set_is_carried_too(reception: Reception) -> None:
    await reception.telegram.person(7001).say("早就说了")
    async with serving(reception) as url:
        await upkeep(reception, url).check()
        await taken(reception)
    assert await reception.heard(7001) == ["早就说了"]


async def test_deliveries_that_come_twice_are_stored_once(reception: Reception) -> None:
    reception.telegram.faults.add(Fault("webhook", "twice"))
    async with serving(reception) as url:
        await upkeep(reception, url).check()
        await reception.telegram.person(7001).say("一次")
        await reception.telegram.person(7001).say("两次")
        await taken(reception)
    assert await reception.heard(7001) == ["一次", "两次"]


async def test_the_webhook_is_set_with_its_secret_one_connection_and_our_kinds_of_update(reception: Reception) -> None:
    assert await upkeep(reception).check() == 1
    hook = reception.account.webhook
    assert (hook.url, hook.secret, hook.connections) == (NOWHERE + WEBHOOK_PATH, SECRET, 1)
    assert reception.account.updates.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert await reception.health("identity") == ("ok", "sample_standin_bot")


async def test_a_webhook_that_holds_is_left_alone(reception: Reception) -> None:
    keeper = upkeep(reception)
    await keeper.check()
    assert [await keeper.check() for _ in range(3)] == [0, 0, 0]
    assert await reception.health("webhook") == ("ok", "")


async def test_a_webhook_that_somebody_changed_is_set_again_and_named_a_conflict(reception: Reception) -> None:
    keeper = upkeep(reception)
    await keeper.check()
    await reception.bot.set_webhook("http://127.0.0.1:9/elsewhere")
    assert await keeper.check() == 1
    assert reception.account.webhook.url == NOWHERE + WEBHOOK_PATH
    assert (await reception.health("webhook"))[0] == "conflict"


async def test_failures_of_delivery_are_known_with_telegrams_own_words(reception: Reception) -> None:
    keeper = upkeep(reception)
    reception.account.clock = lambda: reception.town.clock.now().timestamp()
    reception.account.webhook.clock = reception.account.clock
    await keeper.check()
    await keeper.check()
    await reception.telegram.person(7001).say("听得到吗")
    await reception.account.updates.pulse.until(lambda: bool(reception.account.webhook.statuses), 5)
    await keeper.check()
    assert await reception.health("webhook") == ("network", "Connection refused")
    assert WEBHOOK_PENDING._value.get() == 1
    await reception.account.webhook.stop()
    reception.town.clock.move_to(reception.town.clock.now() + timedelta(minutes=1))
    await keeper.check()
    assert (await reception.health("webhook"))[0] == "ok"


async def test_a_failure_of_long_ago_is_none_of_today(reception: Reception) -> None:
    keeper, hook = upkeep(reception), reception.account.webhook
    await keeper.check()
    hook._error = (int(reception.town.clock.now().timestamp()) - 3_600, "Connection refused")
    await keeper.check()
    assert await reception.health("webhook") == ("ok", "")


async def test_our_own_refusal_is_told_from_a_lost_connection(reception: Reception) -> None:
    keeper = upkeep(reception)
    await keeper.check()
    now = int(reception.town.clock.now().timestamp())
    reception.account.webhook._error = (now, "Wrong response from the webhook: 500 Internal Server Error")
    await keeper.check()
    assert (await reception.health("webhook"))[0] == "server"


async def test_one_process_keeps_the_webhook_and_another_takes_over(reception: Reception) -> None:
    one, two = upkeep(reception), upkeep(reception, process="two")
    assert await one.check() == 1
    assert await two.check() == 0
    reception.town.clock.move_to(reception.town.clock.now() + LEASE_DURATION)
    assert await two.check() == 1
    assert await one.check() == 0
    await two.end()
    assert await one.check() == 1


@pytest.mark.parametrize(("kind", "state"), [("429", "waiting"), ("502 page", "server"), ("cut", "network")])
async def test_a_check_that_fails_is_named_and_tried_again(reception: Reception, kind: str, state: str) -> None:
    keeper = upkeep(reception)
    await keeper.check()
    reception.telegram.faults.add(Fault("getWebhookInfo", kind, times=1))  # type: ignore[arg-type]  # parametrised: a str
    assert await keeper.check() == 0
    assert (await reception.health("webhook"))[0] == state
    assert await keeper.check() == 0
    assert (await reception.health("webhook"))[0] == "ok"


async def test_a_webhook_that_could_not_be_set_is_set_with_the_next_check(reception: Reception) -> None:
    reception.telegram.faults.add(Fault("setWebhook", "500", times=1))
    keeper = upkeep(reception)
    assert [await keeper.check(), await keeper.check()] == [0, 1]


async def test_with_polling_and_with_a_webhook_the_same_chat_is_meant(reception: Reception) -> None:
    await reception.telegram.person(7001).say("轮询听到的")
    await reception.poller().poll_once()
    async with serving(reception) as url:
        await upkeep(reception, url).check()
        await reception.telegram.person(7001).say("推送来的")
        await taken(reception)
        assert await reception.health("receive") == ("off", "")
    assert await reception.heard(7001) == ["轮询听到的", "推送来的"]
    await reception.poller().poll_once()
    assert await reception.health("webhook") == ("off", "")
    assert (await reception.health("receive"))[0] == "ok"
    async with reception.db.reading() as session:
        assert await outbound_store.unreachable_chats(session, "telegram") == []


async def taken(reception: Reception) -> None:
    """Until Telegram keeps nothing for us any more."""
    async with asyncio.timeout(30):
        while reception.waiting:  # noqa: ASYNC110  the stand-in does not tell when it is rid of an update
            await asyncio.sleep(0.005)
