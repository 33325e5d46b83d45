"""One look for all open streams, woken by signals."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import structlog
from sqlalchemy import event

from bot.channels.webchat import sessions
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.store import WebSession
from bot.channels.webchat.streams import OpenStream
from bot.channels.webchat.watcher import Watcher
from chats import service
from chats import store as chats
from storage.database import Database
from tests.channels.webchat.live import PATIENCE
from tests.channels.webchat.visitor import MONDAY, Website, said


async def visit(site: Website, name: str) -> WebSession:
    """Somebody signed in to a chat of their own."""
    async with site.db.transaction() as session:
        chat = (await chats.open_chat(session, "web", name)).id
        token = await sessions.begin(session, chat, "", WebSettings(), MONDAY)
    return WebSession(sessions.digest(token), chat, "", MONDAY, MONDAY, MONDAY)


async def say(site: Website, chat: int) -> None:
    async with site.db.transaction() as session:
        await service.say(session, chat, said("好"), MONDAY)


async def change(stream: OpenStream, seen: int = 0) -> None:
    """Returns at the stream's next change since ``seen`` changes."""
    assert await stream.changed.wait(PATIENCE, seen)


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    found = list[str]()

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            found.append(statement)

    event.listen(db.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine.sync_engine, "before_cursor_execute", note)


async def test_a_hundred_streams_are_looked_at_in_one_statement(site: Website) -> None:
    watcher = Watcher(site.db, site.signals, site.real_clock)
    visits = [await visit(site, f"chat {number}") for number in range(25)]
    streams = [OpenStream(one, "", "") for one in visits for _ in range(4)]
    with statements(site.db) as looks, ExitStack() as watched:
        for stream in streams:
            watched.enter_context(watcher.watching(stream))
        await asyncio.gather(*map(change, streams))
        assert len(looks) == 1


async def test_a_signal_looks_at_its_own_chat_only(site: Website) -> None:
    watcher = Watcher(site.db, site.signals, site.real_clock)
    spoken, silent = [OpenStream(await visit(site, name), "", "") for name in ("spoken", "silent")]
    with watcher.watching(spoken), watcher.watching(silent):
        await asyncio.gather(change(spoken), change(silent))
        await say(site, spoken.chat)
        site.signals.chat(spoken.chat).send()
        await change(spoken, 1)
        assert spoken.seen
        assert spoken.seen.last_event == 1
        assert silent.changed.sent == 1


async def test_without_a_signal_it_comes_all_the_same(site: Website) -> None:
    watcher = Watcher(site.db, site.signals, site.real_clock)
    stream = OpenStream(await visit(site, "chat"), "", "")
    with watcher.watching(stream):
        await change(stream)
        await say(site, stream.chat)
        await change(stream, 1)
        assert stream.seen
        assert stream.seen.last_event == 1


async def test_a_database_that_fails_once_is_asked_again(site: Website) -> None:
    watcher = Watcher(site.db, site.signals, site.real_clock)
    stream = OpenStream(await visit(site, "chat"), "", "")
    failures = []

    def fail(*_: Any) -> None:
        event.remove(site.db.engine.sync_engine, "before_cursor_execute", fail)
        failures.append(1)
        raise OSError("the disk is gone for a moment")

    event.listen(site.db.engine.sync_engine, "before_cursor_execute", fail)
    with structlog.testing.capture_logs() as logged, watcher.watching(stream):
        await change(stream)
    assert [line["event"] for line in logged] == ["watching failed"]
    assert failures == [1]


async def test_a_chat_that_nobody_watches_is_not_remembered(site: Website) -> None:
    watcher = Watcher(site.db, site.signals, site.real_clock)
    stream = OpenStream(await visit(site, "chat"), "", "")
    with watcher.watching(stream):
        await change(stream)
        assert site.signals.chat(stream.chat) is site.signals.chat(stream.chat)
    assert len(site.signals._chats) == 0
