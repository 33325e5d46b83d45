"""Looks at the chats of all open streams together: one statement, after a signal and every 0.8 seconds."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.channels.webchat import store
from bot.channels.webchat.store import Glance
from bot.channels.webchat.streams import OpenStream
from bot.engine.clock import Clock
from bot.engine.places import place_of
from bot.engine.signals import Signal, Signals
from storage.database import Database
from storage.failures import is_passing

POLL_SECONDS = 0.8  # what other processes do comes without a signal, and a sign-out must show within 1 s
SIGNED_OUT = Glance(0, waiting=False, signed_in=False)

log = structlog.get_logger()


class Watcher:
    """Looks only while there are streams: its task ends with the last of them."""

    def __init__(self, db: Database, signals: Signals, real_clock: Clock) -> None:
        self._db, self._signals, self._real_clock = db, signals, real_clock
        self._watched: defaultdict[int, set[OpenStream]] = defaultdict(set)  # by chat
        self._to_look: set[int] = set()  # chats
        self._woken = Signal()
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def watching(self, stream: OpenStream) -> Iterator[None]:
        """Tell the stream the state of its chat, now and whenever it changes."""
        with self._signals.chat(stream.chat).listened(lambda: self._look_soon(stream.chat)):
            self._watched[stream.chat].add(stream)
            self._look_soon(stream.chat)
            try:
                yield
            finally:
                self._forget(stream)

    def _look_soon(self, chat: int) -> None:
        self._to_look.add(chat)
        self._woken.send()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def _forget(self, stream: OpenStream) -> None:
        self._watched[stream.chat].discard(stream)
        if not self._watched[stream.chat]:
            del self._watched[stream.chat]
        if not self._watched:
            self._woken.send()

    async def _run(self) -> None:
        with self._signals.outage.changed.listened(self._look_at_all_soon):
            await self._look_again_and_again()

    def _look_at_all_soon(self) -> None:
        self._to_look.update(self._watched)
        self._woken.send()

    async def _look_again_and_again(self) -> None:
        time = asyncio.get_running_loop().time
        due = time()
        while self._watched:
            seen = self._woken.sent
            if time() >= due:
                self._to_look.update(self._watched)
                due = time() + POLL_SECONDS
            await self._look()
            await self._woken.wait(max(0.0, due - time()), seen)

    async def _look(self) -> None:
        """What fails is repeated within ``POLL_SECONDS``; while the database fails, streams end and pages come back."""
        chats, self._to_look = self._to_look, set()
        streams = [stream for chat in chats for stream in self._watched.get(chat, ())]
        try:
            found = await self._glances({stream.digest for stream in streams})
        except Exception as error:
            _failed(streams, error)
            return
        for stream in streams:
            stream.see(found.get(stream.digest, SIGNED_OUT), recovering=self._signals.outage.lasts)

    async def _glances(self, digests: set[str]) -> dict[str, Glance]:
        async with self._db.reading() as session:
            return await store.glances(session, digests, self._real_clock.now())


def _failed(streams: list[OpenStream], error: Exception) -> None:
    if not is_passing(error):
        log.error("watching failed", error=type(error).__name__, place=place_of(error), exc_info=error)
        return
    for stream in streams:
        stream.lose()
