"""Working hours by example: the effective day, closing time, and the next moment in which people are at work."""

from datetime import date, datetime, time

import pytest

from workdays.deadline_rules import (
    DISTRICT_TIME,
    DeadlineRules,
    day_of,
    due_moment,
    effective_day,
    in_working_hours,
    is_past,
)
from workdays.published import published_calendar

RULES = DeadlineRules(published_calendar())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DISTRICT_TIME)


def test_closing_time_itself_is_past_due() -> None:
    assert due_moment(date(2023, 3, 7), RULES) == at("2023-03-07 17:30")
    assert is_past(date(2023, 3, 7), at("2023-03-07 17:30"), RULES)
    assert not is_past(date(2023, 3, 7), at("2023-03-07 17:29:59"), RULES)


def test_a_district_may_let_what_comes_after_hours_count_the_same_day() -> None:
    assert effective_day(at("2023-03-03 20:00"), DeadlineRules(RULES.calendar, after_hours_next_day=False)) == date(
        2023, 3, 3
    )


def test_a_district_may_close_earlier() -> None:
    assert effective_day(at("2023-03-02 17:00"), DeadlineRules(RULES.calendar, closing=time(17))) == date(2023, 3, 3)


def test_the_version_names_calendar_and_settings() -> None:
    assert RULES.version.endswith("2004–2026; 09:00–17:30")
    other = DeadlineRules(RULES.calendar, effective_day_counts=True, after_hours_next_day=False)
    assert other.version.endswith(", effective day counts, after hours counts")


def test_a_moment_without_a_time_zone_has_no_effective_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        effective_day(at("2023-03-06 10:00").replace(tzinfo=None), RULES)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2023-03-06 10:00", "2023-03-06 10:00"),
        ("2023-03-06 08:59", "2023-03-06 09:00"),
        ("2023-03-06 17:30", "2023-03-07 09:00"),
        ("2023-03-04 10:00", "2023-03-06 09:00"),  # a Saturday
        ("2023-01-28 10:00", "2023-01-28 10:00"),  # a Saturday that makes up for the Spring Festival
    ],
)
def test_what_falls_outside_working_hours_moves_to_the_next_opening(moment: str, expected: str) -> None:
    assert in_working_hours(at(moment), RULES) == at(expected)


def test_a_day_is_one_of_the_districts_wherever_the_server_is() -> None:
    assert day_of(datetime.fromisoformat("2023-03-05T16:00:00+00:00")) == date(2023, 3, 6)
