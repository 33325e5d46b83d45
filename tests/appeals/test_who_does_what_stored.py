"""What the service does and refuses is what the tables of rights and rules say: all that may be done, and of what may
not a sample in which every two of person, act, state and kind of appeal meet."""

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals.draft import Draft
from appeals.model import Appeal
from appeals.store import read
from people.model import Person
from tests.appeals.acts import ACTS, Act, is_allowed
from tests.appeals.district import (
    AGAINST_COMMISSION,
    AGAINST_WATER,
    CONFIDENTIAL,
    EVERYBODY,
    ORDINARY,
    STATES,
    State,
    bring,
)
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")

KINDS = {
    "ordinary": ORDINARY,
    "confidential": CONFIDENTIAL,
    "against a unit": AGAINST_WATER,
    "against the commission": AGAINST_COMMISSION,
}


def sample(kind: str, state: State, appeal: Appeal) -> Iterator[tuple[Person, Act]]:
    """Every person tries every act once, each time in another state; here those whose turn it is, and all who may."""
    for (place, person), (turn, act) in product(enumerate(EVERYBODY), enumerate(ACTS.values())):
        drawn = STATES[(place + turn) % len(STATES)], list(KINDS)[(place // 3 + turn) % len(KINDS)]
        if drawn == (state, kind) or is_allowed(act, person, appeal):
            yield person, act


async def is_done(session: AsyncSession, act: Act, person: Person, number: int) -> bool:
    """Tries it, and undoes it."""
    attempt = await session.begin_nested()
    try:
        view = await act.do(session, person, number)
    except Refused:
        return False
    finally:
        await attempt.rollback()
    last = view.appeal.facts[-1]
    return (last.kind, last.by) == (act.kind, person.id)


async def stored(session: AsyncSession, draft: Draft, state: State) -> Appeal:
    dossier = await read(session, await bring(session, draft, state))
    assert dossier is not None
    return dossier.appeal


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", KINDS)
async def test_the_service_does_what_the_tables_allow_and_nothing_else(
    session: AsyncSession, kind: str, state: State
) -> None:
    appeal = await stored(session, KINDS[kind], state)
    for person, act in sample(kind, state, appeal):
        allowed = is_allowed(act, person, appeal)
        assert await is_done(session, act, person, appeal.id) is allowed, (person.name, act.kind)
