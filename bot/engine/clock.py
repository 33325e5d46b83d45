"""The product's clock: real time, or in the demo real time moved forward."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Read only at the edges (worker, sweep, delivery, request); everything below takes ``now`` as an argument, and
    ``real_now`` where real time is needed even in the demo."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return self.real_now() + self.ahead

    def real_now(self) -> datetime:
        return datetime.now(UTC)

    def move_to(self, moment: datetime) -> None:
        """Jump forward to ``moment``; the clock never goes back."""
        self.ahead = max(self.ahead, moment - self.real_now())
