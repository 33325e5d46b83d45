"""Four deadlines of a receipt: ours, without and with reasons, beside workalendar and a plain chinesecalendar loop.

All compute the same receipts of 2018 to 2023, the years that workalendar knows. Run: ``python -m bench.deadlines``.
"""

import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter

import chinese_calendar  # type: ignore[import-untyped]  # it has no types
from workalendar.asia import China  # type: ignore[import-untyped]  # it has no types

from appeals.deadlines import initial_deadlines
from workdays.deadline_rules import DISTRICT_TIME, DeadlineRules
from workdays.months import one_month_on
from workdays.published import published_calendar
from workdays.words import explain

RUNS = 7
Answer = tuple[date, ...]


def rows() -> list[tuple[str, str, str, str]]:
    """What is compared, our time, the peer's time, and how many times longer the peer takes."""
    receipts = _receipts(400)
    rules = DeadlineRules(published_calendar())

    def with_reasons(received: datetime) -> Answer:
        deadlines = initial_deadlines(received, rules)
        explain(rules.calendar, received.date(), deadlines.resolve)
        return deadlines.effective, deadlines.assign, deadlines.contact, deadlines.path, deadlines.resolve

    plain = _microseconds(lambda received: initial_deadlines(received, rules), receipts)
    reasoned = _microseconds(with_reasons, receipts)
    loop = _microseconds(_by_loop, receipts)
    peer = _Workalendar()
    peer_time = _microseconds(peer.initial_deadlines, receipts[:100])
    wrong = sum(peer.initial_deadlines(received) != with_reasons(received) for received in receipts)
    name = f"workalendar (other dates in {wrong} of {len(receipts)} receipts)"
    return [
        _row("four deadlines", plain, f"a day loop over chinesecalendar {loop:.1f} µs", loop),
        _row("four deadlines", plain, f"{name} {peer_time:.1f} µs", peer_time),
        _row("four deadlines with reasons", reasoned, f"a day loop over chinesecalendar {loop:.1f} µs", loop),
        _row("four deadlines with reasons", reasoned, f"{name} {peer_time:.1f} µs", peer_time),
    ]


def _row(what: str, ours: float, peer: str, theirs: float) -> tuple[str, str, str, str]:
    return what, f"{ours:.1f} µs", peer, f"{theirs / ours:.0f} × as long"


def _receipts(count: int) -> list[datetime]:
    dice = Random(1231)
    first = datetime(2018, 1, 1, tzinfo=DISTRICT_TIME)
    # until October 2023: deadlines after December need workalendar's 2024, which it lacks
    return [first + timedelta(minutes=dice.randrange(2100 * 24 * 60)) for _ in range(count)]


def _microseconds(answer: Callable[[datetime], object], receipts: list[datetime]) -> float:
    """The median over several runs of the mean time for one receipt."""
    return median(_one_run(answer, receipts) for _ in range(RUNS)) / len(receipts) * 1e6


def _one_run(answer: Callable[[datetime], object], receipts: list[datetime]) -> float:
    start = perf_counter()
    for received in receipts:
        answer(received)
    return perf_counter() - start


def _by_loop(received: datetime) -> Answer:
    """Day by day, calling chinesecalendar for each: the obvious first implementation."""
    effective = _worked(received.date() + timedelta(days=_is_after_hours(received)))
    days = [effective]
    for _ in range(3):
        days.append(_worked(days[-1] + timedelta(days=1)))
    return (*days, _worked(one_month_on(effective)))


def _worked(day: date) -> date:
    while not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return day


class _Workalendar:
    """The same rule in terms of workalendar."""

    def __init__(self) -> None:
        self._china = China()

    def initial_deadlines(self, received: datetime) -> Answer:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns on every call which years it knows
            eve = received.date() + timedelta(days=_is_after_hours(received) - 1)
            effective = self._china.add_working_days(eve, 1)
            days = [self._china.add_working_days(effective, count) for count in (1, 2, 3)]
            month = self._china.add_working_days(one_month_on(effective) - timedelta(days=1), 1)
        return (effective, *days, month)


def _is_after_hours(received: datetime) -> bool:
    return (received.hour, received.minute) >= (17, 30)


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(row))
