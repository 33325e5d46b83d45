"""Queue of chats with something to send: lower lanes first, longest waiting first within a lane."""

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
    order: int  # assigned once, so that a chat put back keeps its place
    at: float  # not to be sent before this moment


class SendQueue:
    """Holds at most one entry per chat, for all its pending events. Moments as in ``rate_limit``."""

    def __init__(self) -> None:
        self._queued: dict[int, QueuedChat] = {}
        self._ready: list[tuple[Lane, int, int]] = []  # lane, order, chat
        self._later: list[tuple[float, int]] = []  # moment, chat
        self._orders = count()

    def __len__(self) -> int:
        return len(self._queued)

    @property
    def ready(self) -> int:
        """Number of chats that may be sent now."""
        return sum(queued.at == -math.inf for queued in self._queued.values())

    def __contains__(self, chat: object) -> bool:
        return chat in self._queued

    def put(self, chat: int, lane: Lane, at: float = -math.inf, order: int | None = None) -> None:
        """Queue in ``lane``, not before ``at``. A queued chat keeps order and moment; its lane can only get lower."""
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
        """The next chat that is due, if its lane may send now; a chat of a higher lane cannot overtake it."""
        self._wake(now)
        while self._ready:
            lane, order, chat = self._ready[0]
            queued = self._queued.get(chat)
            if queued is None or (queued.lane, queued.order) != (lane, order):
                heapq.heappop(self._ready)  # its lane changed or it was taken in the meantime
                continue
            if not may_go(lane):
                return None
            heapq.heappop(self._ready)
            return self._queued.pop(chat)
        return None

    def next_lane(self) -> Lane | None:
        """Lane of the next chat to be taken, as of the last ``take``."""
        return self._ready[0][0] if self._ready else None

    def next_moment(self) -> float:
        """When the next chat that must still wait becomes due."""
        return self._later[0][0] if self._later else math.inf

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            at, chat = heapq.heappop(self._later)
            queued = self._queued.get(chat)
            if queued is not None and queued.at == at:
                queued.at = -math.inf
                heapq.heappush(self._ready, (queued.lane, queued.order, chat))
