"""How far an appeal has come: which stage is open, who acts, what was met and when, what is due next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from appeals.deadlines import dues, four
from appeals.history import has, lead_unit, met_at, reopening, resolved_at, since_last, standing_pause, stint
from appeals.model import Appeal, Dues, Fact, FactKind, Stage
from outbox.ladder import Task
from workdays.deadline_rules import DeadlineRules, due_moment, is_past


class Open(StrEnum):
    """What an appeal waits for: one of the four stages, the enterprise's word, or nothing any more."""

    ASSIGN = "assign"
    CONTACT = "contact"
    PATH = "path"
    RESOLVE = "resolve"
    CONFIRM = "confirm"  # 待企业确认
    RATE = "rate"  # 待企业评价
    CLOSED = "closed"  # 已结束


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on record: its due day, and when it was met."""

    stage: Stage
    due: date
    met: datetime | None
    late: bool
    """Met, but past due. Whether a step that is not met is past due depends on the clock: ``deadlines.is_past``."""


@dataclass(frozen=True, slots=True)
class Progress:
    """An appeal's state, read off its facts."""

    appeal: int
    confidential: bool
    open: Open
    unit: int | None
    """The lead unit (主办单位); none before the assignment and after a return."""
    handler: int | None
    """The post of its handling specialist."""
    steps: tuple[Step, ...]
    """The four stages on the enterprise's clock, which never resets; of the resolve stage the first handling."""
    unit_steps: tuple[Step, ...]
    """Contact and path by the days of a unit assigned later; empty while the lead unit is judged by ``steps``."""
    second: Step | None
    """The resolve stage of the second handling."""
    tasks: tuple[Task, ...]
    """What is still to be met, the open stage first; none while paused."""
    next_due: datetime | None
    paused: bool
    withdrawn: bool
    dues: Dues

    @property
    def resolve_due(self) -> date:
        """The resolve date of the handling under way."""
        return self.dues.second_resolve or self.dues.resolve


def progress(appeal: Appeal, rules: DeadlineRules) -> Progress:
    """The state of ``appeal``, by the due days stored with its last fact."""
    facts = appeal.facts
    standing = facts[-1].dues or dues(facts, rules)
    paused = standing_pause(facts) is not None
    opened = _open(facts)
    tasks = () if paused else _tasks(facts, standing, opened, rules)
    return Progress(
        appeal=appeal.id,
        confidential=appeal.confidential,
        open=opened,
        unit=lead_unit(facts),
        handler=_handler(facts),
        steps=_steps(facts, standing, rules),
        unit_steps=_unit_steps(facts, standing, rules),
        second=_second(facts, standing, rules),
        tasks=tasks,
        next_due=due_moment(tasks[0].due, rules) if tasks else None,
        paused=paused,
        withdrawn=has(facts, FactKind.WITHDRAWN),
        dues=standing,
    )


def _open(facts: Sequence[Fact]) -> Open:
    handling = since_last(facts, FactKind.REOPENED)
    if has(facts, FactKind.WITHDRAWN) or has(handling, FactKind.RATED):
        return Open.CLOSED
    if has(handling, FactKind.CONFIRMED):
        return Open.RATE
    if has(handling, FactKind.RESOLVED):
        return Open.CONFIRM
    if lead_unit(facts) is None:
        return Open.ASSIGN
    work = stint(facts)
    if has(work, FactKind.PATH_GIVEN):
        return Open.RESOLVE
    return Open.PATH if has(work, FactKind.CONTACTED) else Open.CONTACT


def _handler(facts: Sequence[Fact]) -> int | None:
    """The handling specialist named last by the unit that leads now."""
    if lead_unit(facts) is None:
        return None
    return next((fact.handler for fact in reversed(stint(facts)) if fact.handler is not None), None)


def _steps(facts: Sequence[Fact], standing: Dues, rules: DeadlineRules) -> tuple[Step, ...]:
    days = {
        Stage.ASSIGN: standing.assign,
        Stage.CONTACT: standing.contact,
        Stage.PATH: standing.path,
        Stage.RESOLVE: standing.resolve,
    }
    return tuple(_step(stage, due, met_at(facts, stage), rules) for stage, due in days.items())


def _unit_steps(facts: Sequence[Fact], standing: Dues, rules: DeadlineRules) -> tuple[Step, ...]:
    if standing.unit_contact is None or standing.unit_path is None:
        return ()
    days = {Stage.CONTACT: standing.unit_contact, Stage.PATH: standing.unit_path}
    return tuple(_step(stage, due, met_at(stint(facts), stage), rules) for stage, due in days.items())


def _second(facts: Sequence[Fact], standing: Dues, rules: DeadlineRules) -> Step | None:
    if standing.second_resolve is None or reopening(facts) is None:
        return None
    return _step(Stage.RESOLVE, standing.second_resolve, resolved_at(facts), rules)


def _step(stage: Stage, due: date, met: datetime | None, rules: DeadlineRules) -> Step:
    return Step(stage, due, met, late=met is not None and is_past(due, met, rules))


def _tasks(facts: Sequence[Fact], standing: Dues, opened: Open, rules: DeadlineRules) -> tuple[Task, ...]:
    days = {
        Stage.CONTACT: standing.unit_contact or standing.contact,
        Stage.PATH: standing.unit_path or standing.path,
        Stage.RESOLVE: standing.second_resolve or standing.resolve,
    }
    match opened:
        case Open.ASSIGN:
            days = {Stage.ASSIGN: standing.assign}
        case Open.PATH:
            del days[Stage.CONTACT]
        case Open.RESOLVE:
            days = {Stage.RESOLVE: days[Stage.RESOLVE]}
        case Open.CONFIRM | Open.RATE | Open.CLOSED:
            days = {}
    first = facts[0].dues or four(facts[0].at, rules)
    return tuple(Task(stage, due, _turn(facts, due, getattr(first, stage.value))) for stage, due in days.items())


def _turn(facts: Sequence[Fact], due: date, first_due: date) -> str:
    moves = sum(fact.kind in (FactKind.ASSIGNED, FactKind.RETURNED) for fact in facts)
    return "" if moves <= 1 and due == first_due else f"{moves}:{due}"
