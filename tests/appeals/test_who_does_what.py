"""Every person, act and state of an appeal: who does what when, by the product's tables and by one written by hand."""

from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from appeals import access
from appeals.access import ProtectedAppeal
from appeals.draft import Draft
from appeals.model import Appeal
from appeals.progress import Status, progress
from people.access import may
from people.model import Person
from tests.appeals.acts import ACTS, is_allowed
from tests.appeals.district import (
    ADMIN,
    AGAINST_COMMISSION,
    AGAINST_WATER,
    CLERK,
    COMMISSION,
    CONFIDENTIAL,
    EVERYBODY,
    FILER,
    GOVERNMENT,
    INSPECTOR,
    LEADER,
    OF_TAX,
    OF_WATER,
    OFFICE,
    ORDINARY,
    STATES,
    STRANGER,
    TAX,
    WATER,
    State,
    history,
)
from tests.appeals.histories import RULES, appeal

IN_HAND: set[State] = {Status.ASSIGN, Status.CONTACT, Status.PATH, Status.RESOLVE}
WHEN: dict[str, set[State]] = {
    "assign": IN_HAND,
    "contact": {Status.CONTACT},
    "path": {Status.PATH},
    "resolve": {Status.RESOLVE},
    "message": {*IN_HAND - {Status.ASSIGN}, Status.CONFIRM, Status.RATE, Status.ANSWER},
    "confirm": {Status.CONFIRM, Status.ANSWER},
    "reopen": {Status.CONFIRM, Status.RATE, Status.CLOSED},
    "conclude": {Status.ANSWER},
    "supplement": {*IN_HAND, Status.CONFIRM, Status.RATE, Status.ANSWER},
    "deny contact": {*IN_HAND, Status.CONFIRM},
    "rate": {Status.RATE},
    "withdraw": IN_HAND,
}
ASSIGN = {ORDINARY: {CLERK}, CONFIDENTIAL: {INSPECTOR}, AGAINST_WATER: {CLERK, INSPECTOR}, AGAINST_COMMISSION: {CLERK}}
CONCLUDE = {
    ORDINARY: {CLERK},
    CONFIDENTIAL: {INSPECTOR},
    AGAINST_WATER: {CLERK, INSPECTOR},
    AGAINST_COMMISSION: {CLERK, LEADER},
}
HANDLE = {ORDINARY: {*OF_TAX}, CONFIDENTIAL: {INSPECTOR}, AGAINST_WATER: {*OF_TAX}, AGAINST_COMMISSION: {LEADER}}

OF_THE_FILER = {"confirm", "reopen", "rate", "withdraw", "supplement", "deny contact"}
SEES = (access.SEE_APPEAL, access.SEE_CLOCK, access.SEE_CONTACT_DETAILS)
UNITS = {OFFICE: (CLERK,), COMMISSION: (INSPECTOR,), GOVERNMENT: (LEADER,), TAX: OF_TAX, WATER: OF_WATER}


def who(act: str, draft: Draft) -> set[Person]:
    match act:
        case "assign":
            return ASSIGN[draft]
        case "contact" | "path" | "resolve" | "message":
            return HANDLE[draft]
        case "conclude":
            return CONCLUDE[draft]
        case _:
            return {FILER}


def appeal_at(draft: Draft, state: State) -> Appeal:
    filed = appeal(history(draft, state), confidential=draft.confidential)
    return replace(filed, filer=FILER.id, accused=draft.accused)


@cache
def every_appeal() -> tuple[tuple[Appeal, State, ProtectedAppeal], ...]:
    """In every state, led by whom it may be, with each unit accused, open and confidential; as the rights see it."""
    found = []
    for draft, unit, confidential, state in product(HANDLE, (None, *UNITS), (False, True), STATES):
        accused = () if unit is None else (unit,)
        it = replace(appeal_at(draft, state), accused=accused, confidential=confidential)
        found.append((it, state, access.protected(it, progress(it, RULES))))
    return tuple(found)


