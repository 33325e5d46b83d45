"""How updates reach a bot: by polling, and by webhook."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.telegram.caller import Caller
from tests.telegram.pulse import Pulse
from tests.telegram.refusals import JSON
from tests.telegram.standin import Fault, StandIn


class Listener:
    """A bot behind a webhook that answers with prepared statuses, 200 when there are none left."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.heard: list[JSON] = []
        self.secrets: list[str | None] = []
        self.pulse = Pulse()
        self.address = ""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Listener"]:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        server = TestServer(app)
        await server.start_server()
        self.address = str(server.make_url("/hook"))
        try:
            yield self
        finally:
            await server.close()

    async def until(self, number: int) -> list[str]:
        assert await self.pulse.until(lambda: len(self.heard) >= number, 10)
        return [update["message"]["text"] for update in self.heard]

    async def _take(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.pulse.beat()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


async def texts(bot: Caller, **parameters: Any) -> list[str]:
    return [update["message"]["text"] for update in await bot.call("getUpdates", **parameters)]


async def test_updates_come_again_until_the_offset_acknowledges_them(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1)
    for text in "甲乙丙":
        await person.say(text)
    assert await texts(bot) == await texts(bot) == ["甲", "乙", "丙"]
    first, *_ = await bot.call("getUpdates", limit=1)
    assert await texts(bot, offset=first["update_id"] + 1) == ["乙", "丙"]
    assert await texts(bot) == ["乙", "丙"]
    assert await texts(bot, offset=-1) == ["丙"]


async def test_a_long_poll_ends_with_the_next_update(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1)
    poll = asyncio.create_task(texts(bot, timeout=30))
    assert await standin.polled()
    await person.say("您好")
    assert await asyncio.wait_for(poll, 20) == ["您好"]


async def test_a_long_poll_without_updates_ends_empty(standin: StandIn, bot: Caller) -> None:
    assert await bot.call("getUpdates", timeout=1) == []


async def test_of_two_polls_the_older_is_ended_with_a_conflict(standin: StandIn, bot: Caller) -> None:
    older = asyncio.create_task(bot.answer("getUpdates", timeout=30))
    assert await standin.polled()
    newer = asyncio.create_task(bot.call("getUpdates", timeout=30))
    status, body = await asyncio.wait_for(older, 20)
    assert (status, body["description"]) == (
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )  # fmt: skip
    await standin.person(1).say("您好")
    assert len(await asyncio.wait_for(newer, 20)) == 1
    assert len(standin.record.refusals(409)) == 1


async def test_only_the_kinds_asked_for_are_queued(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1)
    await bot.call("getUpdates", allowed_updates=["edited_message"])
    await person.edit(await person.post({"text": "甲"}), "乙")
    (update,) = await bot.call("getUpdates")
    assert update["edited_message"]["text"] == "乙"
    await bot.call("getUpdates", allowed_updates=[])
    await person.say("丙")
    assert len(await bot.call("getUpdates")) == 2


async def test_in_a_group_a_bot_hears_commands_only(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).at(standin.group(-7))
    await person.say("大家好")
    await person.say("/start")
    (update,) = await bot.call("getUpdates")
    assert (update["message"]["text"], update["message"]["chat"]["id"]) == ("/start", -7)
    await bot.call("sendMessage", chat_id=-7, text="请私聊我")
    await person.read("请私聊我")


async def test_a_webhook_gets_updates_in_order_with_its_secret(standin: StandIn, bot: Caller) -> None:
    async with Listener().listening() as listener:
        await bot.call("setWebhook", url=listener.address, secret_token="sample-secret", max_connections=1)
        for text in "甲乙丙":
            await standin.person(1).say(text)
        assert await listener.until(3) == ["甲", "乙", "丙"]
        assert set(listener.secrets) == {"sample-secret"}
        info = await bot.call("getWebhookInfo")
        assert (info["url"], info["max_connections"], "last_error_message" in info) == (listener.address, 1, False)


async def test_a_webhook_that_fails_gets_the_update_again_and_others_need_not_wait(
    standin: StandIn, bot: Caller
) -> None:
    standin.account.webhook.pause = 0.2
    async with Listener(500).listening() as listener:
        await bot.call("setWebhook", url=listener.address, max_connections=1)
        await standin.person(1).say("甲")
        await standin.person(2).say("乙")
        assert await listener.until(3) == ["甲", "乙", "甲"]
        info = await bot.call("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
        assert info["last_error_date"] > 0


async def test_updates_wait_for_a_webhook_nobody_answers_at(standin: StandIn, bot: Caller) -> None:
    async with Listener().listening() as listener:
        address = listener.address
    await bot.call("setWebhook", url=address)
    await standin.person(1).say("甲")
    assert await standin.account.updates.pulse.until(lambda: 0 in standin.account.webhook.statuses, 5)
    info = await bot.call("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    await bot.call("deleteWebhook")
    assert await texts(bot) == ["甲"]


async def test_an_active_webhook_excludes_polling(standin: StandIn, bot: Caller) -> None:
    poll = asyncio.create_task(bot.answer("getUpdates", timeout=30))
    assert await standin.polled()
    async with Listener().listening() as listener:
        await bot.call("setWebhook", url=listener.address)
        _, ended = await asyncio.wait_for(poll, 20)
        assert ended["description"] == "Conflict: terminated by setWebhook request"
        assert await bot.refusal("getUpdates") == (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
        await bot.call("deleteWebhook", drop_pending_updates=True)
    assert await bot.call("getUpdates") == []


async def test_a_webhook_has_to_be_https_elsewhere(bot: Caller) -> None:
    refused = await bot.refusal("setWebhook", url="http://example.org/hook")
    assert refused == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


async def test_a_webhook_may_get_an_update_twice(standin: StandIn, bot: Caller) -> None:
    standin.faults.add(Fault("webhook", "twice", nth=1))
    async with Listener().listening() as listener:
        await bot.call("setWebhook", url=listener.address)
        await standin.person(1).say("甲")
        assert await listener.until(2) == ["甲", "甲"]
