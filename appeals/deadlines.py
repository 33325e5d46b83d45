"""The 1231 rule: the due dates of an appeal as a pure function of its facts.

The first day is not counted (Civil Code art. 201), a month ends on the same date of the next month or on the last day
of that month (art. 202), and a deadline on a non-working day moves to the next workday (art. 203).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from appeals.history import assigned_unit, current_assignment, met_at, reopening, resolved_at, standing_pause
from appeals.model import Deadlines, Fact, FactKind, Stage
from workdays.deadline_rules import DeadlineRules, effective_day, is_past
from workdays.months import one_month_on

_DAY = timedelta(days=1)


def deadlines(facts: Sequence[Fact], rules: DeadlineRules) -> Deadlines:
    """The due dates after all of ``facts``, recomputed from the first; stored dates are ignored."""
    standing = four(facts[0].at, rules)
    for place in range(1, len(facts)):
        standing = _after(facts[:place], standing, facts[place], rules)
    return standing


def deadlines_with(facts: Sequence[Fact], fact: Fact, rules: DeadlineRules) -> Deadlines:
    """The due dates to store with ``fact``, which follows ``facts``; based on the stored dates, as announced."""
    if not facts:
        return four(fact.at, rules)
    return _after(facts, facts[-1].deadlines or deadlines(facts, rules), fact, rules)


def four(received: datetime, rules: DeadlineRules) -> Deadlines:
    """The four due dates of an appeal that has only been received."""
    effective = effective_day(received, rules)
    assign, contact, path = _three(effective, rules)
    month = one_month_on(effective)
    resolve = rules.calendar.on_or_after(month)
    provisional = _is_provisional((effective, path, resolve), rules)
    return Deadlines(effective, assign, contact, path, resolve, resolve, month, provisional, rules.version)


def _after(facts: Sequence[Fact], standing: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    """The due dates after ``fact`` has been added to ``facts``."""
    match fact.kind:
        case FactKind.ASSIGNED:
            return _newly_assigned(facts, standing, fact, rules)
        case FactKind.RESUMED:
            return _resumed(facts, standing, fact, rules)
        case FactKind.EXTENDED:
            return _extended(facts, standing, fact, rules)
        case FactKind.REOPENED:
            month = one_month_on(effective_day(fact.at, rules))
            return _changed(standing, rules, month=month, second_resolve=rules.calendar.on_or_after(month))
        case _:
            return standing


def _newly_assigned(facts: Sequence[Fact], standing: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    """The enterprise's deadlines keep running; a unit that is new to the appeal gets deadlines of its own."""
    if assigned_unit(facts) in (None, fact.unit):
        return standing
    _, contact, path = _three(effective_day(fact.at, rules), rules)
    return _changed(standing, rules, unit_contact=contact, unit_path=path)


def _extended(facts: Sequence[Fact], standing: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    due = standing.second_resolve or standing.resolve
    pause = standing_pause(facts)
    if not fact.days or resolved_at(facts) or is_past(due, pause.at if pause else fact.at, rules):
        return standing
    later = rules.calendar.nth_after(due, fact.days)
    if standing.second_resolve:
        return _changed(standing, rules, month=later, second_resolve=later)
    return _changed(standing, rules, month=later, resolve=later)


def _resumed(facts: Sequence[Fact], standing: Deadlines, fact: Fact, rules: DeadlineRules) -> Deadlines:
    """Unmet deadlines keep their remaining workdays, counted from the resumption; met or overdue ones stay."""
    pause = standing_pause(facts)
    if pause is None:
        return standing
    gap = _Gap(pause.at, effective_day(fact.at, rules), rules)
    unmet = [stage.value for stage in (Stage.ASSIGN, Stage.CONTACT, Stage.PATH) if met_at(facts, stage) is None]
    changes = {name: gap.recounted(getattr(standing, name), standing.effective) for name in unmet}
    changes |= _unit_recounted(facts, standing, gap)
    if resolved_at(facts) is None:
        changes |= _month_shifted(facts, standing, gap)
    return _changed(standing, rules, **changes)


def _unit_recounted(facts: Sequence[Fact], standing: Deadlines, gap: "_Gap") -> dict[str, date]:
    if standing.unit_contact is None or standing.unit_path is None:
        return {}
    work = current_assignment(facts)
    assigned = effective_day(work[0].at, gap.rules)
    changes = {}
    if met_at(work, Stage.CONTACT) is None:
        changes["unit_contact"] = gap.recounted(standing.unit_contact, assigned)
    if met_at(work, Stage.PATH) is None:
        changes["unit_path"] = gap.recounted(standing.unit_path, assigned)
    return changes


def _month_shifted(facts: Sequence[Fact], standing: Deadlines, gap: "_Gap") -> dict[str, date]:
    reopened = reopening(facts)
    if is_past(standing.second_resolve or standing.resolve, gap.paused, gap.rules):
        return {}
    if reopened:
        month = gap.shifted(standing.month, effective_day(reopened.at, gap.rules))
        return {"month": month, "second_resolve": gap.rules.calendar.on_or_after(month)}
    month = gap.shifted(standing.month, standing.effective)
    resolve = gap.rules.calendar.on_or_after(month)
    if any(fact.kind is FactKind.EXTENDED for fact in facts):
        return {"month": month, "resolve": resolve}
    return {"month": month, "resolve": resolve, "first_resolve": resolve}


@dataclass(frozen=True, slots=True)
class _Gap:
    """A pause that has ended: it began at ``paused``; ``resumed`` is the effective day of the resumption."""

    paused: datetime
    resumed: date
    rules: DeadlineRules

    def recounted(self, due: date, started: date) -> date:
        """``due`` with its remaining workdays counted from the resumption; unchanged if it was overdue at the pause."""
        if is_past(due, self.paused, self.rules):
            return due
        stopped, back = self._ends(started)
        left = self.rules.calendar.between(stopped, due)
        return self.rules.calendar.nth_after(back, left) if left else back

    def shifted(self, month: date, started: date) -> date:
        stopped, back = self._ends(started)
        return month + (back - stopped)

    def _ends(self, started: date) -> tuple[date, date]:
        """Start and end of the pause for a clock that started on ``started``; paused days before that do not count."""
        stopped = max(self.paused.astimezone(self.rules.zone).date(), started)
        return stopped, self.resumed


def _three(effective: date, rules: DeadlineRules) -> tuple[date, date, date]:
    first, second, third = rules.calendar.next_three(effective)
    return (effective, first, second) if rules.effective_day_counts else (first, second, third)


def _changed(standing: Deadlines, rules: DeadlineRules, **changes: Any) -> Deadlines:
    dated = replace(standing, **changes, version=rules.version)
    days = (dated.effective, dated.assign, dated.contact, dated.path, dated.resolve)
    later = (dated.unit_contact, dated.unit_path, dated.second_resolve)
    return replace(dated, provisional=_is_provisional((*days, *(day for day in later if day)), rules))


def _is_provisional(days: Iterable[date], rules: DeadlineRules) -> bool:
    published = rules.calendar.published
    return any(day.year not in published for day in days)
