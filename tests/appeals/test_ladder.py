"""Which reminder is said when, to whom, and never twice."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.ladder import FIRST_LADDER, Audience, Offset, Ping, PingSettings, Rung, next_ping, next_ping_at
from appeals.model import Fact, FactKind, Stage
from appeals.progress import Progress, progress
from tests.appeals.histories import TERMS, appeal, at, dated, histories
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
        assert next_ping(state, TERMS, (), at(night)) is None
    assert next_ping_at(state, TERMS, (), at("2023-03-10 18:00")) == at("2023-03-13 09:00")


def test_after_downtime_only_what_is_still_true_is_said() -> None:
    said = _said(_state(FILED), "2023-03-10 10:00", "2023-03-20 10:00")
    assert said == [("2023-03-10 10:00", "appeal:12:assign:late", "office")]


def test_what_has_waited_longest_is_said_first() -> None:
    said = _said(_state(FILED, ASSIGNED), "2023-03-13 10:00", "2023-03-14 10:00")
    assert [key for _, key, _ in said] == ["appeal:12:contact:late", "appeal:12:path:late"]


def test_a_ping_that_was_said_is_not_said_again() -> None:
    state = _state(FILED, ASSIGNED)
    now = at("2023-03-08 09:30")
    ping = next_ping(state, TERMS, (), now)
    assert ping is not None
    assert ping.due == at("2023-03-08 17:30")
    assert next_ping(state, TERMS, {ping.key}, now) is None


def test_who_is_asked_anew_is_reminded_anew() -> None:
    first = {ping for _, ping, _ in _said(_state(FILED, ASSIGNED), "2023-03-06 11:00", "2023-05-01 10:00")}
    other = _state(FILED, ASSIGNED, Fact(FactKind.ASSIGNED, at("2023-03-06 12:00"), unit=2))
    later = _state(FILED, ASSIGNED, CONTACTED, PATH_GIVEN, Fact(FactKind.EXTENDED, at("2023-03-09 10:00"), days=5))
    for state in (other, later):
        keys = {ping for _, ping, _ in _said(state, "2023-03-09 10:00", "2023-06-01 10:00")}
        assert keys
        assert not keys & first


def test_of_a_confidential_appeal_the_discipline_commission_is_reminded_and_the_office_is_not() -> None:
    state = progress(appeal(dated([FILED]), confidential=True), TERMS)
    assert {who for _, _, who in _said(state, "2023-03-06 10:00", "2023-03-20 10:00")} == {"discipline"}


def test_settings_move_the_pings() -> None:
    settings = PingSettings(contact_before=Offset(workdays=-1, at=time(15)), late=Offset(workdays=1, at=time(10)))
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
def test_a_ping_is_said_in_working_hours_and_no_before_comes_after(facts: tuple[Fact, ...], wait: int) -> None:
    state = progress(appeal(facts), TERMS)
    now = facts[-1].at + timedelta(minutes=wait)
    ping = next_ping(state, TERMS, (), now)
    if ping is not None:
        assert TERMS.calendar.is_workday(now.date())
        assert TERMS.opening <= now.time() < TERMS.closing
        assert ping.words != "before" or now < ping.due
        assert ping.words != "late" or now >= ping.due
        assert ping.due == due_moment(next(task.due for task in state.tasks if task.stage is ping.stage), TERMS)


@given(histories(), st.integers(0, 60_000))
def test_the_moment_foretold_is_the_first_at_which_something_is_said(facts: tuple[Fact, ...], wait: int) -> None:
    state = progress(appeal(facts), TERMS)
    now = facts[-1].at + timedelta(minutes=wait)
    moment = next_ping_at(state, TERMS, (), now)
    if moment is None:
        assert next_ping(state, TERMS, (), now) is None
        return
    assert moment >= now
    assert next_ping(state, TERMS, (), moment) is not None
    assert (next_ping(state, TERMS, (), now) is not None) == (moment == now)
    between = now + (moment - now) / 2
    assert moment == now or next_ping(state, TERMS, (), between) is None


@given(histories())
def test_a_sweep_comes_to_an_end_and_says_each_key_once(facts: tuple[Fact, ...]) -> None:
    state = progress(appeal(facts), TERMS)
    said = [key for _, key, _ in _sweep(state, facts[-1].at, facts[-1].at + timedelta(days=200), FIRST_LADDER)]
    assert len(said) == len(set(said)) <= 6


def _state(*facts: Fact) -> Progress:
    return progress(appeal(dated(facts)), TERMS)


def _said(state: Progress, start: str, end: str, ladder: tuple[Rung, ...] = FIRST_LADDER) -> list[tuple[str, str, str]]:
    """What a sweep says from ``start`` to ``end`` if it runs whenever it was told to: when, key, to whom."""
    said = _sweep(state, at(start), at(end), ladder)
    return [(f"{when:%Y-%m-%d %H:%M}", key, "+".join(ping.audience)) for when, key, ping in said]


def _sweep(state: Progress, now: datetime, end: datetime, ladder: tuple[Rung, ...]) -> list[tuple[datetime, str, Ping]]:
    said: dict[str, tuple[datetime, str, Ping]] = {}
    while (moment := next_ping_at(state, TERMS, said, now, ladder)) is not None and moment <= end:
        now = moment
        ping = next_ping(state, TERMS, said, now, ladder)
        assert ping is not None
        assert ping.key not in said
        said[ping.key] = (now, ping.key, ping)
    return list(said.values())
