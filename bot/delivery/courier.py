"""The courier: carries what the chat log says out to one remote channel, in order, at its pace, whatever goes wrong."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.delivery.carry_chat import ChatCarrier
from bot.delivery.carry_claim import ClaimCarrier
from bot.delivery.carry_health import SendHealth
from bot.delivery.carry_ours import OurChats
from bot.delivery.carry_queue import CarryQueue, Place
from bot.delivery.carry_waits import Waits
from bot.delivery.outcome import Outcome
from bot.delivery.pace import Pace
from bot.delivery.remote import Remote
from bot.engine.clock import Clock
from bot.engine.conflicts import A_MOMENT, is_conflict
from bot.engine.forever import LOOK_AGAIN
from bot.engine.process import PREFIX
from bot.engine.signals import Signal, Signals
from chats import carrying_store
from chats.model import Lane
from storage import lease_store
from storage.database import Database

ROOM = 10  # chats whose turn may come: broadcasts beyond them wait in the outbox, where an answer can overtake them
KEPT_FOR_ANSWERS = 2  # of the claims in flight
SETTLING = 2 * LOOK_AGAIN  # seconds until the other processes have noticed this one and leave it its share
AT_THE_END = 5.0  # seconds for what is under way to finish

log = structlog.get_logger()


class Courier:
    """``clock`` tells real time; ``messages_per_second`` is what all processes may send together."""

    def __init__(
        self,
        db: Database,
        remote: Remote,
        clock: Clock,
        signals: Signals,
        process: str,
        *,
        messages_per_second: float = 30,
        in_flight: int = 8,
        monotonic: Callable[[], float] = time.monotonic,
        nap: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.remote = remote
        self._db = db
        self._clock = clock
        self._signals = signals
        self._process = process
        self._in_flight = in_flight
        self._monotonic = monotonic
        self._pace = Pace(messages_per_second)
        claims = ClaimCarrier(remote, self._pace, clock, monotonic, nap)
        self._chats = ChatCarrier(db, remote, clock, signals, process, claims)
        self._health = SendHealth(db, clock, remote.channel)
        self._waits = Waits()
        self._queue = CarryQueue()
        self._tasks: dict[int, asyncio.Task[Place | None]] = {}  # by chat
        self._said_meanwhile: dict[int, Lane] = {}  # lanes, by chat under way
        self._ours = OurChats(db, remote.channel, remote.account, self._hear)
        self._full = False
        self._changed = Signal()
        self._running = False
        self._looked = False
        signals.listeners.append(self.hear)

    def has_room(self) -> bool:
        """Whether a broadcast may come into the chats of this channel now; once full, not before half of it is out."""
        self._full = self._full or self._queue.ready >= ROOM
        return not self._full

    def hear(self, chat: int, lane: Lane) -> None:
        """Something was said in ``chat``, which may be another channel's."""
        self._ours.ask(chat, lane)

    def _hear(self, chat: int, lane: Lane) -> None:
        if chat in self._tasks:
            self._said_meanwhile[chat] = min(lane, self._said_meanwhile.get(chat, lane))
            return
        self._queue.put(chat, lane)
        self._go_on()

    async def run(self, stopping: asyncio.Event) -> None:
        """Until ``stopping``; what is under way then is finished."""
        self._running = True
        ending = asyncio.ensure_future(stopping.wait())
        ending.add_done_callback(lambda _: self._changed.send())
        look_at = -math.inf
        try:
            while not stopping.is_set():
                seen = self._changed.sent
                if self._monotonic() >= look_at:
                    await self._look_safely()
                    look_at = self._monotonic() + LOOK_AGAIN
                self._fill()
                until = min(look_at, self.next_moment())
                await self._changed.wait(max(0.0, until - self._monotonic()), seen)
        finally:
            self._running = False
            ending.cancel()
            await self._finish()

    async def carry(self) -> None:
        """Everything whose time has come now, and what follows from it at once."""
        await self._ours.settled()
        self._fill()
        while self._tasks:
            await asyncio.wait([*self._tasks.values()], return_when=asyncio.FIRST_COMPLETED)
            self._fill()

    def next_moment(self) -> float:
        """When there may be something to carry again, unless something is said or finished before."""
        if len(self._tasks) >= self._in_flight:
            return math.inf
        now, lane = self._monotonic(), self._queue.next_lane()
        ready = now + self._pace.wait(lane, now) if lane is not None and self._has_hands(lane) else math.inf
        return max(self._waits.paused_until, min(ready, self._queue.next_moment()))

    async def look(self) -> None:
        """Find what other processes said or left behind, and how many of us there are."""
        now = self._clock.now()
        async with self._db.reading() as session:
            alive = await lease_store.alive(session, PREFIX, now)
            channel, account = self.remote.channel, self.remote.account
            waiting = await carrying_store.waiting(session, channel, account, self._process, now)
        equals = sorted({*alive, self._process})
        self._share(len(equals))
        mine = equals.index(self._process)
        self._ours.note(waiting)
        for chat, lane in waiting.items():
            if chat % len(equals) == mine and chat not in self._tasks:  # so that we do not run after the same chats
                self._queue.put(chat, lane)

    def _share(self, equals: int) -> None:
        self._pace.share = equals
        if not self._looked and equals > 1:
            self._pace.others_from = self._monotonic() + SETTLING
        self._looked = True

    async def _look_safely(self) -> None:
        try:
            await self.look()
        except Exception:
            log.exception("loop failed", loop="carry", channel=self.remote.channel)

    # Whose turn it is

    def _go_on(self) -> None:
        if self._running:
            self._fill()
            self._changed.send()

    def _fill(self) -> None:
        now = self._monotonic()
        while now >= self._waits.paused_until and len(self._tasks) < self._in_flight:
            place = self._queue.take(now, self._may_go)
            if place is None:
                return
            if place.lane != Lane.ANSWER:
                self._pace.promise(now)
            task = asyncio.create_task(self._carry_chat(place))
            self._tasks[place.chat] = task
            task.add_done_callback(self._done)

    def _may_go(self, lane: Lane) -> bool:
        return lane == Lane.ANSWER or (self._has_hands(lane) and self._pace.wait(lane, self._monotonic()) <= 0)

    def _has_hands(self, lane: Lane) -> bool:
        return lane == Lane.ANSWER or len(self._tasks) < max(1, self._in_flight - KEPT_FOR_ANSWERS)

    async def _carry_chat(self, place: Place) -> Place | None:
        """One turn of the chat; returns its next, if it has one already."""
        tries = self._waits.tries(place.chat)
        try:
            outcome = await self._chats.carry(place.chat, place.lane, tries)
            if outcome is not None:
                await self._health.note(outcome.failure)
        except Exception as error:
            if is_conflict(error):
                return self._again(place, A_MOMENT)
            log.exception("chat not carried", channel=self.remote.channel, chat=place.chat)
            return self._again(place, self._waits.after_failure(place.chat))
        return self._next_turn(place, outcome)

    def _next_turn(self, place: Place, outcome: Outcome | None) -> Place | None:
        if outcome is None:
            return None
        seconds = self._waits.after(place.chat, outcome, self._monotonic())
        return None if seconds is None else self._again(replace(place, lane=outcome.lane), seconds)

    def _again(self, place: Place, seconds: float) -> Place:
        """Its turn is kept: nobody of its lane who came later goes first, once it may."""
        at = self._monotonic() + seconds if seconds else -math.inf
        return Place(place.chat, place.lane, place.order, at)

    def _done(self, task: asyncio.Task[Place | None]) -> None:
        chat = next(chat for chat, one in self._tasks.items() if one is task)
        del self._tasks[chat]
        again = None if task.cancelled() else task.result()
        if again is not None:
            self._queue.put(chat, again.lane, again.at, again.order)
        lane = self._said_meanwhile.pop(chat, None)
        if lane is not None:
            self._queue.put(chat, lane)
        if self._full and self._queue.ready <= ROOM // 2:
            self._full = False
            self._signals.outbox.send()
        self._go_on()

    async def _finish(self) -> None:
        """A claim that is broken off stays claimed: its message counts as possibly sent."""
        await self._ours.settled()
        if self._tasks:
            _, late = await asyncio.wait([*self._tasks.values()], timeout=AT_THE_END)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
