"""The progress of an appeal: which stage is open, who is responsible, what was met and when, what is due next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from appeals.deadlines import deadlines, initial_deadlines
from appeals.history import (
    current_assignment,
    has,
    lead_unit,
    met_at,
    open_pause,
    reopening,
    resolved_at,
    since_last,
    unanswered,
)
from appeals.model import Appeal, Deadlines, Fact, FactKind, Stage
from outbox.ladder import Task
from workdays.deadline_rules import DeadlineRules, due_moment, is_past


class Status(StrEnum):
    """What an appeal is waiting for: one of the stages, the enterprise's answer, or nothing any more."""

    ASSIGN = "assign"
    CONTACT = "contact"
    PATH = "path"
    RESOLVE = "resolve"
    CONFIRM = "confirm"  # 待企业确认
    RATE = "rate"  # 待企业评价
    CLOSED = "closed"  # 已结束
    ANSWER = "answer"  # 待营商办答复, after a second handling that did not solve it


WITH_UNIT = (Status.CONTACT, Status.PATH, Status.RESOLVE)
UNDER_WAY = (Status.ASSIGN, *WITH_UNIT)


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One stage: its due date, and when it was met."""

    stage: Stage
    due: date
    met: datetime | None
    late: bool
    """Met, but after the due date. Whether an unmet stage is overdue depends on the time: see ``is_past``."""


@dataclass(frozen=True, slots=True)
class Progress:
    """An appeal's state, computed from its facts."""

    appeal: int
    confidential: bool
    status: Status
    unit: int | None
    """The lead unit (主办单位); None before the assignment and after a return."""
    handler: int | None
    """The post of the handling specialist."""
    steps: tuple[StageRecord, ...]
    """The four stages on the enterprise's clock, which is never reset; resolve is that of the first handling."""
    unit_steps: tuple[StageRecord, ...]
    """Contact and path with the dates of a unit assigned later; empty while the lead unit is held to ``steps``."""
    second: StageRecord | None
    """The resolve stage of the second handling."""
    answer: StageRecord | None
    """The office's answer after a second handling that did not solve it."""
    tasks: tuple[Task, ...]
    """What is still to be met, the open stage first; empty while paused."""
    next_due: datetime | None
    paused: bool
    withdrawn: bool
    deadlines: Deadlines

    @property
    def resolve_due(self) -> date:
        """The resolve date of the current handling."""
        return self.deadlines.second_resolve or self.deadlines.resolve


def progress(appeal: Appeal, rules: DeadlineRules) -> Progress:
    """The state of ``appeal``, based on the due dates stored with its last fact."""
    facts = appeal.facts
    current = facts[-1].deadlines or deadlines(facts, rules)
    paused = open_pause(facts) is not None
    status = _status(facts)
    tasks = () if paused else _tasks(facts, current, status, rules)
    return Progress(
        appeal=appeal.id,
        confidential=appeal.confidential,
        status=status,
        unit=lead_unit(facts),
        handler=_handler(facts),
        steps=_steps(facts, current, rules),
        unit_steps=_unit_steps(facts, current, rules),
        second=_second(facts, current, rules),
        answer=_answer(facts, current, rules),
        tasks=tasks,
        next_due=due_moment(tasks[0].due, rules) if tasks else None,
        paused=paused,
        withdrawn=has(facts, FactKind.WITHDRAWN),
        deadlines=current,
    )


def _status(facts: Sequence[Fact]) -> Status:
    handling = since_last(facts, FactKind.REOPENED)
    if unanswered(facts):
        return Status.ANSWER
    if any(has(handling, kind) for kind in (FactKind.WITHDRAWN, FactKind.RATED, FactKind.CONCLUDED)):
        return Status.CLOSED
    if has(handling, FactKind.CONFIRMED):
        return Status.RATE
    if has(handling, FactKind.RESOLVED):
        return Status.CONFIRM
    if lead_unit(facts) is None:
        return Status.ASSIGN
    work = current_assignment(facts)
    if has(work, FactKind.PATH_GIVEN):
        return Status.RESOLVE
    return Status.PATH if has(work, FactKind.CONTACTED) else Status.CONTACT


def _handler(facts: Sequence[Fact]) -> int | None:
    """The handling specialist last named by the current lead unit."""
    if lead_unit(facts) is None:
        return None
    return next((fact.handler for fact in reversed(current_assignment(facts)) if fact.handler is not None), None)


def _steps(facts: Sequence[Fact], current: Deadlines, rules: DeadlineRules) -> tuple[StageRecord, ...]:
    days = {
        Stage.ASSIGN: current.assign,
        Stage.CONTACT: current.contact,
        Stage.PATH: current.path,
        Stage.RESOLVE: current.resolve,
    }
    return tuple(_record(stage, due, met_at(facts, stage), rules) for stage, due in days.items())


def _unit_steps(facts: Sequence[Fact], current: Deadlines, rules: DeadlineRules) -> tuple[StageRecord, ...]:
    if current.unit_contact is None or current.unit_path is None:
        return ()
    days = {Stage.CONTACT: current.unit_contact, Stage.PATH: current.unit_path}
    return tuple(_record(stage, due, met_at(current_assignment(facts), stage), rules) for stage, due in days.items())


def _second(facts: Sequence[Fact], current: Deadlines, rules: DeadlineRules) -> StageRecord | None:
    if current.second_resolve is None or reopening(facts) is None:
        return None
    return _record(Stage.RESOLVE, current.second_resolve, resolved_at(facts), rules)


def _answer(facts: Sequence[Fact], current: Deadlines, rules: DeadlineRules) -> StageRecord | None:
    if current.answer is None:
        return None
    after = since_last(facts, FactKind.STILL_UNSOLVED)
    met = next((fact.at for fact in after if fact.kind in (FactKind.CONCLUDED, FactKind.CONFIRMED)), None)
    return _record(Stage.ANSWER, current.answer, met, rules)


def _record(stage: Stage, due: date, met: datetime | None, rules: DeadlineRules) -> StageRecord:
    return StageRecord(stage, due, met, late=met is not None and is_past(due, met, rules))


def _tasks(facts: Sequence[Fact], current: Deadlines, status: Status, rules: DeadlineRules) -> tuple[Task, ...]:
    days = {
        Stage.CONTACT: current.unit_contact or current.contact,
        Stage.PATH: current.unit_path or current.path,
        Stage.RESOLVE: current.second_resolve or current.resolve,
    }
    match status:
        case Status.ASSIGN:
            days = {Stage.ASSIGN: current.assign}
        case Status.PATH:
            del days[Stage.CONTACT]
        case Status.RESOLVE:
            days = {Stage.RESOLVE: days[Stage.RESOLVE]}
        case Status.ANSWER:
            return (Task(Stage.ANSWER, current.answer),) if current.answer else ()
        case Status.CONFIRM | Status.RATE | Status.CLOSED:
            days = {}
    first = facts[0].deadlines or initial_deadlines(facts[0].at, rules)
    return tuple(Task(stage, due, _turn(facts, due, getattr(first, stage.value))) for stage, due in days.items())


def _turn(facts: Sequence[Fact], due: date, first_due: date) -> str:
    moves = sum(fact.kind in (FactKind.ASSIGNED, FactKind.RETURNED) for fact in facts)
    return "" if moves <= 1 and due == first_due else f"{moves}:{due}"
