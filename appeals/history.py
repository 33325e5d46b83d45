"""Queries on the facts of an appeal; all functions expect facts in chronological order."""

from collections.abc import Sequence
from datetime import datetime

from appeals.model import Fact, FactKind, Stage

MET_BY = {
    Stage.ASSIGN: FactKind.ASSIGNED,
    Stage.CONTACT: FactKind.CONTACTED,
    Stage.PATH: FactKind.PATH_GIVEN,
    Stage.RESOLVE: FactKind.RESOLVED,
}


def met_at(facts: Sequence[Fact], stage: Stage) -> datetime | None:
    """When ``stage`` was first met. A returned assignment does not count: the clock of the assignment keeps running."""
    counted = since_last(facts, FactKind.RETURNED) if stage is Stage.ASSIGN else facts
    return next((fact.at for fact in counted if fact.kind is MET_BY[stage]), None)


def resolved_at(facts: Sequence[Fact]) -> datetime | None:
    """When the current handling was resolved."""
    return met_at(since_last(facts, FactKind.REOPENED), Stage.RESOLVE)


def assigned_unit(facts: Sequence[Fact]) -> int | None:
    """The unit that the appeal was last assigned to, even if that unit has returned it."""
    return next((fact.unit for fact in reversed(facts) if fact.kind is FactKind.ASSIGNED), None)


def lead_unit(facts: Sequence[Fact]) -> int | None:
    """The unit responsible for the appeal now; None before the assignment and after a return."""
    return assigned_unit(since_last(facts, FactKind.RETURNED))


def current_assignment(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts since the appeal reached its current unit; assigning it to the same unit again does not start anew."""
    start, unit = len(facts), None
    for place, fact in enumerate(facts):
        if fact.kind is FactKind.ASSIGNED and (start == len(facts) or fact.unit != unit):
            start, unit = place, fact.unit
    return facts[start:]


def open_pause(facts: Sequence[Fact]) -> Fact | None:
    """The pause that has not ended yet, if any."""
    stops = (FactKind.PAUSED, FactKind.RESUMED)
    last = next((fact for fact in reversed(facts) if fact.kind in stops), None)
    return last if last and last.kind is FactKind.PAUSED else None


def reopening(facts: Sequence[Fact]) -> Fact | None:
    """The fact that started the second handling (二次办理), if any."""
    return next((fact for fact in reversed(facts) if fact.kind is FactKind.REOPENED), None)


def unanswered(facts: Sequence[Fact]) -> bool:
    """Whether the second handling did not solve it, and the office has not said yet what was done."""
    after = since_last(facts, FactKind.STILL_UNSOLVED)
    settled = has(after, FactKind.CONCLUDED) or has(after, FactKind.CONFIRMED)
    return has(facts, FactKind.STILL_UNSOLVED) and not settled


def has(facts: Sequence[Fact], kind: FactKind) -> bool:
    return any(fact.kind is kind for fact in facts)


def since_last(facts: Sequence[Fact], kind: FactKind) -> Sequence[Fact]:
    """The facts after the last of ``kind``; all of them if there is none."""
    for place in range(len(facts) - 1, -1, -1):
        if facts[place].kind is kind:
            return facts[place + 1 :]
    return facts
