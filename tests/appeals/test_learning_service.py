"""What an assignment teaches, how it is undone, and what never teaches anything."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import learning_service, service
from appeals.draft import Draft
from directory.evaluation import PastAppeal
from directory.learned import grams
from directory.lesson_store import LessonRow
from people.model import Person
from tests.appeals.district import (
    AGAINST_COMMISSION,
    AGAINST_OFFICE,
    AGAINST_WATER,
    CLERK,
    CONFIDENTIAL,
    FILER,
    HOUSING,
    INSPECTOR,
    MONDAY,
    ORDINARY,
    POLICY,
    TAX,
    TEXT,
    WATER,
    bring,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def lessons(session: AsyncSession) -> list[tuple[int, int | None]]:
    """The appeals and the units they were assigned to, in the order of learning."""
    return [(row.appeal, row.unit) for row in await session.scalars(select(LessonRow).order_by(LessonRow.number))]


async def test_what_the_office_assigns_teaches_whose_business_such_texts_are(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY)
    await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)
    (lesson,) = await session.scalars(select(LessonRow))
    assert (lesson.appeal, lesson.unit, lesson.taught_at) == (number, TAX, MONDAY)
    assert lesson.grams == grams(TEXT).astype("<u2").tobytes()


async def test_given_elsewhere_it_teaches_anew_and_the_last_unit_counts(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY)
    for unit in (TAX, WATER):
        await service.assign(session, CLERK, number, unit, POLICY, MONDAY)
    assert await lessons(session) == [(number, TAX), (number, WATER)]
    assert await learning_service.past(session) == [PastAppeal(TEXT, WATER)]


async def test_filing_alone_teaches_nothing_whoever_leads_it_at_once(session: AsyncSession) -> None:
    for draft in (ORDINARY, CONFIDENTIAL, AGAINST_OFFICE, AGAINST_COMMISSION):
        await service.file(session, FILER, draft, POLICY, MONDAY)
    assert (await lessons(session), await learning_service.past(session)) == ([], [])


async def test_a_confidential_appeal_that_the_commission_gives_to_a_unit_teaches_nothing(
    session: AsyncSession,
) -> None:
    await service.assign(session, INSPECTOR, await bring(session, CONFIDENTIAL), HOUSING, POLICY, MONDAY)
    assert (await lessons(session), await learning_service.past(session)) == ([], [])


@pytest.mark.parametrize(
    ("draft", "person"),
    [
        (AGAINST_WATER, CLERK),
        (AGAINST_WATER, INSPECTOR),
        (AGAINST_COMMISSION, CLERK),
        (AGAINST_OFFICE, INSPECTOR),
        (replace(AGAINST_WATER, confidential=True), INSPECTOR),
    ],
    ids=["by the office", "by the commission", "about the commission", "about the office", "and confidential"],
)
async def test_a_complaint_about_a_unit_teaches_nothing(session: AsyncSession, draft: Draft, person: Person) -> None:
    await service.assign(session, person, await bring(session, draft), HOUSING, POLICY, MONDAY)
    assert (await lessons(session), await learning_service.past(session)) == ([], [])


async def test_what_was_taught_is_undone_by_the_appeals_number_once(session: AsyncSession) -> None:
    view = await service.assign(session, CLERK, await bring(session, ORDINARY), TAX, POLICY, MONDAY)
    number = view.appeal.number
    assert await learning_service.forget(session, number, MONDAY)
    assert await lessons(session) == [(view.appeal.id, TAX), (view.appeal.id, None)]
    assert not await learning_service.forget(session, number, MONDAY)


@pytest.mark.parametrize("number", ["", "示例", "SQ-2026-99999", "SQ-2026-1", "SQ-26-00001", "00001"])
async def test_what_taught_nothing_is_not_undone(session: AsyncSession, number: str) -> None:
    assert not await learning_service.forget(session, number, MONDAY)
    assert await lessons(session) == []
