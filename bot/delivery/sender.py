"""The sender: sends the chat log to one external channel, in order and within its rate limit, despite failures."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.delivery.backoff import Backoff
from bot.delivery.outcome import Outcome
from bot.delivery.own_chats import OwnChats
from bot.delivery.rate_limit import RateLimit
from bot.delivery.send_chat import ChatSender
from bot.delivery.send_claim import ClaimSender
from bot.delivery.send_health import SendHealth
from bot.delivery.send_queue import QueuedChat, SendQueue
from bot.delivery.transport import Transport
from bot.engine.clock import Clock
from bot.engine.process import LEASE_PREFIX
from bot.engine.retry import Retry
from bot.engine.run_loop import POLL_SECONDS, note_failure
from bot.engine.signals import Signal, Signals
from chats import sending_store
from chats.model import Lane
from storage import lease_store
from storage.database import Database
from storage.failures import is_passing

MAX_READY_CHATS = 10  # further broadcasts wait in the outbox, where answers can overtake them
SLOTS_FOR_ANSWERS = 2  # of ``in_flight``
REBALANCE_SECONDS = 2 * POLL_SECONDS  # until other processes have noticed this one and reduced their share
SHUTDOWN_SECONDS = 5.0  # for calls under way to finish

log = structlog.get_logger()


class Sender:
    """``clock`` is real time; ``messages_per_second`` is the limit for all processes together."""

    def __init__(
        self,
        db: Database,
        transport: Transport,
        clock: Clock,
        signals: Signals,
        process: str,
        *,
        messages_per_second: float = 30,
        in_flight: int = 8,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.transport = transport
        self._db = db
        self._clock = clock
        self._signals = signals
        self._process = process
        self._in_flight = in_flight
        self._monotonic = monotonic
        self._rate = RateLimit(messages_per_second)
        claims = ClaimSender(transport, self._rate, clock, monotonic, sleep)
        self._chats = ChatSender(db, transport, clock, signals, process, claims)
        self._health = SendHealth(db, clock, transport.channel)
        self._backoff = Backoff()
        self._retry = Retry()  # after failures of the database
        self._queue = SendQueue()
        self._tasks: dict[int, asyncio.Task[QueuedChat | None]] = {}  # by chat
        self._said_meanwhile: dict[int, Lane] = {}  # lane by chat that is being sent
        self._ours = OwnChats(db, transport.channel, transport.account, self._enqueue)
        self._full = False
        self._changed = Signal()
        self._running = False
        self._polled = False
        signals.listeners.append(self.on_said)

    def has_room(self) -> bool:
        """Whether this channel accepts broadcasts now; once full, not again until half of the queue is sent."""
        self._full = self._full or self._queue.ready >= MAX_READY_CHATS
        return not self._full

    def on_said(self, chat: int, lane: Lane) -> None:
        """Called for each message added to ``chat``, which may belong to another channel."""
        self._ours.ask(chat, lane)

    def _enqueue(self, chat: int, lane: Lane) -> None:
        if chat in self._tasks:
            self._said_meanwhile[chat] = min(lane, self._said_meanwhile.get(chat, lane))
            return
        self._queue.put(chat, lane)
        self._continue()

    async def run(self, stopping: asyncio.Event) -> None:
        """Run until ``stopping``; sends under way are finished."""
        self._running = True
        ending = asyncio.ensure_future(stopping.wait())
        ending.add_done_callback(lambda _: self._changed.send())
        poll_at = -math.inf
        try:
            while not stopping.is_set():
                seen = self._changed.sent
                if self._monotonic() >= poll_at:
                    await self._poll_safely()
                    poll_at = self._monotonic() + POLL_SECONDS
                self._fill()
                until = min(poll_at, self.next_moment())
                await self._changed.wait(max(0.0, until - self._monotonic()), seen)
        finally:
            self._running = False
            ending.cancel()
            await self._finish()

    async def send_due(self) -> None:
        """Send everything that is due now, and whatever becomes due through that."""
        await self._ours.settled()
        self._fill()
        while self._tasks:
            await asyncio.wait([*self._tasks.values()], return_when=asyncio.FIRST_COMPLETED)
            self._fill()

    def next_moment(self) -> float:
        """When there may be something to send next, unless a message is added or a send ends before."""
        if len(self._tasks) >= self._in_flight:
            return math.inf
        now, lane = self._monotonic(), self._queue.next_lane()
        ready = now + self._rate.delay_seconds(lane, now) if lane is not None and self._has_slot(lane) else math.inf
        return max(self._backoff.paused_until, min(ready, self._queue.next_moment()))

    async def poll(self) -> None:
        """Find events left unsent or added by other processes, and count the live processes."""
        now = self._clock.now()
        async with self._db.reading() as session:
            alive = await lease_store.alive(session, LEASE_PREFIX, now)
            channel, account = self.transport.channel, self.transport.account
            waiting = await sending_store.waiting(session, channel, account, self._process, now)
        processes = sorted({*alive, self._process})
        self._share(len(processes))
        mine = processes.index(self._process)
        self._ours.note(waiting)
        for chat, lane in waiting.items():
            if chat % len(processes) == mine and chat not in self._tasks:  # processes do not compete for chats
                self._queue.put(chat, lane)

    def _share(self, processes: int) -> None:
        self._rate.process_count = processes
        if not self._polled and processes > 1:
            self._rate.non_answers_from = self._monotonic() + REBALANCE_SECONDS
        self._polled = True

    async def _poll_safely(self) -> None:
        try:
            await self.poll()
        except Exception as error:
            note_failure("send", error, self._retry)

    # Which chat is next

    def _continue(self) -> None:
        if self._running:
            self._fill()
            self._changed.send()

    def _fill(self) -> None:
        now = self._monotonic()
        while now >= self._backoff.paused_until and len(self._tasks) < self._in_flight:
            queued = self._queue.take(now, self._may_send)
            if queued is None:
                return
            if queued.lane != Lane.ANSWER:
                self._rate.reserve(now)
            task = asyncio.create_task(self._send_chat(queued))
            self._tasks[queued.chat] = task
            task.add_done_callback(self._done)

    def _may_send(self, lane: Lane) -> bool:
        return lane == Lane.ANSWER or (self._has_slot(lane) and self._rate.delay_seconds(lane, self._monotonic()) <= 0)

    def _has_slot(self, lane: Lane) -> bool:
        return lane == Lane.ANSWER or len(self._tasks) < max(1, self._in_flight - SLOTS_FOR_ANSWERS)

    async def _send_chat(self, queued: QueuedChat) -> QueuedChat | None:
        """One turn of the chat; returns its next entry in the queue, if it has one."""
        tries = self._backoff.tries(queued.chat)
        try:
            outcome = await self._chats.send(queued.chat, queued.lane, tries)
            self._retry.succeeded()
            if outcome is not None:
                await self._health.note(outcome.failure)
        except Exception as error:
            if is_passing(error):
                return self._requeue(queued, note_failure("send", error, self._retry))
            log.exception("chat not sent", channel=self.transport.channel, chat=queued.chat)
            return self._requeue(queued, self._backoff.after_failure(queued.chat))
        return self._next_turn(queued, outcome)

    def _next_turn(self, queued: QueuedChat, outcome: Outcome | None) -> QueuedChat | None:
        if outcome is None:
            return None
        seconds = self._backoff.after(queued.chat, outcome, self._monotonic())
        return None if seconds is None else self._requeue(replace(queued, lane=outcome.lane), seconds)

    def _requeue(self, queued: QueuedChat, seconds: float) -> QueuedChat:
        """The chat keeps its order: chats of the same lane that came later do not overtake it."""
        at = self._monotonic() + seconds if seconds else -math.inf
        return QueuedChat(queued.chat, queued.lane, queued.order, at)

    def _done(self, task: asyncio.Task[QueuedChat | None]) -> None:
        chat = next(chat for chat, one in self._tasks.items() if one is task)
        del self._tasks[chat]
        again = None if task.cancelled() else task.result()
        if again is not None:
            self._queue.put(chat, again.lane, again.at, again.order)
        lane = self._said_meanwhile.pop(chat, None)
        if lane is not None:
            self._queue.put(chat, lane)
        if self._full and self._queue.ready <= MAX_READY_CHATS // 2:
            self._full = False
            self._signals.outbox.send()
        self._continue()

    async def _finish(self) -> None:
        """A send that is cut off keeps its claim: its message counts as possibly sent."""
        await self._ours.settled()
        if self._tasks:
            _, late = await asyncio.wait([*self._tasks.values()], timeout=SHUTDOWN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
