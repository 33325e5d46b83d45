"""Chats that wait to be carried, lower lanes first, and within a lane whoever waited longest."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from chats.model import Lane


@dataclass(slots=True)
class Place:
    chat: int
    lane: Lane
    order: int  # given once: who is put back keeps its turn
    at: float  # not before this moment


class CarryQueue:
    """At most one place for each chat, whichever of its events gave it. Moments as in ``pace``."""

    def __init__(self) -> None:
        self._places: dict[int, Place] = {}
        self._ready: list[tuple[Lane, int, int]] = []  # lane, order, chat
        self._later: list[tuple[float, int]] = []  # moment, chat
        self._orders = count()

    def __len__(self) -> int:
        return len(self._places)

    @property
    def ready(self) -> int:
        """Chats whose time has come."""
        return sum(place.at == -math.inf for place in self._places.values())

    def __contains__(self, chat: object) -> bool:
        return chat in self._places

    def put(self, chat: int, lane: Lane, at: float = -math.inf, order: int | None = None) -> None:
        """Wait in ``lane``, not before ``at``. Who waits already keeps turn and moment, and may only move up."""
        known = self._places.get(chat)
        if known is not None and lane >= known.lane:
            return
        place = known or Place(chat, lane, next(self._orders) if order is None else order, at)
        place.lane = lane
        self._places[chat] = place
        if known is None and at > -math.inf:
            heapq.heappush(self._later, (at, chat))
        elif place.at == -math.inf:
            heapq.heappush(self._ready, (lane, place.order, chat))

    def take(self, now: float, may_go: Callable[[Lane], bool]) -> Place | None:
        """The next whose time has come, if its lane may go; nobody overtakes out of a higher lane."""
        self._wake(now)
        while self._ready:
            lane, order, chat = self._ready[0]
            place = self._places.get(chat)
            if place is None or (place.lane, place.order) != (lane, order):
                heapq.heappop(self._ready)  # it moved or went meanwhile
                continue
            if not may_go(lane):
                return None
            heapq.heappop(self._ready)
            return self._places.pop(chat)
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
            place = self._places.get(chat)
            if place is not None and place.at == at:
                place.at = -math.inf
                heapq.heappush(self._ready, (place.lane, place.order, chat))
