"""A rate limit per key that forgets: at most so many in any period of that length, whoever is counted.

Litestar's own limiter never drops a key from its memory, and the library ``limits`` drops them in a thread of its own,
without a bound on their number and by its own clock.
"""

from bisect import bisect_right

MAX_KEYS = 10_000  # beyond this the key that was silent longest is forgotten


class RateLimit:
    """Holds only what happened in the last ``seconds``; ``now`` is in seconds of any clock that never goes back."""

    def __init__(self, limit: int, seconds: float, max_keys: int = MAX_KEYS) -> None:
        self._limit, self._seconds, self._max_keys = limit, seconds, max_keys
        self._taken: dict[str, list[float]] = {}  # the key used last is last

    def take(self, key: str, now: float) -> float:
        """Count one more of ``key`` and return 0; without room, the seconds until there is, and nothing is counted."""
        taken = self._recent(key, now)
        if len(taken) >= self._limit:
            return taken[-self._limit] + self._seconds - now
        self._taken.pop(key, None)
        self._taken[key] = [*taken, now]
        self._forget(now)
        return 0.0

    def count(self, key: str, now: float) -> int:
        return len(self._recent(key, now))

    def __len__(self) -> int:
        """The number of keys in memory."""
        return len(self._taken)

    def _recent(self, key: str, now: float) -> list[float]:
        taken = self._taken.get(key, [])
        return taken[bisect_right(taken, now - self._seconds) :]

    def _forget(self, now: float) -> None:
        oldest = next(iter(self._taken))
        while len(self._taken) > self._max_keys or self._taken[oldest][-1] <= now - self._seconds:
            del self._taken[oldest]
            oldest = next(iter(self._taken))