@pytest.mark.parametrize("draft", HANDLE, ids=["ordinary", "confidential", "against a unit", "against the commission"])
def test_the_product_allows_what_the_table_written_by_hand_allows_and_nothing_else(draft: Draft) -> None:
    by_hand = {(act, person.name, state) for act in ACTS for person in who(act, draft) for state in WHEN[act]}
    allowed = {
        (name, person.name, state)
        for (name, act), person, state in product(ACTS.items(), EVERYBODY, STATES)
        if is_allowed(act, person, appeal_at(draft, state))
    }
    assert allowed == by_hand


def test_nobody_but_the_filer_answers_for_the_enterprise() -> None:
    for (it, _, _), person in product(every_appeal(), EVERYBODY):
        if person is not FILER:
            assert not any(is_allowed(ACTS[act], person, it) for act in OF_THE_FILER)


def test_the_filer_does_nothing_that_is_the_authorities() -> None:
    for it, _, _ in every_appeal():
        assert not any(is_allowed(ACTS[act], FILER, it) for act in ACTS.keys() - OF_THE_FILER)


def test_people_of_an_accused_unit_do_and_see_nothing() -> None:
    for it, _, protected in every_appeal():
        for person in (one for unit in it.accused for one in UNITS[unit]):
            assert not any(is_allowed(act, person, it) for act in ACTS.values())
            assert not any(may(person, sees, protected) for sees in SEES)


def test_the_office_reads_no_word_of_a_confidential_appeal_and_does_nothing_to_it() -> None:
    for it, _, protected in every_appeal():
        if it.confidential:
            assert not may(CLERK, access.SEE_APPEAL, protected)
            assert not may(CLERK, access.SEE_CONTACT_DETAILS, protected)
            assert not any(is_allowed(act, CLERK, it) for act in ACTS.values())


def test_supervisors_get_no_telephone_number_of_what_they_do_not_lead() -> None:
    for it, _, protected in every_appeal():
        if protected.unit != COMMISSION and not it.confidential:
            assert not may(INSPECTOR, access.SEE_CONTACT_DETAILS, protected)
        if protected.handler != LEADER.posts[0].id:
            assert not any(may(LEADER, sees, protected) for sees in SEES)


def test_units_have_nothing_to_do_with_a_confidential_appeal_even_if_they_lead_it() -> None:
    for it, _, protected in every_appeal():
        if it.confidential:
            for person in (*OF_TAX, *OF_WATER):
                assert not any(is_allowed(act, person, it) for act in ACTS.values())
                assert not any(may(person, sees, protected) for sees in SEES)


def test_another_entrepreneur_and_an_administrator_do_and_see_nothing() -> None:
    for (it, _, protected), person in product(every_appeal(), (STRANGER, ADMIN)):
        assert not any(is_allowed(act, person, it) for act in ACTS.values())
        assert not any(may(person, sees, protected) for sees in SEES)


def test_what_is_over_is_moved_by_nobody_but_a_filer_who_says_it_is_not_solved() -> None:
    for (it, state, _), person, (name, act) in product(every_appeal(), EVERYBODY, ACTS.items()):
        if state in (Status.CLOSED, "withdrawn") and is_allowed(act, person, it):
            assert (person, name, state) == (FILER, "reopen", Status.CLOSED)


@pytest.mark.parametrize("draft", HANDLE, ids=["ordinary", "confidential", "against a unit", "against the commission"])
@pytest.mark.parametrize("state", [state for state in Status if state is not Status.CLOSED])
def test_whatever_an_appeal_waits_for_somebody_can_do(draft: Draft, state: Status) -> None:
    it = appeal_at(draft, state)
    act = ACTS["conclude" if state is Status.ANSWER else state]
    assert any(is_allowed(act, person, it) for person in EVERYBODY)
