"""Who may do what: every role, operation and situation, and what must hold whatever the table says."""

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals import access as appeals
from directory.access import SEARCH_DIRECTORY
from people.access import INVITE, SEE_AUDIT, Operation, Scope, may, require
from people.access_page import ROLES, ROOT, SCOPES, operations, page
from people.model import Person, Post, Role
from texts.refused import Refused

ME, SOMEBODY = 1, 2
MY_UNIT, OTHER_UNIT = 10, 20
MY_POST, OTHER_POST = 100, 200
ALL = tuple(operations())


@dataclass(frozen=True)
class Protected:
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
    "a stranger's": (Protected(), {Scope.ANY, Scope.OPEN}),
    "a stranger's, unassigned": (Protected(unit=None, handler=None), {Scope.ANY, Scope.OPEN}),
    "of my unit": (Protected(unit=MY_UNIT), {Scope.ANY, Scope.OPEN, Scope.UNIT}),
    "handled by my post": (Protected(handler=MY_POST), {Scope.ANY, Scope.OPEN, Scope.ASSIGNED}),
    "mine": (Protected(filer=ME), {Scope.ANY, Scope.OPEN, Scope.OWN}),
    "against another unit": (Protected(accused=frozenset({30})), {Scope.ANY, Scope.OPEN, Scope.AGAINST_UNIT}),
    "against my unit": (Protected(unit=MY_UNIT, handler=MY_POST, accused=frozenset({MY_UNIT})), set()),
    "confidential": (Protected(confidential=True), {Scope.ANY, Scope.CONFIDENTIAL}),
    "confidential, of my unit": (
        Protected(unit=MY_UNIT, handler=MY_POST, confidential=True),
        {Scope.ANY, Scope.CONFIDENTIAL, Scope.UNIT, Scope.ASSIGNED},
    ),
    "confidential and against my unit": (Protected(accused=frozenset({MY_UNIT}), confidential=True), set()),
    "confidential and mine": (Protected(filer=ME, confidential=True), {Scope.ANY, Scope.CONFIDENTIAL, Scope.OWN}),
    "mine, against my unit": (Protected(filer=ME, accused=frozenset({MY_UNIT})), {Scope.OWN}),
}


def expected(role: Role, operation: Operation, subject: Protected, reached: set[Scope]) -> bool:
    """The same question worked out the long way round."""
    if Scope.OWN in reached and Scope.OWN in operation.scopes_of(Role.ENTREPRENEUR):
        return True
    held = {Role.ENTREPRENEUR, role}
    if role is not Role.ENTREPRENEUR and MY_UNIT in subject.accused:
        return False
    if subject.confidential:
        held &= (
            {Role.DISCIPLINE}
            | ({Role.OFFICE} if operation is appeals.SEE_CLOCK else set())
            | ({Role.LEADER} if Scope.ASSIGNED in reached else set())
        )
    return any(operation.scopes_of(one) & (reached - {Scope.OWN}) for one in held)


@pytest.mark.parametrize(
    ("role", "operation"), list(product(Role, ALL)), ids=lambda value: getattr(value, "name", value)
)
def test_the_table_is_obeyed_in_every_situation(role: Role, operation: Operation) -> None:
    for situation, (subject, reached) in SITUATIONS.items():
        if role is Role.ENTREPRENEUR:
            reached = reached | {Scope.ANY}  # no post, so no unit that could be accused
        assert may(somebody(role), operation, subject) is expected(role, operation, subject, reached), situation


posts = st.builds(
    Post, id=st.integers(100, 103), unit=st.integers(10, 12), role=st.sampled_from(Role), name=st.just("张示例")
)
people = st.lists(posts, max_size=3).map(lambda held: Person(ME, posts=tuple(held)))
subjects = st.builds(
    Protected,
    filer=st.sampled_from([ME, SOMEBODY, None]),
    unit=st.integers(10, 12) | st.none(),
    handler=st.integers(100, 103) | st.none(),
    accused=st.frozensets(st.integers(10, 12), max_size=2),
    confidential=st.booleans(),
)
acts = st.sampled_from(ALL)


