"""The live stream, over a real server: nothing lost, nothing twice, whatever interrupts it."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import ExitStack

import httpx
import pytest

from bot.channels.webchat.settings import WebSettings
from chats import service
from tests.channels.webchat.live import serving
from tests.channels.webchat.stream_reader import reading
from tests.channels.webchat.visitor import Visitor, Website, said


@pytest.fixture
async def live(site: Website) -> AsyncIterator[Visitor]:
    """A visitor of a running server."""
    async with serving(site) as (_, address), httpx.AsyncClient(base_url=address) as client:
        visitor = Visitor(client)
        await visitor.start()
        yield visitor


async def test_a_stream_says_what_it_is(site: Website, live: Visitor) -> None:
    async with reading(live) as reader:
        assert reader.response.headers["content-type"].startswith("text/event-stream")
        assert reader.response.headers["cache-control"] == "no-store"
        assert reader.response.headers["x-accel-buffering"] == "no"
        assert (await reader.any()).retry == "1000"


async def test_events_come_in_order_with_their_numbers(site: Website, live: Visitor) -> None:
    async with reading(live) as reader:
        await live.say("一")
        await site.answer("二")
        events = [await reader.next("event") for _ in range(3)]
    assert [event.id for event in events] == ["1", "2", "3"]
    assert [event.body["body"]["text"] for event in events] == ["/start", "一", "二"]


async def test_typing_is_on_while_an_answer_is_awaited(site: Website, live: Visitor) -> None:
    async with reading(live) as reader:
        assert (await reader.next("typing")).body == {"on": True}
        await site.answer()
        first, second = await reader.next("event", "typing"), await reader.next("event", "typing")
    assert (first.event, second.event) == ("event", "typing")  # the answer is there before the dots go
    assert second.body == {"on": False}


async def test_a_reconnecting_page_continues_by_number(site: Website, live: Visitor) -> None:
    async with reading(live) as reader:
        last = await reader.next("event")
    await live.say("断线时说的")
    await site.answer("断线时答的")
    async with reading(live, 0, **{"Last-Event-ID": last.id}) as reader:
        missed = [await reader.next("event") for _ in range(2)]
    assert [event.id for event in missed] == ["2", "3"]


async def test_a_page_continues_after_what_it_has_read(site: Website, live: Visitor) -> None:
    await site.answer("早先的")
    async with reading(live, after=2) as reader:
        await live.say("新的")
        assert (await reader.next("event")).id == "3"


async def test_what_another_process_writes_shows_without_a_signal(site: Website, live: Visitor) -> None:
    chat = (await live.events())[0]["body"]["from"]["id"]
    async with reading(live, after=1) as reader:
        await reader.next("typing")
        async with site.db.transaction() as session:
            await service.say(session, chat, said("提醒"), site.clock.now())
        assert (await reader.next("event")).body["body"]["text"] == "提醒"


async def test_two_pages_of_one_chat_both_hear(site: Website, live: Visitor) -> None:
    async with reading(live) as one, reading(live) as two:
        await site.answer("大家好")
        for reader in (one, two):
            assert [(await reader.next("event")).id for _ in range(2)] == ["1", "2"]


async def test_a_long_absence_is_caught_up_in_one_go(site: Website, live: Visitor) -> None:
    chat = (await live.events())[0]["body"]["from"]["id"]
    async with site.db.transaction() as session:
        for count in range(450):
            await service.say(session, chat, said(str(count)), site.clock.now())
    async with reading(live, after=1) as reader:
        numbers = [int((await reader.next("event")).id) for _ in range(450)]
    assert numbers == list(range(2, 452))


async def test_signing_out_elsewhere_ends_the_stream_there(site: Website, live: Visitor) -> None:
    async with reading(live) as reader:
        await reader.next("typing")
        await live.post("sessions", {"end": "here"})
        assert (await reader.next("signed_out")).body == {}
        assert [event async for event in reader.rest()] == []


async def test_a_server_that_stops_does_not_wait_for_its_visitors(site: Website) -> None:
    async with serving(site) as (server, address), httpx.AsyncClient(base_url=address) as client:
        visitor = Visitor(client)
        await visitor.start()
        async with reading(visitor) as reader:
            await reader.next("typing")
            os.kill(os.getpid(), signal.SIGTERM)
            assert [event.event async for event in reader.rest()] == []
        assert server.should_exit


async def test_too_many_pages_of_one_chat_are_refused(site: Website, live: Visitor) -> None:
    chat = (await live.events())[0]["body"]["from"]["id"]
    with ExitStack() as pages:
        for _ in range(WebSettings().streams_per_chat):
            pages.enter_context(site.streams.counted(chat))
        refused = await live.get("events")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_pages")
    async with reading(live) as reader:
        assert (await reader.next("event")).id == "1"
