"""What an act costs: the appeal is read once, its progress is computed once for each state, statements stay few."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reminding_service, service
from appeals.progress import Status, progress
from bench.statements import counted
from people.model import Person
from storage.database import Database
from tests.appeals.acts import ACTS
from tests.appeals.district import CLERK, FILER, HANDLER, MONDAY, NEXT_TUESDAY, ORDINARY, POLICY, bring
from tests.calls import calls

# name of the act: who does it, in which state, with at most how many statements
COSTS: dict[str, tuple[Person, Status, int]] = {
    "assign": (CLERK, Status.ASSIGN, 14),
    "contact": (HANDLER, Status.CONTACT, 6),
    "path": (HANDLER, Status.PATH, 7),
    "resolve": (HANDLER, Status.RESOLVE, 7),
    "message": (HANDLER, Status.CONTACT, 7),
    "confirm": (FILER, Status.CONFIRM, 6),
    "conclude": (CLERK, Status.ANSWER, 7),
    "supplement": (FILER, Status.CONTACT, 7),
    "deny contact": (FILER, Status.CONTACT, 13),
    "reopen": (FILER, Status.CONFIRM, 13),
    "rate": (FILER, Status.RATE, 6),
    "withdraw": (FILER, Status.CONTACT, 6),
}
FILING = 11
A_REMINDER = 6  # to the handler and the chief, after the first two statements, which read all that are due


@pytest.mark.parametrize("name", ACTS)
async def test_an_act_reads_the_appeal_once(settled: Database, session: AsyncSession, name: str) -> None:
    person, state, most = COSTS[name]
    number = await bring(session, ORDINARY, state)
    session.expunge_all()
    with counted(settled) as statements, calls(progress) as computed:
        await ACTS[name].do(session, person, number)
    assert len(computed) == 2  # before the fact and after it
    assert len(_reads(statements, "appeal")) == 1
    assert len(_reads(statements, "appeal_fact")) == 1
    assert len(statements) <= most


async def test_filing_reads_no_appeal(settled: Database, session: AsyncSession) -> None:
    with counted(settled) as statements:
        await service.file(session, FILER, ORDINARY, POLICY, MONDAY)
    assert not _reads(statements, "appeal_fact")
    assert len(statements) <= FILING


async def test_a_sweep_reads_all_appeals_at_once(settled: Database, session: AsyncSession) -> None:
    for _ in range(3):
        await bring(session, ORDINARY, Status.CONTACT)
    session.expunge_all()
    with counted(settled) as statements, calls(progress) as computed:
        assert await reminding_service.remind(session, POLICY, NEXT_TUESDAY, 50) == 3
    assert len(computed) == 3
    assert len(_reads(statements, "appeal_fact")) == 1
    assert len(statements) <= 2 + 3 * A_REMINDER


def _reads(statements: list[str], table: str) -> list[str]:
    return [one for one in statements if one.startswith(f"SELECT {table}.")]
