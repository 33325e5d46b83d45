"""How long a chat, or the whole channel, waits after the result of a turn."""

import math
from dataclasses import dataclass, field

from bot.delivery.outcome import Outcome
from bot.delivery.transport import NotSent, RateLimited, Unauthorized, Unreachable

LOCKED_OUT_SECONDS = 60.0  # pause of the channel after its account was refused
MIN_SECONDS, MAX_SECONDS = 0.25, 30.0  # the wait doubles with each consecutive failure


@dataclass
class Backoff:
    paused_until: float = -math.inf  # of the whole channel: nothing is sent before this
    _pause: float = MIN_SECONDS
    _tries: dict[int, int] = field(default_factory=dict)  # consecutive failures, by chat

    def tries(self, chat: int) -> int:
        return self._tries.get(chat, 0)

    def after(self, chat: int, outcome: Outcome, now: float) -> float | None:
        """Seconds until the chat's next turn; None: not before a new message is added to the chat."""
        if outcome.failure is None:
            self._pause = MIN_SECONDS
            self._tries.pop(chat, None)
            return outcome.next_in
        if outcome.records:
            self._tries.pop(chat, None)  # it made progress
        match outcome.failure:
            case Unreachable():
                self._tries.pop(chat, None)
                return None
            case RateLimited(seconds=seconds, account_wide=account_wide):
                if account_wide:
                    self._stop_until(now + seconds)
                return seconds
            case Unauthorized():
                self._stop_until(now + LOCKED_OUT_SECONDS)
                return LOCKED_OUT_SECONDS
            case NotSent():
                if now >= self.paused_until:  # several calls that failed together double the wait only once
                    self._stop_until(now + self._pause)
                    self._pause = min(MAX_SECONDS, 2 * self._pause)
        return self.after_failure(chat)

    def after_failure(self, chat: int) -> float:
        tries = self._tries.get(chat, 0)
        self._tries[chat] = tries + 1
        return float(min(MAX_SECONDS, MIN_SECONDS * 2**tries))

    def _stop_until(self, moment: float) -> None:
        self.paused_until = max(self.paused_until, moment)
