"""The 1231 by example: rows worked out by hand, with the reasoning beside them."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from appeals.deadlines import deadlines, deadlines_with, initial_deadlines
from appeals.model import Deadlines, Fact, FactKind
from tests.appeals.histories import RULES, at, dated
from workdays.calendar import Calendar
from workdays.deadline_rules import DeadlineRules
from workdays.holiday_notice import HolidayNotice
from workdays.published import holiday_notices

DATA = Path(__file__).parent.parent / "data"
Row = dict[str, str]

VERBS = {
    "assign": FactKind.ASSIGNED,
    "contact": FactKind.CONTACTED,
    "path": FactKind.PATH_GIVEN,
    "resolve": FactKind.RESOLVED,
    "reopen": FactKind.REOPENED,
    "return": FactKind.RETURNED,
    "pause": FactKind.PAUSED,
    "resume": FactKind.RESUMED,
    "extend": FactKind.EXTENDED,
}


def _rows(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", _rows("golden-deadlines.csv"), ids=lambda row: row["id"])
def test_the_golden_rows_are_reproduced(row: Row) -> None:
    found = deadlines(_golden_facts(row), RULES)
    expected = [row[name] for name in ("effective_day", "assign_due", "contact_due", "feedback_due", "resolve_due")]
    assert [str(day) for day in _five(found)] == expected, row["reasoning"]
    assert found.provisional == (row["extra"] == "provisional")


@pytest.mark.parametrize("row", _rows("golden-own.csv"), ids=lambda row: row["id"])
def test_our_own_rows_are_reproduced(row: Row) -> None:
    found = deadlines(_own_facts(row), RULES)
    names = {
        "effective_day": found.effective,
        "assign_due": found.assign,
        "contact_due": found.contact,
        "feedback_due": found.path,
        "resolve_due": found.resolve,
        "first_resolve": found.first_resolve,
        "unit_contact": found.unit_contact or "",
        "unit_feedback": found.unit_path or "",
        "second_resolve": found.second_resolve or "",
        "provisional": "yes" if found.provisional else "no",
    }
    assert {name: str(value) for name, value in names.items()} == {name: row[name] for name in names}, row["reasoning"]


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        initial_deadlines(at("2023-03-06 10:00").replace(tzinfo=None), RULES)


def test_a_district_may_count_the_effective_day() -> None:
    found = initial_deadlines(at("2023-03-06 10:00"), DeadlineRules(RULES.calendar, effective_day_counts=True))
    assert [str(day) for day in _five(found)] == ["2023-03-06", "2023-03-06", "2023-03-07", "2023-03-08", "2023-04-06"]


def test_a_pause_on_the_same_day_moves_nothing_where_the_effective_day_counts() -> None:
    rules = DeadlineRules(RULES.calendar, effective_day_counts=True)
    filed = Fact(FactKind.FILED, at("2023-03-06 10:00"))
    rest = [Fact(FactKind.PAUSED, at("2023-03-06 11:00")), Fact(FactKind.RESUMED, at("2023-03-06 16:00"))]
    assert deadlines([filed, *rest], rules) == initial_deadlines(filed.at, rules)


def test_a_change_of_settings_touches_no_days_that_were_told() -> None:
    stored = dated([Fact(FactKind.FILED, at("2023-03-06 10:00"))])
    assigned = Fact(FactKind.ASSIGNED, at("2023-03-06 11:00"), unit=1)
    changed = DeadlineRules(RULES.calendar, effective_day_counts=True)
    assert deadlines_with(stored, assigned, changed) == stored[0].deadlines


def test_days_are_counted_anew_only_when_asked() -> None:
    notice = HolidayNotice(off={date(2027, 1, day): "元旦" for day in (1, 2, 3, 4)})
    entered = DeadlineRules(Calendar(holiday_notices(), "chinesecalendar", {2027: notice}))
    stored = dated([Fact(FactKind.FILED, at("2026-12-30 10:00"))])
    assigned = Fact(FactKind.ASSIGNED, at("2026-12-30 11:00"), unit=1)
    assert deadlines_with(stored, assigned, entered).contact == date(2027, 1, 4)
    recounted = deadlines([*stored, assigned], entered)
    assert recounted.contact == date(2027, 1, 5)
    assert not recounted.provisional


def _five(found: Deadlines) -> tuple[date, ...]:
    return found.effective, found.assign, found.contact, found.path, found.resolve


def _golden_facts(row: Row) -> list[Fact]:
    filed = Fact(FactKind.FILED, at(row["received_at"]))
    match row["extra"].split():
        case ["pause", day, hour, day_after, hour_after]:
            ends = Fact(FactKind.PAUSED, at(f"{day} {hour}")), Fact(FactKind.RESUMED, at(f"{day_after} {hour_after}"))
            return [filed, *ends]
        case ["extend", days]:
            return [filed, Fact(FactKind.EXTENDED, filed.at + timedelta(days=1), days=int(days))]
        case [] | ["provisional"]:
            return [filed]
        case other:
            raise ValueError(other)


def _own_facts(row: Row) -> list[Fact]:
    """E.g. "pause 2023-03-07 17:30; extend 5 2023-03-20 10:00; assign 2 2023-03-08 18:00"."""
    facts = [Fact(FactKind.FILED, at(row["received_at"]))]
    for step in filter(None, row["then"].split("; ")):
        verb, *number, day, hour = step.split()
        kind = VERBS[verb]
        value = int(number[0]) if number else None
        unit, days = (value, None) if kind is FactKind.ASSIGNED else (None, value)
        facts.append(Fact(kind, at(f"{day} {hour}"), unit=unit, days=days))
    return facts
