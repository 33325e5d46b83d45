"""A leave is read as people write it, in full and half width, and refused where it is none."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.leave import read_leave
from people.model import Leave
from texts.refused import Refused

NOVEMBER = Leave(date(2026, 11, 20), date(2026, 11, 30))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20至2026-11-30",
        "2026/11/20-2026/11/30",
        "2026年11月20日至30日",
        "2026年11月20日至11月30日",
        "2026年11月20日到2026年11月30日",
        "２０２６－１１－２０至２０２６－１１－３０",
        "２０２６／１１／２０～２０２６／１１／３０",
        "2026.11.20 — 2026.11.30",
        " 2026年 11月 20日 至 30日 ",
        "2026-11-20-30",
    ],
)
def test_a_period_is_read_as_people_write_it(text: str) -> None:
    assert read_leave(text) == NOVEMBER


def test_one_day_is_a_leave_too() -> None:
    assert read_leave("2026-11-20") == Leave(date(2026, 11, 20), date(2026, 11, 20))


def test_a_leave_may_run_into_the_next_year_if_it_says_so() -> None:
    assert read_leave("2026年12月28日至2027年1月5日") == Leave(date(2026, 12, 28), date(2027, 1, 5))
    with pytest.raises(Refused, match="跨年的请写明两个年份"):
        read_leave("2026年12月28日至1月5日")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-30至2026-11-20", "结束日期早于开始日期"),
        ("2026-02-30至2026-03-02", "没有 2026年2月30日 这一天"),
        ("2026-11-20至2026-13-01", "没有 2026年13月1日 这一天"),
        ("0000-01-01", "没有 0年1月1日 这一天"),
        ("下周", "从哪天到哪天"),
        ("", "从哪天到哪天"),
        ("20至30日", "从哪天到哪天"),
        ("2026-11-20至", "从哪天到哪天"),
        ("٢٠٢٦-11-20", "从哪天到哪天"),
    ],
)
def test_what_is_no_period_of_days_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_leave(text)


@given(st.dates(), st.dates())
def test_every_period_is_read_back(one: date, other: date) -> None:
    leave = Leave(min(one, other), max(one, other))
    assert read_leave(f"{leave.first}至{leave.last}") == leave


@given(st.text(max_size=40) | st.text("0123456789-/.年月日至到~", max_size=24))
def test_any_text_is_a_leave_or_refused(text: str) -> None:
    with suppress(Refused):
        leave = read_leave(text)
        assert leave.first <= leave.last
