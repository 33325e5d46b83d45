"""The live stream of a chat: numbered events, a typing indicator, and a heartbeat."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

from litestar.response import ServerSentEventMessage

from bot.channels.webchat import protocol
from bot.channels.webchat.streams import OpenStream, Streams
from bot.channels.webchat.watcher import Watcher
from chats import store as chats
from chats.model import Event
from storage.database import Database
from storage.failures import is_passing

RETRY_MILLISECONDS = 1000  # after which the browser reconnects
PAGE_SIZE = 20  # events read at a time, and so held at most: each may have 10,000 characters
T = TypeVar("T")


class ChatStream:
    """One page's stream of its chat, starting after event number ``after``. It gives its place back at the end."""

    def __init__(self, db: Database, watcher: Watcher, streams: Streams, place: OpenStream, after: int) -> None:
        self._db, self._watcher, self._streams, self._place = db, watcher, streams, place
        self._after = after
        self._typing: bool | None = None
        self._recovering = False

    async def messages(self) -> AsyncIterator[bytes]:
        """Ends when the device is signed out, the server stops or the database fails; the page reconnects and
        continues by number."""
        try:
            with self._watcher.watching(self._place):
                yield _message(comment="ok", retry=RETRY_MILLISECONDS)
                async for message in self._changes():
                    yield message
                for message in self._last_words():
                    yield message
        except Exception as error:
            if not is_passing(error):
                raise
            yield _state("recovering", on=True)
        finally:
            self._streams.close(self._place)

    async def _changes(self) -> AsyncIterator[bytes]:
        place, quiet_seconds = self._place, self._streams.heartbeat_seconds
        while self._goes_on():
            changes = place.changed.sent
            async for message in self._news():
                yield message
            if not await place.changed.wait(quiet_seconds, changes):
                yield _message(event="heartbeat", data="{}")

    def _goes_on(self) -> bool:
        signed_out = self._place.seen is not None and not self._place.seen.signed_in
        return not (signed_out or self._place.ended or self._streams.ending.is_set())

    async def _news(self) -> AsyncIterator[bytes]:
        """What the page does not know yet, read page by page."""
        while self._goes_on() and self._is_behind() and (events := await _undisturbed(self._page())):
            for event in events:
                self._after = event.number
                yield _message(id=event.number, event="event", data=_json(protocol.to_json(event)))
        seen = self._place.seen
        if seen and seen.signed_in and seen.waiting is not self._typing:
            self._typing = seen.waiting
            yield _state("typing", on=seen.waiting)
        if self._place.recovering is not self._recovering:
            self._recovering = self._place.recovering
            yield _state("recovering", on=self._recovering)

    def _last_words(self) -> list[bytes]:
        if self._place.seen and not self._place.seen.signed_in:
            return [_message(event="signed_out", data="{}")]
        return [_state("recovering", on=True)] if self._place.recovering and not self._recovering else []

    def _is_behind(self) -> bool:
        return self._place.seen is not None and self._after < self._place.seen.last_event

    async def _page(self) -> list[Event]:
        async with self._db.reading() as session:
            return await chats.events_after(session, self._place.chat, self._after, PAGE_SIZE)


async def _undisturbed(reading: Coroutine[Any, Any, T]) -> T:
    """A visitor who leaves cancels the stream; the database query under way must still finish."""
    return await asyncio.shield(asyncio.ensure_future(reading))


def _message(**parts: Any) -> bytes:
    return ServerSentEventMessage(**{"data": None, "sep": "\n", **parts}).encode()


def _state(event: str, *, on: bool) -> bytes:
    return _message(event=event, data=_json({"on": on}))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
