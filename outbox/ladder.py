"""Which reminder is due, to whom, and when the next one will be, for anything that has deadlines.

A ladder is a tuple of rungs; longer ladders have more rungs. Nothing here keeps state: the caller passes the keys
already sent, so after any downtime only reminders that still apply are sent.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum

from people.audience import Audience
from workdays.deadline_rules import DeadlineRules, due_moment, in_working_hours


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody still has to do, with its due date.

    ``turn`` is empty for the first due date of the first person asked and different for every later one, so that a
    person who is asked anew is reminded anew.
    """

    name: str
    due: date
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The tasks of one subject to send reminders about; ``key`` is the prefix of their keys ("appeal:12")."""

    key: str
    effective: date
    tasks: tuple[Task, ...]
    replaced: Mapping[Audience, Audience] = field(default_factory=dict)
    """Who is reminded instead of whom: for confidential appeals, the discipline commission instead of the office."""


class Anchor(Enum):
    """The day from which a rung's offset is measured."""

    EFFECTIVE = "effective"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Offset:
    """``workdays`` after the anchor's day (before it, if negative), at time ``at``; None means closing time."""

    workdays: int = 0
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of a ladder: valid from its moment until closing time of the ``until`` day, or indefinitely."""

    task: str
    words: str
    offset: Offset
    audience: tuple[Audience, ...]
    anchor: Anchor = Anchor.DUE
    until: Anchor | None = None


Ladder = tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to send now; its key prevents sending it twice."""

    key: str
    task: str
    words: str
    audience: tuple[Audience, ...]
    due: datetime


def next_reminder(
    schedule: Schedule, ladder: Ladder, sent: Collection[str], now: datetime, rules: DeadlineRules
) -> Reminder | None:
    """The reminder to send at ``now``, the one waiting longest first; ``sent`` holds the keys already sent."""
    waiting = [one for one in _outstanding(schedule, ladder, sent, now, rules) if one.sayable <= now]
    return min(waiting, key=lambda one: one.wanted).reminder if waiting else None


def next_reminder_at(
    schedule: Schedule, ladder: Ladder, sent: Collection[str], now: datetime, rules: DeadlineRules
) -> datetime | None:
    """When ``next_reminder`` will next return something, if nothing else happens before; ``now`` or later."""
    return min((one.sayable for one in _outstanding(schedule, ladder, sent, now, rules)), default=None)


@dataclass(frozen=True, slots=True)
class _Outstanding:
    """A reminder not sent yet, its intended time, and the first time from now on within working hours."""

    reminder: Reminder
    wanted: datetime
    sayable: datetime


def _outstanding(
    schedule: Schedule, ladder: Ladder, sent: Collection[str], now: datetime, rules: DeadlineRules
) -> Iterator[_Outstanding]:
    for task, rung in ((task, rung) for task in schedule.tasks for rung in ladder if rung.task == task.name):
        reminder = _reminder(schedule, task, rung, rules)
        wanted = in_working_hours(_moment(_day(rung.anchor, task, schedule), rung.offset, rules), rules)
        sayable = max(wanted, in_working_hours(now, rules))
        if reminder.key not in sent and not _is_stale(rung, task, schedule, sayable, rules):
            yield _Outstanding(reminder, wanted, sayable)


def _reminder(schedule: Schedule, task: Task, rung: Rung, rules: DeadlineRules) -> Reminder:
    turn = f":{task.turn}" if task.turn else ""
    return Reminder(
        key=f"{schedule.key}:{task.name}:{rung.words}{turn}",
        task=task.name,
        words=rung.words,
        audience=tuple(schedule.replaced.get(who, who) for who in rung.audience),
        due=due_moment(task.due, rules),
    )


def _is_stale(rung: Rung, task: Task, schedule: Schedule, moment: datetime, rules: DeadlineRules) -> bool:
    return rung.until is not None and moment >= due_moment(_day(rung.until, task, schedule), rules)


def _day(anchor: Anchor, task: Task, schedule: Schedule) -> date:
    return schedule.effective if anchor is Anchor.EFFECTIVE else task.due


def _moment(day: date, offset: Offset, rules: DeadlineRules) -> datetime:
    if offset.workdays > 0:
        day = rules.calendar.nth_after(day, offset.workdays)
    elif offset.workdays < 0:
        day = rules.calendar.nth_before(day, -offset.workdays)
    return datetime.combine(day, offset.at or rules.closing, rules.zone)
