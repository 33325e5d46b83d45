"""All open streams of this process: how many there may be, and how they end."""

import asyncio
from collections import Counter, defaultdict
from itertools import chain

from bot.channels.webchat import problems
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.store import Glance, WebSession
from bot.engine.signals import Signal

HEARTBEAT_SECONDS = 15.0  # shorter than the idle timeout of common proxies


class OpenStream:
    """One page's stream from a network address, as the others know it. ``seen`` is None until the watcher has looked at
    its chat; while ``recovering``, the database fails."""

    def __init__(self, visit: WebSession, page: str, address: str) -> None:
        self.chat, self.digest, self.page, self.address = visit.chat, visit.digest, page, address
        self.seen: Glance | None = None
        self.recovering = False
        self.ended = False
        self.changed = Signal()

    def see(self, seen: Glance, *, recovering: bool) -> None:
        if (seen, recovering) != (self.seen, self.recovering):
            self.seen, self.recovering = seen, recovering
            self.changed.send()

    def lose(self) -> None:
        """Nothing can be read any more."""
        self.recovering = True
        self.end()

    def end(self) -> None:
        self.ended = True
        self.changed.send()


class Streams:
    def __init__(self) -> None:
        self.heartbeat_seconds = HEARTBEAT_SECONDS
        self.ending = asyncio.Event()
        self._open: defaultdict[int, list[OpenStream]] = defaultdict(list)  # by chat

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    def end(self) -> None:
        """End open streams immediately, so that a stopping server does not wait for its visitors."""
        self.ending.set()
        for streams in self._open.values():
            for stream in streams:
                stream.end()

    def open(self, visit: WebSession, page: str, address: str, settings: WebSettings) -> OpenStream:
        """A place for one more, to be given back with ``close``; refused if there are too many."""
        self._end_earlier(visit, page)
        others = self._open.get(visit.chat, [])
        of_session = sum(stream.digest == visit.digest for stream in others)
        if of_session >= settings.streams_per_session or len(others) >= settings.streams_per_chat:
            raise problems.too_many_pages()
        if len(self) >= settings.streams_total:
            self._make_room(visit, address)
        stream = OpenStream(visit, page, address)
        self._open[visit.chat].append(stream)
        return stream

    def close(self, stream: OpenStream) -> None:
        others = self._open.get(stream.chat, [])
        if stream in others:
            others.remove(stream)
        if not others:
            self._open.pop(stream.chat, None)

    def _make_room(self, visit: WebSession, address: str) -> None:
        """End a stream of whoever has most, so that nobody can shut out the others: first by session, for many people
        may share an address, then by address."""
        streams = list(chain.from_iterable(self._open.values()))
        sessions, addresses = Counter(one.digest for one in streams), Counter(one.address for one in streams)
        surplus = max(streams, key=lambda one: (sessions[one.digest], addresses[one.address]))
        most = sessions[surplus.digest], addresses[surplus.address]
        if (sessions[visit.digest] + 1, addresses[address] + 1) >= most:
            raise problems.busy()
        surplus.end()
        self.close(surplus)

    def _end_earlier(self, visit: WebSession, page: str) -> None:
        """A page that comes back has lost its earlier stream, though the server may not know for minutes."""
        for stream in list(self._open.get(visit.chat, [])):
            if page and (stream.digest, stream.page) == (visit.digest, page):
                stream.end()
                self.close(stream)
