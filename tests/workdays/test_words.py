"""Reasons in words, merged into runs."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from texts.speech import speaking
from workdays.calendar import Calendar
from workdays.holiday_notice import HolidayNotice
from workdays.published import holiday_notices, published_calendar
from workdays.runs import RunKind
from workdays.words import day_in_words, explain, weekday_name

CALENDAR = published_calendar()


def test_festival_make_up_days_and_weekends_are_told_in_order() -> None:
    assert explain(CALENDAR, date(2026, 2, 13), date(2026, 3, 13)) == [
        "2月14日 周六调休上班",
        "2月15日至23日 春节放假",
        "2月28日 周六调休上班",
        "3月1日 周日",
        "3月7日至8日 周末",
    ]


def test_a_run_is_cut_to_the_days_asked_about() -> None:
    assert explain(CALENDAR, date(2026, 2, 20), date(2026, 2, 22)) == ["2月20日至22日 春节放假"]
    assert explain(CALENDAR, date(2023, 3, 4), date(2023, 3, 4)) == ["3月4日 周六"]


def test_ordinary_workdays_need_no_reason() -> None:
    assert explain(CALENDAR, date(2023, 3, 6), date(2023, 3, 10)) == []


def test_another_year_and_another_month_are_named() -> None:
    assert explain(CALENDAR, date(2023, 12, 29), date(2024, 1, 7)) == [
        "12月30日至2024年1月1日 元旦放假",
        "2024年1月6日至7日 周末",
    ]
    assert explain(CALENDAR, date(2023, 9, 28), date(2023, 10, 8)) == [
        "9月29日 中秋放假",
        "9月30日至10月6日 国庆节放假",
        "10月7日至8日 周末调休上班",
    ]


def test_a_holiday_that_only_a_notice_names_is_told_and_escaped() -> None:
    calendar = Calendar(holiday_notices(), "x", {2027: HolidayNotice(off={date(2027, 3, 2): "<纪念日>"})})
    assert explain(calendar, date(2027, 3, 2), date(2027, 3, 2)) == ["3月2日 &lt;纪念日&gt;放假"]


def test_every_published_holiday_has_words() -> None:
    for notice in holiday_notices().values():
        for day in notice.off:
            assert "放假" in explain(CALENDAR, day, day)[0]


def test_a_long_holiday_name_is_said_short() -> None:
    assert explain(CALENDAR, date(2015, 9, 3), date(2015, 9, 3)) == ["9月3日 抗战胜利70周年纪念日放假"]


def test_without_a_catalogue_entry_the_chinese_sentence_is_said() -> None:
    with speaking("xx"):
        assert day_in_words(date(2026, 2, 15)) == "2026年2月15日"
        assert weekday_name(date(2026, 2, 15)) == "周日"


@given(st.dates(date(2004, 1, 1), date(2040, 10, 31)), st.integers(0, 60))
def test_runs_cover_exactly_the_days_that_are_not_ordinary_workdays(first: date, length: int) -> None:
    days = [first + timedelta(days=ahead) for ahead in range(length + 1)]
    runs = list(CALENDAR.runs(first, days[-1]))
    told = {day: run.kind for run in runs for day in days if run.first <= day <= run.last}
    for day in days:
        if CALENDAR.is_workday(day):
            assert told.get(day) is (RunKind.MAKE_UP if day.weekday() > 4 else None)
        else:
            assert told[day] in (RunKind.HOLIDAY, RunKind.WEEKEND)
