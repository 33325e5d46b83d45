"""How fast messages may leave: so many a second over all, one a second in a chat, and always room for answers.

Moments are seconds of a clock that never goes back; only the last message of a chat is known by wall clock, because
other processes and earlier starts of this one sent it.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from chats.model import Lane

CHAT_SECONDS = 1.0
GROUP_SECONDS = 3.0  # twenty a minute
SHARE_FOR_ANSWERS = 2 / 30  # of the rate
JITTER_SECONDS = 0.03  # by which two messages may come closer on their way


@dataclass
class RateLimit:
    """``per_second`` is what all processes may send together; infinite: nothing waits. ``share`` of them send."""

    per_second: float
    share: int = 1
    others_from: float = -math.inf  # before this moment only answers leave
    _sent: deque[float] = field(default_factory=deque)  # when the new messages of the last second left
    _left: deque[float] = field(default_factory=deque)  # those and what was promised to leave
    _calls: deque[float] = field(default_factory=deque)  # all that, and edits
    _promised: float = -math.inf

    @property
    def most(self) -> float:
        """New messages of this process in any second."""
        return self.per_second if math.isinf(self.per_second) else max(1, int(self.per_second / self.share))

    @property
    def most_unasked(self) -> float:
        """Up to how many in a second what nobody waits for may leave."""
        if math.isinf(self.per_second):
            return self.per_second
        return max(1, int(self.per_second * (1 - SHARE_FOR_ANSWERS) / self.share + 1e-9))

    def wait(self, lane: Lane, now: float) -> float:
        """Seconds until a new message of that lane may leave; 0: now."""
        if math.isinf(self.per_second):
            return 0.0
        self._forget(now)
        free = _free_at(self._sent, self.most, 1 + JITTER_SECONDS)
        if lane != Lane.ANSWER:
            spaced = self._promised + self.share / self.per_second
            room = max(_free_at(self._left, self.most_unasked, 1.0), _free_at(self._calls, self.most, 1.0))
            free = max(free, room, spaced, self.others_from)
        return max(0.0, free - now)

    def chat_wait(self, sent_at: datetime | None, group: bool, now: datetime) -> float:
        """Seconds until the next new message may go to a chat that got its last at ``sent_at``."""
        if sent_at is None or math.isinf(self.per_second):
            return 0.0
        gone = (now - sent_at).total_seconds()
        least = GROUP_SECONDS if group else CHAT_SECONDS
        return max(0.0, least - gone) if gone >= 0 else least  # a clock that went back is no reason to wait for it

    def promise(self, now: float) -> None:
        """Something that nobody waits for is about to leave: it has its place from now on."""
        self._promised = now
        self._left.append(now)
        self._calls.append(now)

    def sent(self, lane: Lane, now: float) -> None:
        """A new message leaves."""
        self._sent.append(now)
        if lane == Lane.ANSWER:
            self._left.append(now)
            self._calls.append(now)

    def edited(self, now: float) -> None:
        """Edits never wait; what nobody waits for makes room once they are more than what is kept for answers."""
        self._calls.append(now)

    def _forget(self, now: float) -> None:
        for moments in (self._sent, self._left, self._calls):
            while moments and moments[0] <= now - 1 - JITTER_SECONDS:
                moments.popleft()


def _free_at(moments: deque[float], most: float, window: float) -> float:
    """When fewer than ``most`` of ``moments`` lie within the ``window`` that ends then."""
    return -math.inf if len(moments) < most else moments[-int(most)] + window
