"""What people can do to an appeal: the permission an act needs, the fact it adds, and its service function."""

from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import access, rules, service
from appeals.model import Appeal, Fact, FactKind
from appeals.progress import progress
from appeals.view import View
from people.access import Operation, may
from people.model import Person
from tests.appeals.district import HOUSING, NEXT_TUESDAY, POLICY
from tests.appeals.histories import RULES

Doing = Callable[[AsyncSession, Person, int], Coroutine[Any, Any, View]]


class Act(NamedTuple):
    operation: Operation
    kind: FactKind
    do: Doing


NOW = NEXT_TUESDAY
ACTS = {
    "assign": Act(
        access.ASSIGN,
        FactKind.ASSIGNED,
        lambda session, person, number: service.assign(session, person, number, HOUSING, POLICY, NOW),
    ),
    "contact": Act(
        access.CONTACT,
        FactKind.CONTACTED,
        lambda session, person, number: service.record_contact(session, person, number, "", POLICY, NOW),
    ),
    "path": Act(
        access.GIVE_PATH,
        FactKind.PATH_GIVEN,
        lambda session, person, number: service.give_path(session, person, number, "这样办", None, POLICY, NOW),
    ),
    "message": Act(
        access.MESSAGE,
        FactKind.MESSAGED,
        lambda session, person, number: service.message(session, person, number, "请带执照原件", POLICY, NOW),
    ),
    "resolve": Act(
        access.RESOLVE,
        FactKind.RESOLVED,
        lambda session, person, number: service.resolve(session, person, number, "办好了", POLICY, NOW),
    ),
    "confirm": Act(
        access.CONFIRM,
        FactKind.CONFIRMED,
        lambda session, person, number: service.confirm(session, person, number, POLICY, NOW),
    ),
    "reopen": Act(
        access.CONFIRM,
        FactKind.REOPENED,
        lambda session, person, number: service.dispute(session, person, number, "没好", POLICY, NOW),
    ),
    "conclude": Act(
        access.CONCLUDE,
        FactKind.CONCLUDED,
        lambda session, person, number: service.conclude(session, person, number, "已上门说明", POLICY, NOW),
    ),
    "supplement": Act(
        access.ADD_TO_APPEAL,
        FactKind.SUPPLEMENTED,
        lambda session, person, number: service.supplement(session, person, number, "车牌是后来的", (), POLICY, NOW),
    ),
    "deny contact": Act(
        access.CONFIRM_CONTACT,
        FactKind.CONTACT_DENIED,
        lambda session, person, number: service.deny_contact(session, person, number, "没人打来", POLICY, NOW),
    ),
    "rate": Act(
        access.RATE,
        FactKind.RATED,
        lambda session, person, number: service.rate(session, person, number, 5, "", POLICY, NOW),
    ),
    "withdraw": Act(
        access.WITHDRAW,
        FactKind.WITHDRAWN,
        lambda session, person, number: service.withdraw(session, person, number, POLICY, NOW),
    ),
}


def is_allowed(act: Act, person: Person, appeal: Appeal) -> bool:
    """Whether the product's two tables allow it: who may do it, and at which stage."""
    fact = Fact(act.kind, NOW, by=person.id, unit=HOUSING, score=5)
    state = progress(appeal, RULES)
    return may(person, act.operation, access.protected(appeal, state)) and rules.may(appeal, state, fact, RULES)
