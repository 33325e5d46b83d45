"""How long to wait before work that failed is tried again: longer each time, until it succeeds."""

from dataclasses import dataclass

CONFLICT_SECONDS = 0.01  # after a transaction conflict: the other one is about to end
FIRST_WAIT_SECONDS, MAX_WAIT_SECONDS = 0.1, 5.0  # the wait doubles with each failure in a row


@dataclass
class Retry:
    failures: int = 0  # in a row

    def failed(self) -> float:
        """Call after each failure; returns the seconds to wait."""
        self.failures += 1
        return float(min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(self.failures - 1, 30)))

    def succeeded(self) -> None:
        self.failures = 0

    @property
    def is_worth_a_line(self) -> bool:
        """Whether the log should mention this failure: the 1st, 2nd, 4th, 8th … in a row."""
        return self.failures & (self.failures - 1) == 0
