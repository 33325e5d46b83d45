"""Unpublished years: the statutory days off, compared with the independent lunar table in `holidays`."""

from datetime import date

import holidays
import pytest

from workdays.published import published_calendar
from workdays.statutory import LUNAR_DAYS, statutory_days_off


@pytest.mark.parametrize("year", LUNAR_DAYS)
def test_the_days_off_are_those_of_the_law(year: int) -> None:
    law = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    # for published years `holidays` adds the notice's bridges, labelled as substituted or extended
    expected = {day for day in law if day.year == year and "调休" not in law[day] and "延长" not in law[day]}
    assert set(statutory_days_off(year).off) == expected


def test_spring_festival_has_four_days_from_the_eve() -> None:
    off = statutory_days_off(2027).off
    assert [day for day, name in off.items() if name == "春节"] == [date(2027, 2, day) for day in (5, 6, 7, 8)]


def test_an_unpublished_year_is_provisional_and_has_no_make_up_weekends() -> None:
    calendar = published_calendar()
    assert calendar.is_provisional(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert not any(calendar.is_workday(date(2027, 2, day)) for day in (5, 6, 7, 8, 13, 14))
    assert calendar.is_workday(date(2027, 2, 9))
