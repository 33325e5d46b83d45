"""Which reminder is due, to whom, and when the next one will be.

A ladder is a tuple of rungs; longer ladders are more rungs. Nothing here remembers: whoever asks says which keys have
been said, and after any downtime the answer is what is still true.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, StrEnum

from appeals.model import Stage
from appeals.progress import Progress, Task
from workdays.deadline_rules import DeadlineRules, due_moment, in_working_hours


class Audience(StrEnum):
    """Whom a reminder is for."""

    HANDLER = "handler"  # 具办专员
    CHIEF = "chief"  # 首席专员
    OFFICE = "office"  # 区营商办
    DISCIPLINE = "discipline"  # 区纪委监委


class Anchor(Enum):
    """The day that a rung is measured from."""

    EFFECTIVE = "effective"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Offset:
    """``workdays`` after the anchor's day (before it, if negative), at ``at``; at closing time if that is None."""

    workdays: int = 0
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of a ladder: from its moment until closing time of the day of ``until``, or without an end."""

    stage: Stage
    words: str
    offset: Offset
    audience: tuple[Audience, ...]
    anchor: Anchor = Anchor.DUE
    until: Anchor | None = None


Ladder = tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Ping:
    """A reminder to say now; its key makes saying it twice impossible."""

    key: str
    appeal: int
    stage: Stage
    words: str
    audience: tuple[Audience, ...]
    due: datetime


@dataclass(frozen=True, slots=True)
class PingSettings:
    """When the reminders of the first ladder are said; moments outside working hours move to the next opening."""

    today: Offset = Offset(at=time(16, 30))
    """To the office on the effective day: no appeal stays overnight (不过夜)."""
    assign_before: Offset = Offset(at=time(9, 0))
    contact_before: Offset = Offset(at=time(9, 0))
    path_before: Offset = Offset(at=time(9, 0))
    resolve_before: Offset = Offset(workdays=-3, at=time(9, 0))
    late: Offset = Offset()

    def ladder(self) -> Ladder:
        office, unit = (Audience.OFFICE,), (Audience.HANDLER, Audience.CHIEF)
        before = {Stage.CONTACT: self.contact_before, Stage.PATH: self.path_before, Stage.RESOLVE: self.resolve_before}
        return (
            Rung(Stage.ASSIGN, "today", self.today, office, Anchor.EFFECTIVE, until=Anchor.EFFECTIVE),
            Rung(Stage.ASSIGN, "before", self.assign_before, office, until=Anchor.DUE),
            Rung(Stage.ASSIGN, "late", self.late, office),
            *(Rung(stage, "before", when, (Audience.HANDLER,), until=Anchor.DUE) for stage, when in before.items()),
            *(Rung(stage, "late", self.late, unit) for stage in before),
        )


FIRST_LADDER = PingSettings().ladder()


def next_ping(
    progress: Progress,
    terms: DeadlineRules,
    sent: Collection[str],
    now: datetime,
    ladder: Ladder = FIRST_LADDER,
) -> Ping | None:
    """The reminder to say at ``now``, the one that has waited longest first; ``sent`` holds the keys already said."""
    waiting = [one for one in _outstanding(progress, terms, sent, now, ladder) if one.sayable <= now]
    return min(waiting, key=lambda one: one.wanted).ping if waiting else None


def next_ping_at(
    progress: Progress,
    terms: DeadlineRules,
    sent: Collection[str],
    now: datetime,
    ladder: Ladder = FIRST_LADDER,
) -> datetime | None:
    """When ``next_ping`` will next have something to say if no fact comes before; ``now`` or later."""
    return min((one.sayable for one in _outstanding(progress, terms, sent, now, ladder)), default=None)


@dataclass(frozen=True, slots=True)
class _Outstanding:
    """A ping not said yet, the moment wanted for it, and the first one from now on that is in working hours."""

    ping: Ping
    wanted: datetime
    sayable: datetime


def _outstanding(
    progress: Progress, terms: DeadlineRules, sent: Collection[str], now: datetime, ladder: Ladder
) -> Iterator[_Outstanding]:
    for task in progress.tasks:
        for rung in ladder:
            if rung.stage is not task.stage:
                continue
            ping = _ping(progress, task, rung, terms)
            wanted = in_working_hours(_moment(_day(rung.anchor, task, progress), rung.offset, terms), terms)
            sayable = max(wanted, in_working_hours(now, terms))
            if ping.key not in sent and not _is_stale(rung, task, progress, sayable, terms):
                yield _Outstanding(ping, wanted, sayable)


def _ping(progress: Progress, task: Task, rung: Rung, terms: DeadlineRules) -> Ping:
    turn = f":{task.turn}" if task.turn else ""
    return Ping(
        key=f"appeal:{progress.appeal}:{task.stage}:{rung.words}{turn}",
        appeal=progress.appeal,
        stage=task.stage,
        words=rung.words,
        audience=_audience(rung, progress),
        due=due_moment(task.due, terms),
    )


def _audience(rung: Rung, progress: Progress) -> tuple[Audience, ...]:
    """Of a confidential appeal the discipline commission's desk is reminded in the office's place."""
    if not progress.confidential:
        return rung.audience
    return tuple(Audience.DISCIPLINE if who is Audience.OFFICE else who for who in rung.audience)


def _is_stale(rung: Rung, task: Task, progress: Progress, moment: datetime, terms: DeadlineRules) -> bool:
    return rung.until is not None and moment >= due_moment(_day(rung.until, task, progress), terms)


def _day(anchor: Anchor, task: Task, progress: Progress) -> date:
    return progress.dues.effective if anchor is Anchor.EFFECTIVE else task.due


def _moment(day: date, offset: Offset, terms: DeadlineRules) -> datetime:
    if offset.workdays > 0:
        day = terms.calendar.nth_after(day, offset.workdays)
    elif offset.workdays < 0:
        day = terms.calendar.nth_before(day, -offset.workdays)
    return datetime.combine(day, offset.at or terms.closing, terms.zone)
