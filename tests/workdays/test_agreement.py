"""Every day of 2007 to 2026 is what two independent libraries say it is.

`holidays` knows make-up workdays as ``weekend_workdays`` (read off its substituted days) and heeds them in
``is_working_day``; for 2007 to 2026 it has them all, so both comparisons are complete.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # it has no types
import holidays

from workdays.published import published_calendar

CALENDAR = published_calendar()


def test_every_day_agrees_with_chinesecalendar() -> None:
    assert [day for day in _days() if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_every_day_agrees_with_holidays() -> None:
    china = holidays.country_holidays("CN", years=range(2006, 2028))
    assert [day for day in _days() if CALENDAR.is_workday(day) != china.is_working_day(day)] == []


def _days() -> Iterator[date]:
    day = date(2007, 1, 1)
    while day <= date(2026, 12, 31):
        yield day
        day += timedelta(days=1)
