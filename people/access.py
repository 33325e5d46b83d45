"""Who may do what: the rules for all subjects. Each subject defines its operations in a file called ``access``.

docs/access.md is generated from all of them (``people/access_page.py``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from people.model import Person, Role
from texts.refused import Refused
from texts.speech import say


class Scope(StrEnum):
    """Which of a subject's items a permission covers."""

    ANY = "any"  # all items; also operations that concern no single item
    OWN = "own"  # filed by the person
    ASSIGNED = "assigned"  # the person holds the post that handles it
    UNIT = "unit"  # led by the unit of the post that gives the role
    OPEN = "open"  # not confidential
    CONFIDENTIAL = "confidential"  # confidential
    AGAINST_UNIT = "against_unit"  # complains about a unit, so that an accused office does not assign it itself


class Protected(Protocol):
    """The fields of an appeal, or of any other protected item, that the access rules check."""

    @property
    def filer(self) -> int | None: ...
    @property
    def unit(self) -> int | None: ...  # the lead unit
    @property
    def handler(self) -> int | None: ...  # the post of the handling specialist
    @property
    def accused(self) -> frozenset[int]: ...  # the units it complains about
    @property
    def confidential(self) -> bool: ...


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """A row of the access table: ``words`` for its page, and each role's scopes. Roles not listed are refused."""

    name: str
    words: str
    permitted: Mapping[Role, frozenset[Scope]]

    def scopes_of(self, role: Role) -> frozenset[Scope]:
        return self.permitted.get(role, frozenset())


INVITE = Operation(
    "invite",
    "make an invitation code 发邀请码",
    {Role.OFFICE: frozenset({Scope.ANY}), Role.ADMIN: frozenset({Scope.ANY})},
)
SEE_AUDIT = Operation("see_audit", "read the audit trail 操作记录", {Role.DISCIPLINE: frozenset({Scope.ANY})})


def require(person: Person, operation: Operation) -> None:
    """For operations that concern no single item."""
    if not may(person, operation):
        raise Refused(say("这一项不在您的办理范围内。如果您觉得应该能办，请联系营商办，我们来调整。"))


def may(person: Person, operation: Operation, subject: Protected | None = None) -> bool:
    """Whether ``person`` may do this to ``subject``; None if it concerns no single item."""
    if subject is None:
        return any(Scope.ANY in operation.scopes_of(role) for role in person.roles)
    if Scope.OWN in operation.scopes_of(Role.ENTREPRENEUR) and subject.filer == person.id:
        return True  # before all other rules: the filer always sees what became of it
    return not is_accused(person, subject) and any(
        _permits(operation.scopes_of(role), role, unit, post, subject) for role, unit, post in _standings(person)
    )


def is_accused(person: Person, subject: Protected) -> bool:
    """People of an accused unit, in whatever role, can neither see nor handle it."""
    return any(post.unit in subject.accused for post in person.posts)


def is_excluded_as_confidential(role: Role, reach: frozenset[Scope], post: int | None, subject: Protected) -> bool:
    """Confidential items are for the discipline commission alone, for the leader who was given one against the
    commission, and for the office only where its row says so: number and clock."""
    if not subject.confidential or role is Role.DISCIPLINE:
        return False
    if role is Role.LEADER:
        return post is None or subject.handler != post
    return not (role is Role.OFFICE and Scope.CONFIDENTIAL in reach)


def _standings(person: Person) -> Iterator[tuple[Role, int | None, int | None]]:
    """Every role in which the person acts, with the unit and the post that give it."""
    yield Role.ENTREPRENEUR, None, None
    for post in person.posts:
        yield post.role, post.unit, post.id


def _permits(reach: frozenset[Scope], role: Role, unit: int | None, post: int | None, subject: Protected) -> bool:
    return not is_excluded_as_confidential(role, reach, post, subject) and any(
        _reaches(one, unit, post, subject) for one in reach
    )


def _reaches(scope: Scope, unit: int | None, post: int | None, subject: Protected) -> bool:
    match scope:
        case Scope.ANY:
            return True
        case Scope.ASSIGNED:
            return post is not None and subject.handler == post
        case Scope.UNIT:
            return unit is not None and subject.unit == unit
        case Scope.OPEN:
            return not subject.confidential
        case Scope.CONFIDENTIAL:
            return subject.confidential
        case Scope.AGAINST_UNIT:
            return bool(subject.accused) and not subject.confidential
        case Scope.OWN:
            return False  # already handled by ``may``
