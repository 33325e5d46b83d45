"""Runs of consecutive days that are not ordinary workdays: holidays, make-up days, weekends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

_DAY = timedelta(days=1)
_SATURDAY = 5


class RunKind(Enum):
    """Why the days of a run are special."""

    HOLIDAY = "holiday"  # 放假
    MAKE_UP = "make-up"  # 调休上班
    WEEKEND = "weekend"  # 周末


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive days, both ends included, with one reason; ``holiday`` is its Chinese name, empty for a weekend."""

    first: date
    last: date
    kind: RunKind
    holiday: str = ""

    def cut(self, first: date, last: date) -> "Run":
        """The part of the run from ``first`` to ``last``."""
        if first <= self.first and self.last <= last:
            return self
        return replace(self, first=max(first, self.first), last=min(last, self.last))


def runs_of(days: Iterable[date], off: Mapping[date, str], on: Mapping[date, str]) -> list[Run]:
    """All runs in ``days``, which must be in order; ordinary workdays belong to none."""
    runs: list[Run] = []
    for day in days:
        reason = _reason(day, off, on)
        if reason is None:
            continue
        kind, holiday = reason
        before = runs[-1] if runs else None
        if before and (before.kind, before.holiday) == reason and before.last + _DAY == day:
            runs[-1] = Run(before.first, day, kind, holiday)
        else:
            runs.append(Run(day, day, kind, holiday))
    return runs


def _reason(day: date, off: Mapping[date, str], on: Mapping[date, str]) -> tuple[RunKind, str] | None:
    if day in off:
        return RunKind.HOLIDAY, off[day]
    if day.weekday() < _SATURDAY:
        return None
    return (RunKind.MAKE_UP, on[day]) if day in on else (RunKind.WEEKEND, "")
