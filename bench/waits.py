"""How long people waited, by percentile, and the median over several runs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Waits:
    """In milliseconds."""

    p50: float
    p95: float
    p99: float
    longest: float

    @classmethod
    def of(cls, waits: Sequence[float]) -> "Waits":
        cuts = quantiles(waits, n=100, method="inclusive")  # never more than the longest, however few there are
        return cls(cuts[49], cuts[94], cuts[98], max(waits))

    @classmethod
    def middle(cls, runs: Sequence["Waits"]) -> "Waits":
        """Each figure's median over the runs."""
        return cls(*(median(getattr(run, field.name) for run in runs) for field in fields(cls)))

    def shown(self) -> tuple[str, ...]:
        return tuple(f"{getattr(self, field.name):.1f} ms" for field in fields(self))
