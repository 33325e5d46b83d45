"""An appeal's state is read off its facts."""

from datetime import date

import pytest
from hypothesis import given

from appeals.model import Fact, FactKind, Stage
from appeals.progress import Progress, Status, progress
from tests.appeals.histories import RULES, appeal, at, dated, histories
from workdays.deadline_rules import due_moment, is_past

FILED = Fact(FactKind.FILED, at("2023-03-06 10:00"))
ASSIGNED = Fact(FactKind.ASSIGNED, at("2023-03-06 11:00"), unit=1, handler=11)
CONTACTED = Fact(FactKind.CONTACTED, at("2023-03-07 11:00"), unit=1)
PATH_GIVEN = Fact(FactKind.PATH_GIVEN, at("2023-03-08 11:00"), unit=1, until=date(2023, 3, 20))
RESOLVED = Fact(FactKind.RESOLVED, at("2023-03-20 11:00"), unit=1)
CONFIRMED = Fact(FactKind.CONFIRMED, at("2023-03-21 11:00"))
RATED = Fact(FactKind.RATED, at("2023-03-21 11:05"), score=5)
WHOLE = (FILED, ASSIGNED, CONTACTED, PATH_GIVEN, RESOLVED, CONFIRMED, RATED)


@pytest.mark.parametrize(("count", "opened"), list(enumerate(tuple(Status)[:7], start=1)))
def test_each_step_opens_the_next(count: int, opened: Status) -> None:
    assert _state(*WHOLE[:count]).status is opened


def test_the_next_due_moment_is_that_of_the_open_stage() -> None:
    due = [_state(*WHOLE[:count]).next_due for count in range(1, 8)]
    days = ("2023-03-07", "2023-03-08", "2023-03-09", "2023-04-06")
    assert due == [*(at(f"{day} 17:30") for day in days), None, None, None]


def test_unit_and_handler_are_those_named_last() -> None:
    handed = Fact(FactKind.HANDED_OVER, at("2023-03-06 15:00"), unit=1, handler=12)
    assert (_state(FILED).unit, _state(FILED).handler) == (None, None)
    assert (_state(FILED, ASSIGNED).unit, _state(FILED, ASSIGNED).handler) == (1, 11)
    assert _state(FILED, ASSIGNED, handed).handler == 12


def test_a_stage_met_at_closing_is_met_late() -> None:
    steps = {step.stage: step for step in _state(FILED, Fact(FactKind.ASSIGNED, at("2023-03-07 17:30"), unit=1)).steps}
    assert steps[Stage.ASSIGN].late
    in_time = {step.stage: step for step in _state(FILED, ASSIGNED).steps}
    assert in_time[Stage.ASSIGN].met == ASSIGNED.at
    assert not in_time[Stage.ASSIGN].late
    assert in_time[Stage.CONTACT].met is None
    assert not in_time[Stage.CONTACT].late


def test_a_returned_appeal_waits_for_assignment_on_its_old_clock() -> None:
    state = _state(FILED, ASSIGNED, Fact(FactKind.RETURNED, at("2023-03-08 09:00"), unit=1))
    assert (state.status, state.unit, state.handler) == (Status.ASSIGN, None, None)
    assert state.next_due == at("2023-03-07 17:30")
    assert state.steps[0].met is None


def test_a_new_unit_begins_with_contact_by_days_of_its_own_while_the_enterprises_record_stays() -> None:
    state = _state(FILED, ASSIGNED, CONTACTED, Fact(FactKind.ASSIGNED, at("2023-03-08 10:00"), unit=2))
    assert (state.status, state.unit, state.handler) == (Status.CONTACT, 2, None)
    assert state.next_due == at("2023-03-10 17:30")
    assert [(step.stage, step.due, step.met) for step in state.unit_steps] == [
        (Stage.CONTACT, date(2023, 3, 10), None),
        (Stage.PATH, date(2023, 3, 13), None),
    ]
    assert state.steps[1].met == CONTACTED.at


def test_the_same_unit_assigned_again_goes_on_where_it_was() -> None:
    returned = Fact(FactKind.RETURNED, at("2023-03-08 09:00"), unit=1)
    state = _state(FILED, ASSIGNED, CONTACTED, returned, Fact(FactKind.ASSIGNED, at("2023-03-08 10:00"), unit=1))
    assert state.status is Status.PATH
    assert state.unit_steps == ()


def test_nothing_is_due_while_paused() -> None:
    state = _state(FILED, ASSIGNED, Fact(FactKind.PAUSED, at("2023-03-07 09:00")))
    assert state.paused
    assert state.next_due is None
    assert state.tasks == ()
    assert state.status is Status.CONTACT


def test_after_the_resumption_the_clock_runs_again_with_the_days_that_were_left() -> None:
    pause, resumption = (FactKind.PAUSED, "2023-03-07 09:00"), (FactKind.RESUMED, "2023-03-14 09:00")
    state = _state(FILED, ASSIGNED, *(Fact(kind, at(moment)) for kind, moment in (pause, resumption)))
    assert not state.paused
    assert state.next_due == at("2023-03-15 17:30")


def test_a_second_handling_has_a_record_of_its_own() -> None:
    again = Fact(FactKind.REOPENED, at("2023-03-21 11:00"))
    state = _state(*WHOLE[:5], again)
    assert state.status is Status.RESOLVE
    assert state.next_due == at("2023-04-21 17:30")
    assert state.resolve_due == date(2023, 4, 21)
    assert state.steps[3].met == RESOLVED.at
    assert state.second is not None
    assert state.second.met is None
    done = _state(*WHOLE[:5], again, Fact(FactKind.RESOLVED, at("2023-04-21 18:00"), unit=1))
    assert done.status is Status.CONFIRM
    assert done.second is not None
    assert done.second.late
    assert not done.steps[3].late


def test_a_withdrawn_appeal_is_closed() -> None:
    state = _state(FILED, ASSIGNED, Fact(FactKind.WITHDRAWN, at("2023-03-07 09:00")))
    assert state.status is Status.CLOSED
    assert state.withdrawn
    assert state.next_due is None


@given(histories())
def test_state_is_the_same_from_stored_days_and_from_days_counted_anew(facts: tuple[Fact, ...]) -> None:
    bare = [Fact(fact.kind, fact.at, unit=fact.unit, handler=fact.handler, days=fact.days) for fact in facts]
    assert progress(appeal(facts), RULES) == progress(appeal(bare), RULES)


@given(histories())
def test_the_first_task_is_the_open_stage_and_sets_the_next_due_moment(facts: tuple[Fact, ...]) -> None:
    state = progress(appeal(facts), RULES)
    if state.tasks:
        assert state.tasks[0].name == state.status.value
        assert state.next_due == due_moment(state.tasks[0].due, RULES)
    else:
        assert state.next_due is None
        assert state.paused or state.status in (Status.CONFIRM, Status.RATE, Status.CLOSED)


@given(histories())
def test_late_means_met_when_past_due(facts: tuple[Fact, ...]) -> None:
    state = progress(appeal(facts), RULES)
    for step in (*state.steps, *state.unit_steps):
        assert step.late == (step.met is not None and is_past(step.due, step.met, RULES))


def _state(*facts: Fact) -> Progress:
    return progress(appeal(dated(facts)), RULES)
