"""What each may read of one appeal: all of it, no telephone number, number and clock only, or that there is none."""

from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reading_service
from appeals.progress import Status
from appeals.view import Contact, View
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
    HANDLER,
    INSPECTOR,
    LEADER,
    OF_TAX,
    OF_WATER,
    ORDINARY,
    STRANGER,
    TEXT,
    bring,
)
from tests.appeals.histories import RULES
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTACT = Contact(FILER.name, FILER.phone, FILER.hours)
UNKNOWN = "没有找到这件诉求，或者它不由您办理。请核对编号，有疑问请联系营商办。"


async def reads(session: AsyncSession, person: Person, number: int) -> View | None:
    """None: it reads like a number that nobody has."""
    try:
        return await reading_service.look(session, person, number, RULES)
    except Refused as refused:
        if str(refused) != UNKNOWN:
            raise
        return None


async def test_a_number_that_nobody_has_is_nothing_to_anybody(session: AsyncSession) -> None:
    for person in EVERYBODY:
        assert await reads(session, person, 99_999) is None


async def test_filer_unit_and_office_read_all_of_an_ordinary_appeal(session: AsyncSession) -> None:
    number = await bring(session, replace(ORDINARY, files=("a.jpg",)), Status.PATH)
    for person in (FILER, HANDLER, COLLEAGUE, CHIEF, CLERK):
        view = await reads(session, person, number)
        assert view is not None
        assert (view.text, view.contact, view.files) == (TEXT, CONTACT, ("a.jpg",))
        assert (list(view.notes.values()), view.handler, view.lead) == (["已电话联系"], HANDLER.posts[0], "区税务局")


@pytest.mark.parametrize("state", Status)
async def test_a_supervisor_reads_no_telephone_number(session: AsyncSession, state: Status) -> None:
    for draft in (ORDINARY, AGAINST_WATER):
        view = await reads(session, INSPECTOR, await bring(session, draft, state))
        assert view is not None
        assert (view.text, view.contact) == (draft.text, None)


async def test_a_leader_reads_only_what_was_given_to_the_own_post(session: AsyncSession) -> None:
    for draft in (ORDINARY, CONFIDENTIAL, AGAINST_WATER, AGAINST_OFFICE):
        assert await reads(session, LEADER, await bring(session, draft, Status.CONTACT)) is None
    for confidential in (False, True):
        draft = replace(AGAINST_COMMISSION, confidential=confidential)
        view = await reads(session, LEADER, await bring(session, draft, Status.CONTACT))
        assert view is not None
        assert (view.text, view.contact) == (draft.text, CONTACT)


async def test_of_a_confidential_appeal_the_office_reads_number_and_clock(session: AsyncSession) -> None:
    number = await bring(session, replace(CONFIDENTIAL, files=("a.jpg",)), Status.PATH)
    view = await reads(session, CLERK, number)
    assert view is not None
    assert (view.text, view.notes, view.files, view.contact) == ("", {}, (), None)
    assert view.progress.next_due is not None


async def test_a_confidential_appeal_is_read_by_filer_and_commission_and_is_nothing_to_others(
    session: AsyncSession,
) -> None:
    number = await bring(session, CONFIDENTIAL, Status.CONTACT)
    for person in EVERYBODY:
        view = await reads(session, person, number)
        if person in (FILER, INSPECTOR):
            assert view is not None
            assert (view.text, view.contact) == (CONFIDENTIAL.text, CONTACT)
        else:
            assert (view is None) is (person is not CLERK)


@pytest.mark.parametrize("state", [Status.ASSIGN, Status.CONTACT, Status.CLOSED])
async def test_an_ordinary_appeal_is_nothing_to_those_whom_it_does_not_concern(
    session: AsyncSession, state: Status
) -> None:
    number = await bring(session, ORDINARY, state)
    for person in (STRANGER, LEADER, ADMIN, *OF_WATER, *(OF_TAX if state is Status.ASSIGN else ())):
        assert await reads(session, person, number) is None


@pytest.mark.parametrize("confidential", [False, True])
async def test_people_of_an_accused_unit_read_nothing_unless_they_filed_it(
    session: AsyncSession, confidential: bool
) -> None:
    accused = {AGAINST_WATER: OF_WATER, AGAINST_OFFICE: (CLERK,), AGAINST_COMMISSION: (INSPECTOR,)}
    for draft, people in accused.items():
        number = await bring(session, replace(draft, confidential=confidential), Status.CONTACT)
        for person in people:
            assert await reads(session, person, number) is None
            assert await reads(session, replace(FILER, posts=person.posts), number) is not None
