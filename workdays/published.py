"""The State Council's yearly notices from the chinesecalendar package, read once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version

from chinese_calendar import constants  # type: ignore[import-untyped]  # it has no types

from workdays.calendar import Calendar
from workdays.holiday_notice import HolidayNotice


@cache
def published_calendar() -> Calendar:
    """The calendar of all published notices; later years are provisional."""
    return Calendar(holiday_notices(), source=f"chinesecalendar {version('chinesecalendar')}")


def holiday_notices() -> dict[int, HolidayNotice]:
    """One notice per published year; a December day set by the next year's notice is listed under its own year."""
    off, on = _in_chinese(constants.holidays), _in_chinese(constants.workdays)
    return {year: HolidayNotice(_of(year, off), _of(year, on)) for year in range(min(off).year, max(off).year + 1)}


def _in_chinese(days: Mapping[date, str]) -> dict[date, str]:
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    return {day: names[english] for day, english in days.items()}


def _of(year: int, days: Mapping[date, str]) -> dict[date, str]:
    return {day: name for day, name in days.items() if day.year == year}
