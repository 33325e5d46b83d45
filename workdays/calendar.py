"""Which days are workdays, the n-th workday after a day, and how many there are between two days.

All workdays are in one sorted list, so every question is a binary search. The calendar knows days only; times of day
are up to the caller.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workdays import statutory
from workdays.holiday_notice import HolidayNotice
from workdays.runs import Run, runs_of

_DAY = timedelta(days=1)
_SATURDAY = 5


class OutsideCalendar(ValueError):
    """A day outside the range of the calendar."""


class Calendar:
    """Workdays from the first published year to 2040.

    ``notices`` are the published years; ``overrides`` are years entered later (a notice newer than the library, a
    change in the middle of a year) and replace the same year. Years between and after are provisional.
    """

    def __init__(
        self,
        notices: Mapping[int, HolidayNotice],
        source: str,
        overrides: Mapping[int, HolidayNotice] | None = None,
    ) -> None:
        published = {**notices, **(overrides or {})}
        self.published = frozenset(published)
        self.first = date(min(published), 1, 1)
        self.last = date(max(statutory.LAST_YEAR, *published), 12, 31)
        self.version = _version(source, notices, overrides or {})
        off, on = _exceptions(published, range(self.first.year, self.last.year + 1))
        self._workdays = [day for day in _days(self.first, self.last) if _is_worked(day, off, on)]
        self._runs = runs_of(_days(self.first, self.last), off, on)
        self._run_ends = [run.last for run in self._runs]

    def is_workday(self, day: date) -> bool:
        self._reach(day)
        place = bisect_left(self._workdays, day)
        return place < len(self._workdays) and self._workdays[place] == day

    def on_or_after(self, day: date) -> date:
        """``day`` itself if it is a workday, else the next workday (Civil Code art. 203)."""
        self._reach(day)
        return self._at(bisect_left(self._workdays, day))

    def nth_after(self, day: date, n: int) -> date:
        """The ``n``-th workday after ``day`` (n ≥ 1), ``day`` itself not counted."""
        if n < 1:
            raise ValueError(f"the n-th workday after a day needs n ≥ 1, not {n}")
        self._reach(day)
        return self._at(bisect_right(self._workdays, day) + n - 1)

    def nth_before(self, day: date, n: int) -> date:
        """The ``n``-th workday before ``day`` (n ≥ 1), ``day`` itself not counted."""
        if n < 1:
            raise ValueError(f"the n-th workday before a day needs n ≥ 1, not {n}")
        self._reach(day)
        return self._at(bisect_left(self._workdays, day) - n)

    def next_three(self, day: date) -> tuple[date, date, date]:
        """The first, second and third workday after ``day``, with one search."""
        self._reach(day)
        place = bisect_right(self._workdays, day)
        first, second, third = self._at(place), self._at(place + 1), self._at(place + 2)
        return first, second, third

    def count_workdays(self, after: date, until: date) -> int:
        """The number of workdays after ``after`` up to and including ``until``; 0 if none."""
        self._reach(after)
        self._reach(until)
        return max(0, bisect_right(self._workdays, until) - bisect_right(self._workdays, after))

    def is_provisional(self, day: date) -> bool:
        """Whether ``day`` is in a year whose notice is not known."""
        return day.year not in self.published

    def runs(self, first: date, last: date) -> Iterator[Run]:
        """The runs of days off and make-up days that overlap ``first`` to ``last``, clipped to that range, in order."""
        self._reach(first)
        for place in range(bisect_left(self._run_ends, first), len(self._runs)):
            run = self._runs[place]
            if run.first > last:
                return
            yield run.cut(first, last)

    def _reach(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(f"{day} lies outside {self.first} to {self.last}")

    def _at(self, place: int) -> date:
        if not 0 <= place < len(self._workdays):
            raise OutsideCalendar(f"the calendar reaches from {self.first} to {self.last}")
        return self._workdays[place]


def _version(source: str, notices: Mapping[int, HolidayNotice], overrides: Mapping[int, HolidayNotice]) -> str:
    known = f"{source}, {min(notices)}–{max(notices)}"
    return known + "".join(f" + {year}" for year in sorted(overrides))


def _exceptions(published: Mapping[int, HolidayNotice], years: range) -> tuple[dict[date, str], dict[date, str]]:
    """All days off and all make-up days; days that a notice sets in the year before override that year's own."""
    off: dict[date, str] = {}
    on: dict[date, str] = {}
    for year in years:
        notice = published.get(year) or statutory.statutory_days_off(year)
        off |= notice.off
        on = {day: name for day, name in on.items() if day not in notice.off} | dict(notice.on)
        off = {day: name for day, name in off.items() if day not in notice.on}
    return off, on


def _is_worked(day: date, off: Mapping[date, str], on: Mapping[date, str]) -> bool:
    return day in on or (day.weekday() < _SATURDAY and day not in off)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day < last:
        yield day
        day += _DAY
    yield last
