"""Chats with something to send, lower lanes first, and within a lane whichever has waited longest."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from chats.model import Lane


@dataclass(slots=True)
class QueuedChat:
    chat: int
    lane: Lane
    order: int  # given once: who is put back keeps its turn
    at: float  # not before this moment


class SendQueue:
    """At most one entry for each chat, whichever of its events put it there. Moments as in ``rate_limit``."""

    def __init__(self) -> None:
        self._queued: dict[int, QueuedChat] = {}
        self._ready: list[tuple[Lane, int, int]] = []  # lane, order, chat
        self._later: list[tuple[float, int]] = []  # moment, chat
        self._orders = count()

    def __len__(self) -> int:
        return len(self._queued)

    @property
    def ready(self) -> int:
        """Chats whose time has come."""
        return sum(queued.at == -math.inf for queued in self._queued.values())

    def __contains__(self, chat: object) -> bool:
        return chat in self._queued

    def put(self, chat: int, lane: Lane, at: float = -math.inf, order: int | None = None) -> None:
        """Wait in ``lane``, not before ``at``. Who waits already keeps turn and moment, and may only move up."""
        known = self._queued.get(chat)
        if known is not None and lane >= known.lane:
            return
        queued = known or QueuedChat(chat, lane, next(self._orders) if order is None else order, at)
        queued.lane = lane
        self._queued[chat] = queued
        if known is None and at > -math.inf:
            heapq.heappush(self._later, (at, chat))
        elif queued.at == -math.inf:
            heapq.heappush(self._ready, (lane, queued.order, chat))

    def take(self, now: float, may_go: Callable[[Lane], bool]) -> QueuedChat | None:
        """The next whose time has come, if its lane may go; nobody overtakes out of a higher lane."""
        self._wake(now)
        while self._ready:
            lane, order, chat = self._ready[0]
            queued = self._queued.get(chat)
            if queued is None or (queued.lane, queued.order) != (lane, order):
                heapq.heappop(self._ready)  # it moved or went meanwhile
                continue
            if not may_go(lane):
                return None
            heapq.heappop(self._ready)
            return self._queued.pop(chat)
        return None

    def next_lane(self) -> Lane | None:
        """Of whoever is to be taken next, as ``take`` left it."""
        return self._ready[0][0] if self._ready else None

    def next_moment(self) -> float:
        """When somebody's time comes who must still wait."""
        return self._later[0][0] if self._later else math.inf

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            at, chat = heapq.heappop(self._later)
            queued = self._queued.get(chat)
            if queued is not None and queued.at == at:
                queued.at = -math.inf
                heapq.heappush(self._ready, (queued.lane, queued.order, chat))
