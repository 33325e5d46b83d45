"""Lists and counts of appeals: whose appeals they contain, what a line shows, and that the soonest due comes first."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reading_service, service
from appeals.draft import Draft
from appeals.progress import WITH_UNIT, Status
from people.model import Person
from tests.appeals.district import (
    ADMIN,
    AGAINST_COMMISSION,
    AGAINST_OFFICE,
    AGAINST_WATER,
    CHIEF,
    CLERK,
    COLLEAGUE,
    CONFIDENTIAL,
    EVERYBODY,
    FILER,
    FIRM,
    HANDLER,
    INSPECTOR,
    LEADER,
    MONDAY,
    OF_WATER,
    ORDINARY,
    POLICY,
    STRANGER,
    TAX,
    bring,
)
from tests.appeals.histories import RULES
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVERY_STAGE = tuple(Status)


async def filed(session: AsyncSession, *moments: datetime, person: Person = FILER) -> list[int]:
    return [(await service.file(session, person, ORDINARY, POLICY, moment)).id for moment in moments]


async def tasks(session: AsyncSession, person: Person) -> list[int]:
    return [line.id for line in await reading_service.tasks(session, person, RULES)]


async def triage(session: AsyncSession, *stages: Status) -> list[int]:
    return [line.id for line in await reading_service.triage(session, CLERK, stages, RULES)]


async def test_of_what_waits_for_the_office_the_one_due_soonest_stands_first(session: AsyncSession) -> None:
    late, soon, middle = await filed(session, *(MONDAY + timedelta(days=days) for days in (3, 0, 1)))
    assert await triage(session, Status.ASSIGN) == [soon, middle, late]


async def test_of_a_units_tasks_the_one_due_soonest_stands_first_whatever_its_stage(session: AsyncSession) -> None:
    resolve = await bring(session, ORDINARY, Status.RESOLVE)
    path = await bring(session, ORDINARY, Status.PATH)
    (late,) = await filed(session, MONDAY + timedelta(days=10))
    await service.assign(session, CLERK, late, TAX, POLICY, MONDAY + timedelta(days=10))
    contact = await bring(session, ORDINARY, Status.CONTACT)
    due_soonest_first = [contact, path, late, resolve]
    assert await tasks(session, HANDLER) == await triage(session, *WITH_UNIT) == due_soonest_first


async def test_of_equals_the_one_filed_first_stands_first(session: AsyncSession) -> None:
    numbers = await filed(session, MONDAY, MONDAY, MONDAY)
    assert await triage(session, Status.ASSIGN) == numbers


async def test_a_unit_has_in_hand_what_it_was_given_and_has_not_resolved(session: AsyncSession) -> None:
    numbers = {state: await bring(session, ORDINARY, state) for state in (*Status, "withdrawn")}
    in_hand = [numbers[state] for state in (Status.CONTACT, Status.PATH, Status.RESOLVE)]
    for person in (HANDLER, COLLEAGUE, CHIEF):
        assert await tasks(session, person) == in_hand
        assert await reading_service.count_tasks(session, person) == 3
    for person in OF_WATER:
        assert await tasks(session, person) == []
        assert await reading_service.count_tasks(session, person) == 0


async def test_commission_and_leader_have_in_hand_what_they_lead(session: AsyncSession) -> None:
    numbers = {draft: await bring(session, draft, Status.CONTACT) for draft in (CONFIDENTIAL, AGAINST_OFFICE)}
    against_commission = await bring(session, AGAINST_COMMISSION, Status.CONTACT)
    await bring(session, ORDINARY, Status.CONTACT)
    assert await tasks(session, INSPECTOR) == list(numbers.values())
    assert await tasks(session, LEADER) == [against_commission]


async def test_who_handles_nothing_has_no_list_of_tasks(session: AsyncSession) -> None:
    for person in (FILER, STRANGER, CLERK, ADMIN):
        with pytest.raises(Refused, match="不在您的办理范围内"):
            await reading_service.tasks(session, person, RULES)


async def test_the_desk_is_the_offices_alone(session: AsyncSession) -> None:
    for person in EVERYBODY:
        if person is not CLERK:
            with pytest.raises(Refused, match="不在您的办理范围内"):
                await reading_service.triage(session, person, EVERY_STAGE, RULES)


@pytest.mark.parametrize("state", Status)
async def test_a_confidential_line_in_triage_tells_number_and_clock_only(session: AsyncSession, state: Status) -> None:
    await bring(session, CONFIDENTIAL, state)
    (line,) = await reading_service.triage(session, CLERK, EVERY_STAGE, RULES)
    assert (line.enterprise, line.head, line.progress.status) == ("", "", state)
    assert line.number.startswith("SQ-2026-")


async def test_the_desk_does_not_hold_what_complains_about_the_office(session: AsyncSession) -> None:
    for confidential in (False, True):
        await bring(session, replace(AGAINST_OFFICE, confidential=confidential), Status.CONTACT)
    against_water = await bring(session, AGAINST_WATER, Status.CONTACT)
    assert await triage(session, *EVERY_STAGE) == [against_water]


@pytest.mark.parametrize(
    ("text", "head"),
    [("路坏了\n  货车进不来", "路坏了 货车进不来"), ("长" * 24, "长" * 24), ("长" * 25, "长" * 24 + "…")],
    ids=["lines", "short", "long"],
)
async def test_a_line_shows_the_beginning_of_the_text_on_one_line(session: AsyncSession, text: str, head: str) -> None:
    await bring(session, Draft(text, "roads", enterprise_name=FIRM))
    (line,) = await reading_service.mine(session, FILER, RULES)
    assert (line.head, line.enterprise) == (head, FIRM)


async def test_the_filer_finds_everything_filed_the_newest_first_and_nobody_elses(session: AsyncSession) -> None:
    numbers = [await bring(session, draft, Status.CLOSED) for draft in (ORDINARY, CONFIDENTIAL, AGAINST_OFFICE)]
    await filed(session, MONDAY, person=STRANGER)
    assert [line.id for line in await reading_service.mine(session, FILER, RULES)] == numbers[::-1]
    assert all(line.head for line in await reading_service.mine(session, FILER, RULES))


async def test_what_waits_for_the_office_is_counted(session: AsyncSession) -> None:
    await filed(session, MONDAY, MONDAY)
    await bring(session, ORDINARY, Status.CONTACT)
    assert await reading_service.count_unassigned(session) == 2
