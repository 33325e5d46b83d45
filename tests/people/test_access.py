"""Who may do what: every role, operation and situation, and what must hold whatever the table says."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.access import MAY, Operation, Scope, may, require
from people.access_page import OPERATIONS, ROLES, SCOPES, page
from people.model import Person, Post, Role
from texts.refused import Refused

ME, SOMEBODY = 1, 2
MY_UNIT, OTHER_UNIT = 10, 20
MY_POST, OTHER_POST = 100, 200
DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class Thing:
    filer: int | None = SOMEBODY
    unit: int | None = OTHER_UNIT
    handler: int | None = OTHER_POST
    accused: frozenset[int] = frozenset()
    confidential: bool = False


def somebody(*roles: Role) -> Person:
    """A person with one post per role, all in the same unit."""
    held = tuple(
        Post(MY_POST + place, MY_UNIT, role, "张示例") for place, role in enumerate(roles) if role != Role.ENTREPRENEUR
    )
    return Person(ME, posts=held)


SITUATIONS = {
    "a stranger's": (Thing(), {Scope.ANY, Scope.OPEN}),
    "a stranger's, unassigned": (Thing(unit=None, handler=None), {Scope.ANY, Scope.OPEN}),
    "of my unit": (Thing(unit=MY_UNIT), {Scope.ANY, Scope.OPEN, Scope.UNIT}),
    "handled by my post": (Thing(handler=MY_POST), {Scope.ANY, Scope.OPEN, Scope.ASSIGNED}),
    "mine": (Thing(filer=ME), {Scope.ANY, Scope.OPEN, Scope.OWN}),
    "against another unit": (Thing(accused=frozenset({30})), {Scope.ANY, Scope.OPEN, Scope.AGAINST_UNIT}),
    "against my unit": (Thing(unit=MY_UNIT, handler=MY_POST, accused=frozenset({MY_UNIT})), set()),
    "confidential": (Thing(confidential=True), {Scope.ANY, Scope.CONFIDENTIAL}),
    "confidential, of my unit": (
        Thing(unit=MY_UNIT, handler=MY_POST, confidential=True),
        {Scope.ANY, Scope.CONFIDENTIAL, Scope.UNIT, Scope.ASSIGNED},
    ),
    "confidential and against my unit": (Thing(accused=frozenset({MY_UNIT}), confidential=True), set()),
    "confidential and mine": (Thing(filer=ME, confidential=True), {Scope.ANY, Scope.CONFIDENTIAL, Scope.OWN}),
    "mine, against my unit": (Thing(filer=ME, accused=frozenset({MY_UNIT})), {Scope.OWN}),
}


def expected(role: Role, operation: Operation, thing: Thing, reached: set[Scope]) -> bool:
    """The same question worked out the long way round."""
    if Scope.OWN in reached and Scope.OWN in MAY[Role.ENTREPRENEUR].get(operation, ()):
        return True
    held = {Role.ENTREPRENEUR, role}
    if role is not Role.ENTREPRENEUR and MY_UNIT in thing.accused:
        return False
    if thing.confidential:
        held &= (
            {Role.DISCIPLINE}
            | ({Role.OFFICE} if operation is Operation.SEE_CLOCK else set())
            | ({Role.LEADER} if Scope.ASSIGNED in reached else set())
        )
    return any(MAY[one].get(operation, frozenset()) & (reached - {Scope.OWN}) for one in held)


@pytest.mark.parametrize(("role", "operation"), list(product(Role, Operation)))
def test_the_table_is_obeyed_in_every_situation(role: Role, operation: Operation) -> None:
    for situation, (thing, reached) in SITUATIONS.items():
        if role is Role.ENTREPRENEUR:
            reached = reached | {Scope.ANY}  # no post, so no unit that could be accused
        assert may(somebody(role), operation, thing) is expected(role, operation, thing, reached), situation


posts = st.builds(
    Post, id=st.integers(100, 103), unit=st.integers(10, 12), role=st.sampled_from(Role), name=st.just("张示例")
)
people = st.lists(posts, max_size=3).map(lambda held: Person(ME, posts=tuple(held)))
things = st.builds(
    Thing,
    filer=st.sampled_from([ME, SOMEBODY, None]),
    unit=st.integers(10, 12) | st.none(),
    handler=st.integers(100, 103) | st.none(),
    accused=st.frozensets(st.integers(10, 12), max_size=2),
    confidential=st.booleans(),
)
operations = st.sampled_from(Operation)


@given(people, operations, things)
def test_only_filer_commission_and_a_leader_it_was_given_to_touch_a_confidential_appeal(
    person: Person, operation: Operation, thing: Thing
) -> None:
    if thing.confidential and may(person, operation, thing) and thing.filer != ME:
        leads = any(post.role is Role.LEADER and post.id == thing.handler for post in person.posts)
        clock = person.has(Role.OFFICE) and operation is Operation.SEE_CLOCK
        assert person.has(Role.DISCIPLINE) or leads or clock


@given(people, operations, things)
def test_people_of_an_accused_unit_touch_the_appeal_only_as_its_filer(
    person: Person, operation: Operation, thing: Thing
) -> None:
    if any(post.unit in thing.accused for post in person.posts) and may(person, operation, thing):
        assert thing.filer == ME
        assert Scope.OWN in MAY[Role.ENTREPRENEUR][operation]


@given(people, things.filter(lambda thing: thing.filer == ME))
def test_the_filer_always_sees_the_own_appeal(person: Person, thing: Thing) -> None:
    for operation in (Operation.SEE_APPEAL, Operation.SEE_CLOCK, Operation.RATE):
        assert may(person, operation, thing)


@given(people, operations, things)
def test_whoever_may_work_on_an_appeal_may_see_it(person: Person, operation: Operation, thing: Thing) -> None:
    unseen = {Operation.SEE_CLOCK, Operation.FILE_APPEAL, Operation.SEARCH_DIRECTORY, Operation.INVITE,
              Operation.SEE_AUDIT, Operation.SEE_TASKS, Operation.SEE_UNASSIGNED}  # fmt: skip
    if operation not in unseen and may(person, operation, thing):
        assert may(person, Operation.SEE_APPEAL, thing)


@given(people, operations)
def test_without_a_thing_only_what_concerns_no_single_appeal_is_allowed(person: Person, operation: Operation) -> None:
    held = any(Scope.ANY in MAY[role].get(operation, ()) for role in person.roles)
    assert may(person, operation) is held


@given(people, operations, things, st.sampled_from(Role))
def test_a_further_post_in_an_unaccused_unit_takes_nothing_away(
    person: Person, operation: Operation, thing: Thing, role: Role
) -> None:
    more = Person(ME, posts=(*person.posts, Post(999, 99, role, "李示例")))
    assert not may(person, operation, thing) or may(more, operation, thing)


def test_an_administrator_sees_no_appeal() -> None:
    assert not any(
        may(somebody(Role.ADMIN), operation, Thing())
        for operation in Operation
        if operation not in {Operation.FILE_APPEAL, Operation.SEARCH_DIRECTORY, Operation.INVITE}
    )


def test_a_refusal_does_not_tell_a_confidential_appeal_from_a_strangers() -> None:
    said = []
    for thing in (Thing(), Thing(confidential=True), Thing(accused=frozenset({MY_UNIT}))):
        with pytest.raises(Refused) as refused:
            require(somebody(Role.HANDLER), Operation.SEE_APPEAL, thing)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_a_refusal_without_an_appeal_names_whom_to_ask() -> None:
    with pytest.raises(Refused, match="请联系营商办"):
        require(somebody(), Operation.INVITE)


def test_what_is_allowed_is_not_refused() -> None:
    require(somebody(), Operation.FILE_APPEAL)


def test_every_role_operation_and_scope_has_its_words() -> None:
    assert set(ROLES) == set(MAY) == set(Role)
    assert set(OPERATIONS) == set(Operation)
    assert set(SCOPES) == set(Scope)


def test_the_page_of_docs_agrees_with_the_table() -> None:
    assert (DOCS / "access.md").read_text(encoding="utf-8") == page(), "python -m people.access_page > docs/access.md"
