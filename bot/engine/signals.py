"""Who wakes whom inside the process: new updates wake the worker, new events the page, new messages the delivery.

A signal only saves waiting. Whoever waits looks into the tables at least every few seconds, so a signal lost with
another process costs a moment and never a message.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable

from chats.model import Lane

Listener = Callable[[int, Lane], None]
"""Told at once of a chat in which something was said, and in which lane."""


class Signal:
    """Wakes everyone who is waiting now."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.sent = 0

    def send_soon(self, seconds: float) -> None:
        """Send after ``seconds``, unless it is sent anyway before that."""
        sent = self.sent
        asyncio.get_running_loop().call_later(seconds, lambda: self.send() if self.sent == sent else None)

    def send(self) -> None:
        self.sent += 1
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, timeout: float, seen: int | None = None) -> bool:  # noqa: ASYNC109  its very subject
        """True if woken, False after ``timeout`` seconds. ``seen`` is ``sent`` as it was before one looked: what was
        sent since then wakes at once."""
        if seen is not None and self.sent != seen:
            return True
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            return bool((await asyncio.wait({future}, timeout=timeout))[0])
        finally:
            self._waiting.discard(future)


class Signals:
    def __init__(self) -> None:
        self.inbox = Signal()
        self.outbox = Signal()
        self.listeners: list[Listener] = []  # whoever sends chats to their channel
        self._chats: defaultdict[int, Signal] = defaultdict(Signal)

    def chat(self, number: int) -> Signal:
        """Sent after each commit that added events to the chat."""
        return self._chats[number]

    def said(self, chat: int, lane: Lane = Lane.ANSWER) -> None:
        """After each commit in which the bot said something in ``chat``."""
        self.chat(chat).send()
        for listener in self.listeners:
            listener(chat, lane)
