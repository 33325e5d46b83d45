"""When messages may be sent: a total rate per second, one per second in a chat, and capacity reserved for answers.

Moments are seconds of a monotonic clock. Only a chat's last message has a wall-clock time, because other processes and
earlier runs of this one also send there.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from chats.model import Lane

CHAT_SECONDS = 1.0
GROUP_SECONDS = 3.0  # twenty a minute
SHARE_FOR_ANSWERS = 2 / 30  # of the total rate
JITTER_SECONDS = 0.03  # how much closer together two messages may arrive than they were sent


@dataclass
class RateLimit:
    """``per_second`` is the limit for all processes together, infinite if there is none."""

    per_second: float
    process_count: int = 1
    non_answers_from: float = -math.inf  # before this moment only answers may be sent
    _sent: deque[float] = field(default_factory=deque)  # when the new messages of the last second were sent
    _left: deque[float] = field(default_factory=deque)  # those, and messages promised to be sent
    _calls: deque[float] = field(default_factory=deque)  # all of these, and edits
    _promised: float = -math.inf

    @property
    def most(self) -> float:
        """New messages this process may send in any second."""
        return self.per_second if math.isinf(self.per_second) else max(1, int(self.per_second / self.process_count))

    @property
    def max_non_answers_per_second(self) -> float:
        """As ``most``, for messages that are not answers."""
        if math.isinf(self.per_second):
            return self.per_second
        return max(1, int(self.per_second * (1 - SHARE_FOR_ANSWERS) / self.process_count + 1e-9))

    def delay_seconds(self, lane: Lane, now: float) -> float:
        """Seconds until a new message of this lane may be sent; 0: now."""
        if math.isinf(self.per_second):
            return 0.0
        self._forget(now)
        free = _free_at(self._sent, self.most, 1 + JITTER_SECONDS)
        if lane != Lane.ANSWER:
            spaced = self._promised + self.process_count / self.per_second
            room = max(
                _free_at(self._left, self.max_non_answers_per_second, 1.0), _free_at(self._calls, self.most, 1.0)
            )
            free = max(free, room, spaced, self.non_answers_from)
        return max(0.0, free - now)

    def chat_wait(self, sent_at: datetime | None, group: bool, now: datetime) -> float:
        """Seconds until the next new message may go to a chat whose last one was sent at ``sent_at``."""
        if sent_at is None or math.isinf(self.per_second):
            return 0.0
        gone = (now - sent_at).total_seconds()
        least = GROUP_SECONDS if group else CHAT_SECONDS
        return max(0.0, least - gone) if gone >= 0 else least  # if the clock went back, do not wait for it to catch up

    def reserve(self, now: float) -> None:
        """Reserve capacity for a message that is not an answer and is about to be sent."""
        self._promised = now
        self._left.append(now)
        self._calls.append(now)

    def sent(self, lane: Lane, now: float) -> None:
        """Record that a new message is being sent."""
        self._sent.append(now)
        if lane == Lane.ANSWER:
            self._left.append(now)
            self._calls.append(now)

    def edited(self, now: float) -> None:
        """Record an edit. Edits never wait; beyond the capacity reserved for answers they delay non-answers."""
        self._calls.append(now)

    def _forget(self, now: float) -> None:
        for moments in (self._sent, self._left, self._calls):
            while moments and moments[0] <= now - 1 - JITTER_SECONDS:
                moments.popleft()


def _free_at(moments: deque[float], most: float, window: float) -> float:
    """The moment at which fewer than ``most`` of ``moments`` lie in the preceding ``window`` seconds."""
    return -math.inf if len(moments) < most else moments[-int(most)] + window
