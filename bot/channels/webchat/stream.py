"""The live stream of a chat: numbered events, a typing indicator, and a heartbeat."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from contextlib import aclosing, contextmanager
from typing import Any, TypeVar

from litestar.response import ServerSentEventMessage
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.webchat import problems, protocol, store
from bot.channels.webchat.store import Glance, WebSession
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from chats import store as chats
from chats.model import Event
from storage.database import Database
from storage.failures import is_passing

POLL_SECONDS = 2.0  # between checks: events of other processes come without a signal
HEARTBEAT_SECONDS = 15.0  # shorter than the idle timeout of common proxies
RETRY_MILLISECONDS = 1000  # after which the browser reconnects
PAGE_SIZE = 200
T = TypeVar("T")


class Streams:
    """All open streams of this process, to count them and to end them."""

    def __init__(self) -> None:
        self.ending = asyncio.Event()
        self._open: Counter[int] = Counter()

    def end(self) -> None:
        """End open streams immediately, so that a stopping server does not wait for its visitors."""
        self.ending.set()

    def check_room(self, chat: int, limit: int) -> None:
        if self._open[chat] >= limit:
            raise problems.too_many_pages()

    @contextmanager
    def counted(self, chat: int) -> Iterator[None]:
        self._open[chat] += 1
        try:
            yield
        finally:
            self._open[chat] -= 1
            self._open += Counter()  # drops the chats whose count is zero


class ChatStream:
    """One page's stream of its chat, starting after event number ``after``."""

    def __init__(
        self, db: Database, signals: Signals, real_clock: Clock, streams: Streams, visit: WebSession, after: int
    ):
        self._db, self._signals, self._real_clock, self._streams, self._visit = db, signals, real_clock, streams, visit
        self._after = after
        self._typing: bool | None = None
        self._recovering = False

    async def messages(self) -> AsyncIterator[bytes]:
        """Ends when the device is signed out, the server stops or the database fails; the page reconnects and
        continues by number."""
        try:
            async with aclosing(self._messages()) as messages:
                async for message in messages:
                    yield message
        except Exception as error:
            if not is_passing(error):
                raise
            yield _state("recovering", True)

    async def _messages(self) -> AsyncGenerator[bytes, None]:
        heard = asyncio.get_running_loop().time
        with self._streams.counted(self._visit.chat):
            yield _message(comment="ok", retry=RETRY_MILLISECONDS)
            last = heard()
            while not self._streams.ending.is_set():
                news = asyncio.ensure_future(self._news())
                for _ in range(2):
                    await asyncio.sleep(0)  # start listening before reading, so that nothing in between is missed
                try:
                    seen, events = await _undisturbed(self._look())
                    if not seen.signed_in:
                        yield _message(event="signed_out", data="{}")
                        return
                    for message in self._tell(seen, events):
                        yield message
                        last = heard()
                    if heard() - last >= HEARTBEAT_SECONDS:
                        yield _message(comment="still here")
                        last = heard()
                    await news
                finally:
                    news.cancel()

    async def _news(self) -> None:
        """Returns when the chat may have changed, after ``POLL_SECONDS``, or when the server stops."""
        signs = {
            asyncio.ensure_future(self._signals.chat(self._visit.chat).wait(POLL_SECONDS)),
            asyncio.ensure_future(self._streams.ending.wait()),
        }
        try:
            await asyncio.wait(signs, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for sign in signs:
                sign.cancel()

    def _tell(self, seen: Glance, events: list[Event]) -> list[bytes]:
        told = []
        for event in events:
            self._after = event.number
            told.append(_message(id=event.number, event="event", data=_json(protocol.to_json(event))))
        if seen.waiting is not self._typing:
            self._typing = seen.waiting
            told.append(_state("typing", seen.waiting))
        if self._signals.outage.lasts is not self._recovering:
            self._recovering = self._signals.outage.lasts
            told.append(_state("recovering", self._recovering))
        return told

    async def _look(self) -> tuple[Glance, list[Event]]:
        """The chat's state and all events since the last check, in one database snapshot."""
        async with self._db.reading() as session:
            seen = await store.glance(session, self._visit.chat, self._visit.digest, self._real_clock.now())
            after, events = self._after, list[Event]()
            while after < seen.last_event and (some := await self._events(session, after)):
                events += some
                after = some[-1].number
            return seen, events

    async def _events(self, session: AsyncSession, after: int) -> list[Event]:
        return await chats.events_after(session, self._visit.chat, after, PAGE_SIZE)


async def _undisturbed(reading: Coroutine[Any, Any, T]) -> T:
    """A visitor who leaves cancels the stream; the database query under way must still finish."""
    return await asyncio.shield(asyncio.ensure_future(reading))


def _message(**parts: Any) -> bytes:
    return ServerSentEventMessage(**{"data": None, "sep": "\n", **parts}).encode()


def _state(event: str, on: bool) -> bytes:
    return _message(event=event, data=_json({"on": on}))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
