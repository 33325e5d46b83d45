"""The books: what counts as a burst, a gap, a repeat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.record import Call, Record, gaps, most_in_a_second

moments = st.lists(st.integers(0, 5000).map(lambda thousandth: thousandth / 1000), max_size=60)


@given(moments)
def test_the_most_in_a_second_is_the_fullest_of_all_seconds_that_begin_at_a_call(times: list[float]) -> None:
    fullest = max((sum(0 <= at - begin < 1 for at in times) for begin in times), default=0)
    assert most_in_a_second(times) == fullest


def test_a_second_does_not_include_its_end() -> None:
    assert most_in_a_second([0.0, 0.5, 1.0]) == 2


@given(moments)
def test_gaps_add_up_to_the_whole_span(times: list[float]) -> None:
    assert sum(gaps(times)) == pytest.approx(max(times, default=0) - min(times, default=0))


def test_a_repeat_is_the_same_text_in_the_same_chat() -> None:
    sent = [(1, "a"), (2, "a"), (1, "b"), (1, "a"), (1, "a")]
    record = Record([Call(at, 9, "sendMessage", chat, at, text) for at, (chat, text) in enumerate(sent)])
    assert record.duplicates() == {(1, "a"): 2}
    assert record.gaps(1) == [2, 1, 1]
