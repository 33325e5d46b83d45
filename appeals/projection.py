"""Values computed from the facts and stored in the row with each fact, so lists and sweeps need not read the facts."""

from dataclasses import dataclass
from datetime import datetime

from appeals.progress import Progress, Status
from appeals.reminders import FIRST_LADDER, schedule
from outbox.ladder import Ladder, next_reminder_at
from workdays.deadline_rules import DeadlineRules


@dataclass(frozen=True, slots=True)
class Projection:
    stage: Status
    unit: int | None
    handler: int | None
    next_due: datetime | None
    next_reminder_at: datetime | None
    reminded: tuple[str, ...]  # keys of the reminders already sent


def project(
    state: Progress, rules: DeadlineRules, reminded: tuple[str, ...], now: datetime, ladder: Ladder = FIRST_LADDER
) -> Projection:
    """Pure: the same facts and reminders give the same row, whenever it is rebuilt."""
    reminder_at = next_reminder_at(schedule(state), ladder, reminded, now, rules)
    return Projection(state.status, state.unit, state.handler, state.next_due, reminder_at, reminded)