@given(people, acts, subjects)
def test_only_filer_commission_and_a_leader_it_was_given_to_touch_a_confidential_appeal(
    person: Person, operation: Operation, subject: Protected
) -> None:
    if subject.confidential and may(person, operation, subject) and subject.filer != ME:
        leads = any(post.role is Role.LEADER and post.id == subject.handler for post in person.posts)
        clock = person.has(Role.OFFICE) and operation is appeals.SEE_CLOCK
        assert person.has(Role.DISCIPLINE) or leads or clock


@given(people, acts, subjects)
def test_people_of_an_accused_unit_touch_the_appeal_only_as_its_filer(
    person: Person, operation: Operation, subject: Protected
) -> None:
    if any(post.unit in subject.accused for post in person.posts) and may(person, operation, subject):
        assert subject.filer == ME
        assert Scope.OWN in operation.scopes_of(Role.ENTREPRENEUR)


@given(people, subjects.filter(lambda subject: subject.filer == ME))
def test_the_filer_always_sees_the_own_appeal(person: Person, subject: Protected) -> None:
    for operation in (appeals.SEE_APPEAL, appeals.SEE_CLOCK, appeals.RATE):
        assert may(person, operation, subject)


@given(people, acts, subjects)
def test_whoever_may_work_on_an_appeal_may_see_it(person: Person, operation: Operation, subject: Protected) -> None:
    lists = {appeals.SEE_TASKS, appeals.SEE_UNASSIGNED}
    unseen = {appeals.SEE_CLOCK, appeals.FILE_APPEAL, SEARCH_DIRECTORY, INVITE, SEE_AUDIT, *lists}
    if operation not in unseen and may(person, operation, subject):
        assert may(person, appeals.SEE_APPEAL, subject)


@given(people, acts)
def test_without_a_thing_only_what_concerns_no_single_appeal_is_allowed(person: Person, operation: Operation) -> None:
    held = any(Scope.ANY in operation.scopes_of(role) for role in person.roles)
    assert may(person, operation) is held


@given(people, acts, subjects, st.sampled_from(Role))
def test_a_further_post_in_an_unaccused_unit_takes_nothing_away(
    person: Person, operation: Operation, subject: Protected, role: Role
) -> None:
    more = Person(ME, posts=(*person.posts, Post(999, 99, role, "李示例")))
    assert not may(person, operation, subject) or may(more, operation, subject)


def test_an_administrator_sees_no_appeal() -> None:
    assert not any(
        may(somebody(Role.ADMIN), operation, Protected())
        for operation in ALL
        if operation not in {appeals.FILE_APPEAL, SEARCH_DIRECTORY, INVITE}
    )


def test_a_refusal_does_not_tell_a_confidential_appeal_from_a_strangers() -> None:
    said = []
    for subject in (Protected(), Protected(confidential=True), Protected(accused=frozenset({MY_UNIT}))):
        with pytest.raises(Refused) as refused:
            appeals.require(somebody(Role.HANDLER), appeals.SEE_APPEAL, subject)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_a_refusal_without_an_appeal_names_whom_to_ask() -> None:
    with pytest.raises(Refused, match="请联系营商办"):
        require(somebody(), INVITE)


def test_what_is_allowed_is_not_refused() -> None:
    require(somebody(), appeals.FILE_APPEAL)


def test_every_role_and_scope_has_its_words_and_every_operation_its_own_name() -> None:
    assert set(ROLES) == set(Role)
    assert set(SCOPES) == set(Scope)
    assert len({one.name for one in ALL}) == len({one.words for one in ALL}) == len(ALL)


def test_the_table_has_the_operations_of_every_subject() -> None:
    assert {INVITE, SEARCH_DIRECTORY, appeals.ASSIGN} <= set(ALL)


def test_the_page_of_docs_agrees_with_the_table() -> None:
    written = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    assert written == page(), "python -m people.access_page > docs/access.md"
