"""The webhook stays set and its failures are known, against the stand-in."""

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
from tests.channels.telegram.reception import Reception, reception
from tests.telegram.standin import Fault

SECRET = webhook.secret_token("the web chat's secret")
NOWHERE = "http://127.0.0.1:9"  # discard: nobody listens


@pytest.fixture
async def house(db: Database) -> AsyncIterator[Reception]:
    async with reception(db) as house:
        yield house


def upkeep(house: Reception, url: str = NOWHERE, process: str = "one") -> WebhookUpkeep:
    return WebhookUpkeep(house.bot, house.db, house.town.clock, process, public_url=url, secret=SECRET)


@asynccontextmanager
async def serving(house: Reception) -> AsyncIterator[str]:
    """The door alone, on a port of its own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = Litestar([webhook.route(house.receiver, SECRET)], openapi_config=None, logging_config=None)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve([listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listening.close()


async def test_what_people_say_is_carried_to_the_door_in_order(house: Reception) -> None:
    person, said = house.telegram.person(7001), [f"第 {number} 句" for number in range(8)]
    async with serving(house) as url:
        await upkeep(house, url).check()
        for sentence in said:
            await person.say(sentence)
        await taken(house)
    assert await house.heard(7001) == said
    assert set(house.account.webhook.statuses) == {200}


async def test_what_was_said_before_the_webhook_was_set_is_carried_too(house: Reception) -> None:
    await house.telegram.person(7001).say("早就说了")
    async with serving(house) as url:
        await upkeep(house, url).check()
        await taken(house)
    assert await house.heard(7001) == ["早就说了"]


async def test_deliveries_that_come_twice_are_stored_once(house: Reception) -> None:
    house.telegram.faults.add(Fault("webhook", "twice"))
    async with serving(house) as url:
        await upkeep(house, url).check()
        await house.telegram.person(7001).say("一次")
        await house.telegram.person(7001).say("两次")
        await taken(house)
    assert await house.heard(7001) == ["一次", "两次"]


async def test_the_webhook_is_set_with_its_secret_one_connection_and_our_kinds_of_update(house: Reception) -> None:
    assert await upkeep(house).check() == 1
    hook = house.account.webhook
    assert (hook.url, hook.secret, hook.connections) == (NOWHERE + WEBHOOK_PATH, SECRET, 1)
    assert house.account.updates.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert await house.health("identity") == ("ok", "sample_standin_bot")


async def test_a_webhook_that_holds_is_left_alone(house: Reception) -> None:
    keeper = upkeep(house)
    await keeper.check()
    assert [await keeper.check() for _ in range(3)] == [0, 0, 0]
    assert await house.health("webhook") == ("ok", "")


async def test_a_webhook_that_somebody_changed_is_set_again_and_named_a_conflict(house: Reception) -> None:
    keeper = upkeep(house)
    await keeper.check()
    await house.bot.set_webhook("http://127.0.0.1:9/elsewhere")
    assert await keeper.check() == 1
    assert house.account.webhook.url == NOWHERE + WEBHOOK_PATH
    assert (await house.health("webhook"))[0] == "conflict"


async def test_failures_of_delivery_are_known_with_telegrams_own_words(house: Reception) -> None:
    keeper = upkeep(house)
    house.account.clock = lambda: house.town.clock.now().timestamp()
    house.account.webhook.clock = house.account.clock
    await keeper.check()
    await keeper.check()
    await house.telegram.person(7001).say("听得到吗")
    await house.account.updates.pulse.until(lambda: bool(house.account.webhook.statuses), 5)
    await keeper.check()
    assert await house.health("webhook") == ("network", "Connection refused")
    assert WEBHOOK_PENDING._value.get() == 1
    await house.account.webhook.stop()
    house.town.clock.move_to(house.town.clock.now() + timedelta(minutes=1))
    await keeper.check()
    assert (await house.health("webhook"))[0] == "ok"


async def test_a_failure_of_long_ago_is_none_of_today(house: Reception) -> None:
    keeper, hook = upkeep(house), house.account.webhook
    await keeper.check()
    hook._error = (int(house.town.clock.now().timestamp()) - 3_600, "Connection refused")
    await keeper.check()
    assert await house.health("webhook") == ("ok", "")


async def test_our_own_refusal_is_told_from_a_lost_connection(house: Reception) -> None:
    keeper = upkeep(house)
    await keeper.check()
    now = int(house.town.clock.now().timestamp())
    house.account.webhook._error = (now, "Wrong response from the webhook: 500 Internal Server Error")
    await keeper.check()
    assert (await house.health("webhook"))[0] == "server"


async def test_one_process_keeps_the_webhook_and_another_takes_over(house: Reception) -> None:
    one, two = upkeep(house), upkeep(house, process="two")
    assert await one.check() == 1
    assert await two.check() == 0
    house.town.clock.move_to(house.town.clock.now() + LEASE_DURATION)
    assert await two.check() == 1
    assert await one.check() == 0
    await two.end()
    assert await one.check() == 1


@pytest.mark.parametrize(("kind", "state"), [("429", "waiting"), ("502 page", "server"), ("cut", "network")])
async def test_a_check_that_fails_is_named_and_tried_again(house: Reception, kind: str, state: str) -> None:
    keeper = upkeep(house)
    await keeper.check()
    house.telegram.faults.add(Fault("getWebhookInfo", kind, times=1))  # type: ignore[arg-type]  # parametrised: a str
    assert await keeper.check() == 0
    assert (await house.health("webhook"))[0] == state
    assert await keeper.check() == 0
    assert (await house.health("webhook"))[0] == "ok"


async def test_a_webhook_that_could_not_be_set_is_set_with_the_next_check(house: Reception) -> None:
    house.telegram.faults.add(Fault("setWebhook", "500", times=1))
    keeper = upkeep(house)
    assert [await keeper.check(), await keeper.check()] == [0, 1]


async def test_with_polling_and_with_a_webhook_the_same_chat_is_meant(house: Reception) -> None:
    await house.telegram.person(7001).say("轮询听到的")
    await house.poller().poll_once()
    async with serving(house) as url:
        await upkeep(house, url).check()
        await house.telegram.person(7001).say("推送来的")
        await taken(house)
        assert await house.health("receive") == ("off", "")
    assert await house.heard(7001) == ["轮询听到的", "推送来的"]
    await house.poller().poll_once()
    assert await house.health("webhook") == ("off", "")
    assert (await house.health("receive"))[0] == "ok"
    async with house.db.reading() as session:
        assert await outbound_store.unreachable_chats(session, "telegram") == []


async def taken(house: Reception) -> None:
    """Until Telegram keeps nothing for us any more."""
    async with asyncio.timeout(30):
        while house.waiting:  # noqa: ASYNC110  the stand-in does not tell when it is rid of an update
            await asyncio.sleep(0.005)
