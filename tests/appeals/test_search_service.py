"""Finding appeals: by every field, for every role; a field that the reader may not read finds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import search_store
from appeals.draft import Draft
from appeals.progress import Status
from appeals.search_service import search
from people.model import Person
from tests.appeals.district import (
    AGAINST_COMMISSION,
    AGAINST_WATER,
    CLERK,
    CONFIDENTIAL,
    EVERYBODY,
    FILER,
    INSPECTOR,
    LEADER,
    OF_TAX,
    ORDINARY,
    STRANGER,
    bring,
)
from tests.appeals.histories import RULES

SUPERVISED = {FILER, *OF_TAX, CLERK, INSPECTOR}
OF_CONFIDENCE = {FILER, INSPECTOR}
BY_FIELD: dict[str, dict[Draft, set[Person]]] = {
    "number": {
        ORDINARY: SUPERVISED,
        CONFIDENTIAL: {*OF_CONFIDENCE, CLERK},
        AGAINST_WATER: SUPERVISED,
        AGAINST_COMMISSION: {FILER, CLERK, LEADER},
    },
    "text": {
        ORDINARY: SUPERVISED,
        CONFIDENTIAL: OF_CONFIDENCE,
        AGAINST_WATER: SUPERVISED,
        AGAINST_COMMISSION: {FILER, CLERK, LEADER},
    },
    "contact": {
        ORDINARY: {FILER, *OF_TAX, CLERK},
        CONFIDENTIAL: OF_CONFIDENCE,
        AGAINST_WATER: {FILER, *OF_TAX, CLERK},
        AGAINST_COMMISSION: {FILER, CLERK, LEADER},
    },
}
READ_AS = {"number": "number", "enterprise": "text", "words": "text", "one sign": "text", "name": "contact",
           "phone": "contact"}  # fmt: skip


def query(field: str, draft: Draft, number: int) -> str:
    return {
        "number": f"SQ-2026-{number:05d}",
        "enterprise": "示例食品",
        "words": draft.text[2:8],
        "one sign": draft.text[0],
        "name": "张示例",
        "phone": "1001",
    }[field]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("draft", BY_FIELD["number"], ids=["ordinary", "confidential", "against water", "commission"])
async def test_a_field_finds_an_appeal_for_those_who_may_read_that_field_and_nobody_else(
    session: AsyncSession, draft: Draft
) -> None:
    number = await bring(session, draft, Status.CONTACT)
    for field, read_as in READ_AS.items():
        wanted = query(field, draft, number)
        found = {person.name for person in EVERYBODY if number in await numbers(session, person, wanted)}
        assert found == {person.name for person in BY_FIELD[read_as][draft]}, field


async def numbers(session: AsyncSession, person: Person, wanted: str) -> list[int]:
    return [line.id for line in await search(session, person, wanted, RULES)]


@pytest.mark.asyncio(loop_scope="session")
async def test_what_the_office_finds_of_a_confidential_appeal_is_its_number_and_clock(session: AsyncSession) -> None:
    number = await bring(session, CONFIDENTIAL, Status.CONTACT)
    (line,) = await search(session, CLERK, str(number), RULES)
    assert (line.enterprise, line.head) == ("", "")


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    "wanted", ["", "  ", "%", "_", "开_系统", "%%", "\\", "没有这样的话", "SQ-2026-99999", "🙂", "0"]
)
async def test_nothing_finds_nothing_and_signs_are_no_patterns(session: AsyncSession, wanted: str) -> None:
    await bring(session, ORDINARY, Status.CONTACT)
    assert await search(session, CLERK, wanted, RULES) == []


@pytest.mark.asyncio(loop_scope="session")
async def test_open_ones_come_before_those_that_are_over(session: AsyncSession) -> None:
    first = await bring(session, ORDINARY, Status.CONTACT)
    over = await bring(session, ORDINARY, Status.CLOSED)
    second = await bring(session, ORDINARY, Status.PATH)
    assert await numbers(session, FILER, "开票系统") == [second, first, over]
    assert await numbers(session, STRANGER, "开票系统") == []


@pytest.mark.asyncio(loop_scope="session")
async def test_what_is_erased_is_found_no_more(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    await search_store.erase(session, number)
    assert await numbers(session, FILER, "开票系统") == []
    assert await numbers(session, FILER, "示例食品") == [number]


@given(st.text(max_size=80))
def test_any_text_can_be_indexed(text: str) -> None:
    assert all(1 <= len(gram) <= 2 for gram in search_store.grams(text))
