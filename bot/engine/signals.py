"""Signals within the process: new updates wake the worker, new events the page, new messages the delivery.

A signal only saves waiting. Every waiter checks the tables every few seconds anyway, so a signal lost because another
process wrote costs a moment and never a message.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from chats.model import Lane

Listener = Callable[[int, Lane], None]
"""Called synchronously with the chat that got a message, and the message's lane."""


class Signal:
    """Wakes everyone who is currently waiting."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._listeners: list[Callable[[], object]] = []
        self.sent = 0

    def send_soon(self, seconds: float) -> None:
        """Send after ``seconds``, unless it is sent before that."""
        sent = self.sent
        asyncio.get_running_loop().call_later(seconds, lambda: self.send() if self.sent == sent else None)

    def send(self) -> None:
        self.sent += 1
        for listener in self._listeners:
            listener()
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    @contextmanager
    def listened(self, listener: Callable[[], object]) -> Iterator[None]:
        """Call ``listener`` each time it is sent."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    async def wait(self, timeout: float, seen: int | None = None) -> bool:  # noqa: ASYNC109  its very subject
        """True if woken, False after ``timeout`` seconds. With ``seen``, the value of ``sent`` before the caller
        checked for work, it returns without waiting if the signal was sent since."""
        if seen is not None and self.sent != seen:
            return True
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            return bool((await asyncio.wait({future}, timeout=timeout))[0])
        finally:
            self._waiting.discard(future)


class Outage:
    """Whether the database cannot do its work at the moment, as the worker saw it last."""

    def __init__(self) -> None:
        self.lasts = False
        self.changed = Signal()

    def note(self, lasts: bool) -> None:
        if lasts is not self.lasts:
            self.lasts = lasts
            self.changed.send()


class Signals:
    def __init__(self) -> None:
        self.inbox = Signal()
        self.outage = Outage()
        self.outbox = Signal()
        self.listeners: list[Listener] = []  # senders of external channels
        self._chats: WeakValueDictionary[int, Signal] = WeakValueDictionary()  # only those somebody listens to

    def chat(self, number: int) -> Signal:
        """Sent after each commit that added events to the chat."""
        return self._chats.setdefault(number, Signal())

    def said(self, chat: int, lane: Lane = Lane.ANSWER) -> None:
        """Call after each commit in which the bot added messages to ``chat``."""
        self.chat(chat).send()
        for listener in self.listeners:
            listener(chat, lane)
