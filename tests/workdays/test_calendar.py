"""The calendar's questions, by example and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workdays.calendar import Calendar, OutsideCalendar
from workdays.holiday_notice import HolidayNotice
from workdays.published import holiday_notices, published_calendar
from workdays.runs import RunKind

CALENDAR = published_calendar()
DAYS = st.dates(date(2004, 1, 1), date(2040, 6, 30))


def test_a_make_up_saturday_is_a_workday() -> None:
    assert CALENDAR.is_workday(date(2026, 2, 14))
    assert not CALENDAR.is_workday(date(2026, 2, 21))


def test_the_third_workday_skips_the_whole_festival() -> None:
    assert CALENDAR.nth_after(date(2026, 2, 13), 3) == date(2026, 2, 25)


def test_a_day_off_rolls_to_the_make_up_day_behind_it() -> None:
    assert CALENDAR.on_or_after(date(2023, 10, 6)) == date(2023, 10, 7)


def test_workdays_between_leave_out_the_first_day_and_count_the_last() -> None:
    assert CALENDAR.count_workdays(date(2023, 3, 6), date(2023, 3, 9)) == 3
    assert CALENDAR.count_workdays(date(2023, 3, 9), date(2023, 3, 6)) == 0


def test_the_version_names_source_and_years() -> None:
    assert CALENDAR.version.startswith("chinesecalendar ")
    assert CALENDAR.version.endswith(", 2004–2026")


def test_a_day_before_the_first_notice_or_after_the_table_is_refused() -> None:
    for day in (date(2003, 12, 31), date(2041, 1, 1)):
        with pytest.raises(OutsideCalendar, match=str(day)):
            CALENDAR.is_workday(day)
    with pytest.raises(OutsideCalendar):
        CALENDAR.nth_after(date(2040, 12, 31), 1)
    with pytest.raises(OutsideCalendar):
        CALENDAR.nth_before(date(2004, 1, 1), 1)


def test_the_zeroth_workday_is_nobodys() -> None:
    with pytest.raises(ValueError, match="n ≥ 1"):
        CALENDAR.nth_after(date(2023, 3, 6), 0)
    with pytest.raises(ValueError, match="n ≥ 1"):
        CALENDAR.nth_before(date(2023, 3, 6), 0)


def test_a_notice_entered_later_replaces_the_provisional_year() -> None:
    notice = HolidayNotice(off={date(2027, 2, 4): "春节"}, on={date(2027, 2, 6): "春节"})
    calendar = Calendar(holiday_notices(), "chinesecalendar", {2027: notice})
    assert not calendar.is_workday(date(2027, 2, 4))
    assert calendar.is_workday(date(2027, 2, 6))
    assert calendar.is_workday(date(2027, 1, 1)), "the notice rules alone, not the statute beside it"
    assert not calendar.is_provisional(date(2027, 2, 4))
    assert calendar.is_provisional(date(2028, 2, 4))
    assert calendar.version == "chinesecalendar, 2004–2026 + 2027"


def test_a_notice_may_set_days_of_the_december_before() -> None:
    notice = HolidayNotice(off={date(2026, 12, 31): "元旦", date(2027, 1, 1): "元旦"}, on={date(2026, 12, 27): "元旦"})
    calendar = Calendar(holiday_notices(), "chinesecalendar", {2027: notice})
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 27))


def test_a_later_notice_may_take_back_a_day_off() -> None:
    calendar = Calendar(holiday_notices(), "chinesecalendar", {2027: HolidayNotice(on={date(2026, 10, 3): "国庆节"})})
    assert calendar.is_workday(date(2026, 10, 3))
    assert [run.kind for run in calendar.runs(date(2026, 10, 3), date(2026, 10, 3))] == [RunKind.MAKE_UP]


@given(DAYS, st.integers(1, 40))
def test_counting_forth_and_back_meets(day: date, n: int) -> None:
    later = CALENDAR.nth_after(day, n)
    assert CALENDAR.is_workday(later)
    assert CALENDAR.count_workdays(day, later) == n
    assert CALENDAR.nth_before(later + timedelta(days=1), 1) == later


@given(DAYS)
def test_the_next_three_are_the_first_second_and_third(day: date) -> None:
    assert CALENDAR.next_three(day) == tuple(CALENDAR.nth_after(day, n) for n in (1, 2, 3))


@given(DAYS)
def test_rolling_forward_never_passes_a_workday(day: date) -> None:
    rolled = CALENDAR.on_or_after(day)
    passed = [day + timedelta(days=ahead) for ahead in range((rolled - day).days)]
    assert CALENDAR.is_workday(rolled)
    assert not any(CALENDAR.is_workday(off) for off in passed)
