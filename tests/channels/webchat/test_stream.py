"""The live stream, over a real server: nothing lost, nothing twice, whatever interrupts it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
from sqlalchemy import event

from bot.channels.webchat import sessions, store, watcher
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.store import WebSession
from bot.channels.webchat.stream import PAGE_SIZE, ChatStream
from chats import service
from people import store as people
from people.model import RightsChange
from tests.channels.webchat.live import PATIENCE, serving
from tests.channels.webchat.stream_reader import reading
from tests.channels.webchat.visitor import MONDAY, Visitor, Website, said


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
    await _say_many(site, live, 450)
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


async def test_a_device_has_four_pages_and_the_fifth_is_refused(site: Website, live: Visitor) -> None:
    async with AsyncExitStack() as pages:
        readers = [await pages.enter_async_context(reading(live, page=f"page {count}")) for count in range(4)]
        refused = await live.get("events?page=another")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_pages")
        for reader in readers:
            assert (await reader.next("event")).id == "1"
    await _nobody_watches(site)
    async with reading(live) as reader:
        assert (await reader.next("event")).id == "1"


async def test_a_page_that_comes_back_ends_its_earlier_stream(site: Website, live: Visitor) -> None:
    async with reading(live, page="the same") as earlier, reading(live, page="the same") as later:
        assert "signed_out" not in [event.event async for event in earlier.rest()]
        assert (await later.next("event")).id == "1"
        assert len(site.streams) == 1


async def test_a_quiet_stream_has_a_heartbeat_that_scripts_can_see(site: Website, live: Visitor) -> None:
    site.streams.heartbeat_seconds = 0.01
    async with reading(live, after=1) as reader:
        assert [(await reader.next("heartbeat")).body for _ in range(2)] == [{}, {}]


async def test_signing_out_in_another_process_ends_the_stream(site: Website, live: Visitor) -> None:
    async with reading(live) as reader:
        await reader.next("typing")
        async with site.db.transaction() as session:
            await store.end_sessions(session, [(await _visit(live)).digest])
        assert (await reader.next("signed_out")).body == {}
        assert [event async for event in reader.rest()] == []


async def test_a_long_chat_is_read_page_by_page(site: Website, live: Visitor) -> None:
    await _say_many(site, live, 2 * PAGE_SIZE)
    place, pages = site.streams.open(await _visit(live), "", "", WebSettings()), []

    @event.listens_for(site.db.engine.sync_engine, "before_cursor_execute")
    def count(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "FROM chat_event" in statement:
            pages.append(statement)

    stream = ChatStream(site.db, site.web(WebSettings(), None).watcher, site.streams, place, 0).messages()
    told = [(await anext(stream)).decode() for _ in range(1 + PAGE_SIZE)]
    assert f"id: {PAGE_SIZE}\n" in told[-1]
    assert len(pages) == 1
    assert f"id: {PAGE_SIZE + 1}\n" in (await anext(stream)).decode()
    assert len(pages) == 2


async def _say_many(site: Website, live: Visitor, times: int) -> None:
    chat = (await _visit(live)).chat
    async with site.db.transaction() as session:
        for count in range(times):
            await service.say(session, chat, said(str(count)), site.clock.now())


async def _visit(live: Visitor) -> WebSession:
    """The session of the visitor."""
    chat = (await live.events())[0]["body"]["from"]["id"]
    return WebSession(sessions.digest(live.client.cookies[sessions.COOKIE]), chat, "", MONDAY, MONDAY, MONDAY)


async def _nobody_watches(site: Website) -> None:
    """The server learns that a page is gone in a moment."""
    async with asyncio.timeout(PATIENCE):
        while len(site.streams):  # noqa: ASYNC110  nothing tells a test
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("signalled", [True, False])
async def test_a_stream_ends_when_its_chats_rights_change_in_this_process_or_another(
    site: Website, live: Visitor, monkeypatch: pytest.MonkeyPatch, signalled: bool
) -> None:
    """Another process signals nothing: the next look notices it, and looks are less than a second apart."""
    assert watcher.POLL_SECONDS < 1
    if signalled:
        monkeypatch.setattr(watcher, "POLL_SECONDS", 600.0)
    async with reading(live) as reader:
        chat = (await reader.next("event")).body["body"]["from"]["id"]
        async with site.db.transaction() as session:
            person = await people.add(session, chat, "zh", site.clock.now())
            await people.change_rights(session, [person.id], RightsChange.POST_TAKEN, "a press elsewhere")
        if signalled:
            site.signals.chat(chat).send()
        assert [event.event async for event in reader.rest()][-1] == "signed_out"
