"""Percentiles of waits, and the middle one of several runs."""

from hypothesis import given
from hypothesis import strategies as st

from bench.waits import Waits


def test_percentiles_of_a_hundred_and_one_waits() -> None:
    waits = Waits.of([float(wait) for wait in range(101)])
    assert (waits.p50, waits.p95, waits.p99, waits.longest) == (50, 95, 99, 100)


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=50))
def test_no_percentile_is_longer_than_the_longest(waits: list[int]) -> None:
    found = Waits.of(waits)
    assert found.p50 <= found.p95 <= found.p99 <= found.longest


def test_the_middle_is_taken_of_each_figure_by_itself() -> None:
    runs = [Waits(1, 20, 300, 4), Waits(2, 10, 100, 6), Waits(3, 30, 200, 5)]
    assert Waits.middle(runs) == Waits(2, 20, 200, 5)


def test_figures_are_shown_to_a_tenth_of_a_millisecond() -> None:
    assert Waits(1.234, 20, 300, 4000.06).shown() == ("1.2 ms", "20.0 ms", "300.0 ms", "4000.1 ms")
