"""A leave in words counts from today; what is no period of days is refused, whatever was typed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.leave import read_leave
from people.model import Leave
from people.spoken_leave import read_spoken_day, read_spoken_leave
from texts.refused import Refused

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今天", "2026-11-25", "2026-11-25"),
        ("我明天请假", "2026-11-26", "2026-11-26"),
        ("明天到周五", "2026-11-26", "2026-11-27"),
        ("明天至下周一", "2026-11-26", "2026-11-30"),
        ("本周", "2026-11-25", "2026-11-29"),
        ("下周", "2026-11-30", "2026-12-06"),
        ("下周一", "2026-11-30", "2026-11-30"),
        ("下周一到周三", "2026-11-30", "2026-12-02"),
        ("周末", "2026-11-28", "2026-11-29"),
        ("星期天", "2026-11-29", "2026-11-29"),
        ("12月1日到12月4日", "2026-12-01", "2026-12-04"),
        ("12月1日到4日", "2026-12-01", "2026-12-04"),
        ("12月30日到1月2日", "2026-12-30", "2027-01-02"),
        ("1月4日", "2027-01-04", "2027-01-04"),
        ("28号", "2026-11-28", "2026-11-28"),
        ("从明天起三天", "2026-11-26", "2026-11-28"),
        ("从12月1日开始休10天", "2026-12-01", "2026-12-10"),
        ("2026-11-20至2026-11-30", "2026-11-20", "2026-11-30"),
        ("tomorrow", "2026-11-26", "2026-11-26"),
        ("就明天一天", "2026-11-26", "2026-11-26"),
        ("我明天请假，让华示范接手", "2026-11-26", "2026-11-26"),
    ],
)
def test_a_leave_in_words_is_read_from_today_on(text: str, first: str, last: str) -> None:
    assert read_spoken_leave(text, WEDNESDAY) == Leave(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "好的", "下周再说", "到", "周五到明天", "2月30日", "三天", "明天零天", "99号"])
def test_what_is_no_period_of_days_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_spoken_leave(text, WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月12号左右", "2026-12-12"),
        ("下周五前能办好", "2026-12-04"),
        ("三天内", "2026-11-28"),
        ("两周", "2026-12-09"),
        ("预计12月20日之前", "2026-12-20"),
        ("尽快", None),
    ],
)
def test_the_day_by_which_something_is_done_is_read(text: str, day: str | None) -> None:
    assert read_spoken_day(text, WEDNESDAY) == (date.fromisoformat(day) if day else None)


@given(
    st.text(max_size=40) | st.text("0123456789月日号周下本这今明后天到至起三休假一二末星期", max_size=16), st.dates()
)
def test_any_text_is_a_leave_or_refused(text: str, today: date) -> None:
    with suppress(Refused, OverflowError):
        leave = read_spoken_leave(text, today)
        assert leave.first <= leave.last


@given(st.dates(), st.dates())
def test_what_is_written_out_means_the_same_every_day(one: date, today: date) -> None:
    assert read_spoken_leave(str(one), today) == read_leave(str(one))
