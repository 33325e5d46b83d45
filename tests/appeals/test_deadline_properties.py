"""What holds for every receipt and for every history of an appeal."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import chinese_calendar  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from hypothesis import strategies as st

from appeals.deadlines import deadlines, initial_deadlines
from appeals.history import met_at, open_pause
from appeals.model import Deadlines, Fact, FactKind, Stage
from tests.appeals.histories import MOMENTS, RULES, histories
from workdays.deadline_rules import DISTRICT_TIME, effective_day, is_past

STAGES = ("assign", "contact", "path", "resolve")


@given(MOMENTS)
def test_the_four_dates_come_in_their_order(received: datetime) -> None:
    found = initial_deadlines(received, RULES)
    assert received.date() <= found.effective < found.assign < found.contact < found.path < found.resolve


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_later_receipt_never_gives_an_earlier_date(received: datetime, later: timedelta) -> None:
    first, second = initial_deadlines(received, RULES), initial_deadlines(received + later, RULES)
    assert all(before <= after for before, after in zip(_days(first), _days(second), strict=True))


@given(histories())
def test_nothing_is_ever_due_on_a_day_that_is_not_worked(facts: tuple[Fact, ...]) -> None:
    for fact in facts:
        assert fact.deadlines is not None
        assert all(RULES.calendar.is_workday(day) for day in _days(fact.deadlines))


@given(histories())
def test_replaying_the_facts_gives_the_days_that_were_stored(facts: tuple[Fact, ...]) -> None:
    bare = [Fact(fact.kind, fact.at, unit=fact.unit, days=fact.days) for fact in facts]
    for count, fact in enumerate(facts, start=1):
        assert deadlines(bare[:count], RULES) == fact.deadlines


@given(histories())
def test_what_is_past_due_never_moves_and_nothing_moves_back(facts: tuple[Fact, ...]) -> None:
    for count, (before, after) in enumerate(pairwise(facts), start=1):
        assert before.deadlines is not None
        assert after.deadlines is not None
        pause = open_pause(facts[:count])
        for stage in STAGES:
            old, new = getattr(before.deadlines, stage), getattr(after.deadlines, stage)
            assert old <= new
            if is_past(old, pause.at if pause else after.at, RULES):
                assert old == new


@given(histories())
def test_a_stage_that_is_met_never_moves(facts: tuple[Fact, ...]) -> None:
    for stage in (Stage.CONTACT, Stage.PATH, Stage.RESOLVE):
        days = [
            getattr(fact.deadlines, stage.value) for count, fact in enumerate(facts, 1) if met_at(facts[:count], stage)
        ]
        assert len(set(days)) <= 1


@given(MOMENTS, st.integers(0, 40_000), st.integers(0, 40_000))
def test_a_pause_never_shortens_what_was_left(received: datetime, until_pause: int, length: int) -> None:
    paused = received + timedelta(minutes=until_pause)
    resumed = paused + timedelta(minutes=length)
    facts = [Fact(FactKind.FILED, received), Fact(FactKind.PAUSED, paused), Fact(FactKind.RESUMED, resumed)]
    before, after = initial_deadlines(received, RULES), deadlines(facts, RULES)
    back = effective_day(resumed, RULES)
    for stage in ("assign", "contact", "path"):
        old, new = getattr(before, stage), getattr(after, stage)
        started = max(paused.date(), before.effective)
        left = RULES.calendar.count_workdays(started, old)
        assert (
            new == old
            if is_past(old, paused, RULES)
            else RULES.calendar.count_workdays(max(back, started), new) == left
        )


def test_every_receipt_of_twenty_years_is_what_a_clerk_counts_on_fingers() -> None:
    worked = {day: chinese_calendar.is_workday(day) for day in _every_day(date(2007, 1, 1), date(2026, 12, 31))}
    for day in _every_day(date(2007, 1, 1), date(2026, 10, 31)):
        for hour in (10, 18):
            found = initial_deadlines(datetime(day.year, day.month, day.day, hour, tzinfo=DISTRICT_TIME), RULES)
            assert _days(found) == _counted_on_fingers(day if hour < 17 else day + timedelta(days=1), worked)


def _counted_on_fingers(day: date, worked: dict[date, bool]) -> list[date]:
    effective = _rolled(day, worked)
    counted = [effective]
    for _ in range(3):
        counted.append(_rolled(counted[-1] + timedelta(days=1), worked))
    month = effective
    while (month.year, month.month) == (effective.year, effective.month) or (
        month.day < effective.day and (month + timedelta(days=1)).month == month.month
    ):
        month += timedelta(days=1)
    return [*counted, _rolled(month, worked)]


def _rolled(day: date, worked: dict[date, bool]) -> date:
    while not worked[day]:
        day += timedelta(days=1)
    return day


def _days(found: Deadlines) -> list[date]:
    later = (found.unit_contact, found.unit_path, found.second_resolve)
    return [getattr(found, name) for name in ("effective", *STAGES)] + [day for day in later if day]


def _every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
