"""A rate limit is exact, says how long to wait, and forgets."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webchat.rate_limit import RateLimit


def test_no_more_than_the_limit_in_any_period() -> None:
    limit = RateLimit(2, 60)
    assert [limit.take("a", now) for now in (0, 50, 55)] == [0, 0, 5]
    assert [limit.take("a", now) for now in (60, 61)] == [0, 49]


def test_one_key_costs_no_other() -> None:
    limit = RateLimit(1, 60)
    assert [limit.take(key, 0) for key in ("a", "b", "a")] == [0, 0, 60]


def test_what_is_refused_does_not_count() -> None:
    limit = RateLimit(1, 60)
    assert [limit.take("a", now) for now in (0, 30, 59, 60)] == [0, 30, 1, 0]


def test_nothing_older_than_the_period_stays_in_memory() -> None:
    limit = RateLimit(5, 60)
    for count in range(1_000):
        limit.take(f"key {count}", count / 100)
    assert len(limit) == 1_000
    limit.take("later", 70)
    assert len(limit) == 1


def test_only_so_many_keys_stay_in_memory_and_those_used_last_do() -> None:
    limit = RateLimit(1, 60, max_keys=3)
    for key in "abcabdb":
        limit.take(key, 0)
    assert len(limit) == 3
    assert [limit.count(key, 0) for key in "abcd"] == [0, 1, 1, 1]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 30)), max_size=60))
def test_whatever_happens_no_period_holds_more_than_the_limit(steps: list[tuple[str, float]]) -> None:
    limit, now, counted = RateLimit(3, 60), 0.0, dict[str, list[float]](a=[], b=[])
    for key, pause in steps:
        now += pause
        if limit.take(key, now) == 0:
            counted[key].append(now)
            assert len([one for one in counted[key] if one > now - 60]) <= 3
        else:
            assert len([one for one in counted[key] if one > now - 60]) == 3
