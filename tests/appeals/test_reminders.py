"""Which reminder is sent when, to whom, and never twice."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Fact, FactKind, Stage
from appeals.progress import progress
from appeals.reminders import FIRST_LADDER, ReminderSettings, schedule
from outbox.ladder import Ladder, Offset, Reminder, Rung, Schedule, next_reminder, next_reminder_at
from people.audience import Audience
from tests.appeals.histories import RULES, appeal, at, dated, histories
from workdays.deadline_rules import due_moment

FILED = Fact(FactKind.FILED, at("2023-03-06 10:00"))
ASSIGNED = Fact(FactKind.ASSIGNED, at("2023-03-06 11:00"), unit=1, handler=11)
CONTACTED = Fact(FactKind.CONTACTED, at("2023-03-07 11:00"), unit=1)
PATH_GIVEN = Fact(FactKind.PATH_GIVEN, at("2023-03-08 11:00"), unit=1)
RESOLVED = Fact(FactKind.RESOLVED, at("2023-03-20 11:00"), unit=1)


def test_the_office_hears_of_an_unassigned_appeal_the_same_day_then_before_and_after_it_is_due() -> None:
    assert _said(_state(FILED), "2023-03-06 10:00", "2023-03-20 10:00") == [
        ("2023-03-06 16:30", "appeal:12:assign:today", "office"),
        ("2023-03-07 09:00", "appeal:12:assign:before", "office"),
        ("2023-03-08 09:00", "appeal:12:assign:late", "office"),
    ]


def test_handler_hears_before_and_handler_and_chief_after_each_stage_is_due() -> None:
    assert _said(_state(FILED, ASSIGNED), "2023-03-06 11:00", "2023-05-01 10:00") == [
        ("2023-03-08 09:00", "appeal:12:contact:before", "handler"),
        ("2023-03-09 09:00", "appeal:12:contact:late", "handler+chief"),
        ("2023-03-09 09:00", "appeal:12:path:before", "handler"),
        ("2023-03-10 09:00", "appeal:12:path:late", "handler+chief"),
        ("2023-03-31 09:00", "appeal:12:resolve:before", "handler"),
        ("2023-04-07 09:00", "appeal:12:resolve:late", "handler+chief"),
    ]


def test_a_stage_that_was_met_is_not_reminded_of() -> None:
    state = _state(FILED, ASSIGNED, CONTACTED, PATH_GIVEN)
    assert [key for _, key, _ in _said(state, "2023-03-08 11:00", "2023-05-01 10:00")] == [
        "appeal:12:resolve:before",
        "appeal:12:resolve:late",
    ]


@pytest.mark.parametrize(
    "facts",
    [
        (FILED, ASSIGNED, CONTACTED, PATH_GIVEN, RESOLVED),
        (FILED, ASSIGNED, Fact(FactKind.PAUSED, at("2023-03-06 12:00"))),
        (FILED, Fact(FactKind.WITHDRAWN, at("2023-03-06 12:00"))),
    ],
)
def test_resolved_paused_and_withdrawn_appeals_are_silent(facts: tuple[Fact, ...]) -> None:
    assert _said(_state(*facts), "2023-03-20 11:00", "2023-06-01 10:00") == []


def test_nothing_is_said_outside_working_hours() -> None:
    state = _state(FILED, ASSIGNED)
    for night in ("2023-03-08 08:59", "2023-03-08 17:30", "2023-03-11 10:00"):
        assert next_reminder(state, FIRST_LADDER, (), at(night), RULES) is None
    assert next_reminder_at(state, FIRST_LADDER, (), at("2023-03-10 18:00"), RULES) == at("2023-03-13 09:00")


def test_after_downtime_only_what_is_still_true_is_said() -> None:
    said = _said(_state(FILED), "2023-03-10 10:00", "2023-03-20 10:00")
    assert said == [("2023-03-10 10:00", "appeal:12:assign:late", "office")]


def test_what_has_waited_longest_is_said_first() -> None:
    said = _said(_state(FILED, ASSIGNED), "2023-03-13 10:00", "2023-03-14 10:00")
    assert [key for _, key, _ in said] == ["appeal:12:contact:late", "appeal:12:path:late"]


def test_a_reminder_that_was_said_is_not_said_again() -> None:
    state = _state(FILED, ASSIGNED)
    now = at("2023-03-08 09:30")
    reminder = next_reminder(state, FIRST_LADDER, (), now, RULES)
    assert reminder is not None
    assert reminder.due == at("2023-03-08 17:30")
    assert next_reminder(state, FIRST_LADDER, {reminder.key}, now, RULES) is None


def test_who_is_asked_anew_is_reminded_anew() -> None:
    first = {reminder for _, reminder, _ in _said(_state(FILED, ASSIGNED), "2023-03-06 11:00", "2023-05-01 10:00")}
    other = _state(FILED, ASSIGNED, Fact(FactKind.ASSIGNED, at("2023-03-06 12:00"), unit=2))
    later = _state(FILED, ASSIGNED, CONTACTED, PATH_GIVEN, Fact(FactKind.EXTENDED, at("2023-03-09 10:00"), days=5))
    for state in (other, later):
        keys = {reminder for _, reminder, _ in _said(state, "2023-03-09 10:00", "2023-06-01 10:00")}
        assert keys
        assert not keys & first


def test_of_a_confidential_appeal_the_discipline_commission_is_reminded_and_the_office_is_not() -> None:
    state = schedule(progress(appeal(dated([FILED]), confidential=True), RULES))
    assert {who for _, _, who in _said(state, "2023-03-06 10:00", "2023-03-20 10:00")} == {"discipline"}


def test_settings_move_the_reminders() -> None:
    settings = ReminderSettings(contact_before=Offset(workdays=-1, at=time(15)), late=Offset(workdays=1, at=time(10)))
    said = _said(_state(FILED, ASSIGNED), "2023-03-06 11:00", "2023-03-10 17:00", settings.ladder())
    assert [(when, key) for when, key, _ in said if "contact" in key] == [
        ("2023-03-07 15:00", "appeal:12:contact:before"),
        ("2023-03-09 10:00", "appeal:12:contact:late"),
    ]


def test_a_longer_ladder_is_more_rungs() -> None:
    longer = (*FIRST_LADDER, Rung(Stage.CONTACT, "supervise", Offset(workdays=3), (Audience.DISCIPLINE,)))
    said = _said(_state(FILED, ASSIGNED), "2023-03-06 11:00", "2023-03-17 10:00", longer)
    assert ("2023-03-14 09:00", "appeal:12:contact:supervise", "discipline") in said


@given(histories(), st.integers(0, 60_000))
def test_a_reminder_is_said_in_working_hours_and_no_before_comes_after(facts: tuple[Fact, ...], wait: int) -> None:
    state = schedule(progress(appeal(facts), RULES))
    now = facts[-1].at + timedelta(minutes=wait)
    reminder = next_reminder(state, FIRST_LADDER, (), now, RULES)
    if reminder is not None:
        assert RULES.calendar.is_workday(now.date())
        assert RULES.opening <= now.time() < RULES.closing
        assert reminder.words != "before" or now < reminder.due
        assert reminder.words != "late" or now >= reminder.due
        assert reminder.due == due_moment(next(task.due for task in state.tasks if task.name == reminder.task), RULES)


@given(histories(), st.integers(0, 60_000))
def test_the_moment_foretold_is_the_first_at_which_something_is_said(facts: tuple[Fact, ...], wait: int) -> None:
    state = schedule(progress(appeal(facts), RULES))
    now = facts[-1].at + timedelta(minutes=wait)
    moment = next_reminder_at(state, FIRST_LADDER, (), now, RULES)
    if moment is None:
        assert next_reminder(state, FIRST_LADDER, (), now, RULES) is None
        return
    assert moment >= now
    assert next_reminder(state, FIRST_LADDER, (), moment, RULES) is not None
    assert (next_reminder(state, FIRST_LADDER, (), now, RULES) is not None) == (moment == now)
    between = now + (moment - now) / 2
    assert moment == now or next_reminder(state, FIRST_LADDER, (), between, RULES) is None


@given(histories())
def test_a_sweep_comes_to_an_end_and_says_each_key_once(facts: tuple[Fact, ...]) -> None:
    state = schedule(progress(appeal(facts), RULES))
    said = [key for _, key, _ in _sweep(state, facts[-1].at, facts[-1].at + timedelta(days=200), FIRST_LADDER)]
    assert len(said) == len(set(said)) <= 6


def _state(*facts: Fact) -> Schedule:
    return schedule(progress(appeal(dated(facts)), RULES))


def _said(state: Schedule, start: str, end: str, ladder: Ladder = FIRST_LADDER) -> list[tuple[str, str, str]]:
    """What sweeps send from ``start`` to ``end`` if each runs when the last one asked for it: time, key, recipients."""
    said = _sweep(state, at(start), at(end), ladder)
    return [(f"{when:%Y-%m-%d %H:%M}", key, "+".join(reminder.audience)) for when, key, reminder in said]


def _sweep(state: Schedule, now: datetime, end: datetime, ladder: Ladder) -> list[tuple[datetime, str, Reminder]]:
    said: dict[str, tuple[datetime, str, Reminder]] = {}
    while (moment := next_reminder_at(state, ladder, said, now, RULES)) is not None and moment <= end:
        now = moment
        reminder = next_reminder(state, ladder, said, now, RULES)
        assert reminder is not None
        assert reminder.key not in said
        said[reminder.key] = (now, reminder.key, reminder)
    return list(said.values())
