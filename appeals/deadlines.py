"""The 1231 rule: the due dates of an appeal as a pure function of its facts.

The first day is not counted (Civil Code art. 201), a month ends on the same date of the next month or on the last day
of that month (art. 202), and a deadline on a non-working day moves to the next workday (art. 203).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from appeals.history import assigned_unit, current_assignment, met_at, open_pause, reopening, resolved_at
from appeals.model import Deadlines, Fact, FactKind, Stage
from workdays.deadline_rules import DeadlineRules, effective_day, is_past
from workdays.months import one_month_on

_DAY = timedelta(days=1)


def deadlines(facts: Sequence[Fact], rules: DeadlineRules) -> Deadlines:
    """The due dates after all of ``facts``, recomputed from the first; stored dates are ignored."""
    current = initial_deadlines(facts[0].at, rules)
    for place in range(1, len(facts)):
        current = _after(facts[:place], current, facts[place], rules)
    return current


def deadlines_with(facts: Sequence[Fact], fact: Fact, rules: DeadlineRules) -> Deadlines:
    """The due dates to store with ``fact``, which follows ``facts``; based on the stored dates, as announced."""
    if not facts:
        return initial_deadlines(fact.at, rules)
    return _after(facts, facts[-1].deadlines or deadlines(facts, rules), fact, rules)


def initial_deadlines(received: datetime, rules: DeadlineRules) -> Deadlines:
    """The four due dates of an appeal that has only been received."""
    effective = effective_day(received, rules)
    assign, contact, path = _first_three(effective, rules)
    month = one_month_on(effective)
    resolve = rules.calendar.on_or_after(month)
    provisional = _is_provisional((effective, path, resolve), rules)
    return Deadlines(effective, assign, contact, path, resolve, resolve, month, provisional, rules.version)


def answer_due(unsolved: datetime, rules: DeadlineRules) -> date:
    """When the office owes its answer to an enterprise that says at ``unsolved`` that the second handling did not help:
    the next workday."""
    return _first_three(effective_day(unsolved, rules), rules)[0]


def _after(facts: Sequence[Fact], current: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    """The due dates after ``fact`` has been added to ``facts``."""
    match fact.kind:
        case FactKind.ASSIGNED:
            return _newly_assigned(facts, current, fact, rules)
        case FactKind.RESUMED:
            return _resumed(facts, current, fact, rules)
        case FactKind.EXTENDED:
            return _extended(facts, current, fact, rules)
        case FactKind.REOPENED:
            month = one_month_on(effective_day(fact.at, rules))
            return _changed(current, rules, month=month, second_resolve=rules.calendar.on_or_after(month))
        case FactKind.STILL_UNSOLVED:
            return _changed(current, rules, answer=answer_due(fact.at, rules))
        case _:
            return current


def _newly_assigned(facts: Sequence[Fact], current: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    """The enterprise's deadlines keep running; a unit that is new to the appeal gets deadlines of its own."""
    if assigned_unit(facts) in (None, fact.unit):
        return current
    _, contact, path = _first_three(effective_day(fact.at, rules), rules)
    return _changed(current, rules, unit_contact=contact, unit_path=path)


def _extended(facts: Sequence[Fact], current: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    due = current.second_resolve or current.resolve
    pause = open_pause(facts)
    if not fact.days or resolved_at(facts) or is_past(due, pause.at if pause else fact.at, rules):
        return current
    later = rules.calendar.nth_after(due, fact.days)
    if current.second_resolve:
        return _changed(current, rules, month=later, second_resolve=later)
    return _changed(current, rules, month=later, resolve=later)


def _resumed(facts: Sequence[Fact], current: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    """Unmet deadlines keep their remaining workdays, counted from the resumption; met or overdue ones stay."""
    pause = open_pause(facts)
    if pause is None:
        return current
    gap = _EndedPause(pause.at, effective_day(fact.at, rules), rules)
    unmet = [stage.value for stage in (Stage.ASSIGN, Stage.CONTACT, Stage.PATH) if met_at(facts, stage) is None]
    changes = {name: gap.recounted(getattr(current, name), current.effective) for name in unmet}
    changes |= _unit_recounted(facts, current, gap)
    if resolved_at(facts) is None:
        changes |= _month_shifted(facts, current, gap)
    return _changed(current, rules, **changes)


def _unit_recounted(facts: Sequence[Fact], current: Deadlines, gap: "_EndedPause") -> dict[str, date]:
    if current.unit_contact is None or current.unit_path is None:
        return {}
    work = current_assignment(facts)
    assigned = effective_day(work[0].at, gap.rules)
    changes = {}
    if met_at(work, Stage.CONTACT) is None:
        changes["unit_contact"] = gap.recounted(current.unit_contact, assigned)
    if met_at(work, Stage.PATH) is None:
        changes["unit_path"] = gap.recounted(current.unit_path, assigned)
    return changes


def _month_shifted(facts: Sequence[Fact], current: Deadlines, gap: "_EndedPause") -> dict[str, date]:
    reopened = reopening(facts)
    if is_past(current.second_resolve or current.resolve, gap.paused, gap.rules):
        return {}
    if reopened:
        month = gap.shifted(current.month, effective_day(reopened.at, gap.rules))
        return {"month": month, "second_resolve": gap.rules.calendar.on_or_after(month)}
    month = gap.shifted(current.month, current.effective)
    resolve = gap.rules.calendar.on_or_after(month)
    if any(fact.kind is FactKind.EXTENDED for fact in facts):
        return {"month": month, "resolve": resolve}
    return {"month": month, "resolve": resolve, "first_resolve": resolve}


@dataclass(frozen=True, slots=True)
class _EndedPause:
    """A pause that has ended: it began at ``paused``; ``resumed`` is the effective day of the resumption."""

    paused: datetime
    resumed: date
    rules: DeadlineRules

    def recounted(self, due: date, started: date) -> date:
        """``due`` with its remaining workdays counted from the resumption; unchanged if it was overdue at the pause."""
        if is_past(due, self.paused, self.rules):
            return due
        stopped, back = self._ends(started)
        left = self.rules.calendar.count_workdays(stopped, due)
        return self.rules.calendar.nth_after(back, left) if left else back

    def shifted(self, month: date, started: date) -> date:
        stopped, back = self._ends(started)
        return month + (back - stopped)

    def _ends(self, started: date) -> tuple[date, date]:
        """Start and end of the pause for a clock that started on ``started``; paused days before that do not count."""
        stopped = max(self.paused.astimezone(self.rules.zone).date(), started)
        return stopped, self.resumed


def _first_three(effective: date, rules: DeadlineRules) -> tuple[date, date, date]:
    first, second, third = rules.calendar.next_three(effective)
    return (effective, first, second) if rules.effective_day_counts else (first, second, third)


def _changed(current: Deadlines, rules: DeadlineRules, **changes: Any) -> Deadlines:
    dated = replace(current, **changes, version=rules.version)
    days = (dated.effective, dated.assign, dated.contact, dated.path, dated.resolve)
    later = (dated.unit_contact, dated.unit_path, dated.second_resolve, dated.answer)
    return replace(dated, provisional=_is_provisional((*days, *(day for day in later if day)), rules))


def _is_provisional(days: Iterable[date], rules: DeadlineRules) -> bool:
    published = rules.calendar.published
    return any(day.year not in published for day in days)
