"""Filing: who receives an appeal, who is notified of it, and who is not."""

import re
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reading_service, service
from appeals.draft import Draft
from appeals.model import ProposedUnit
from directory.reason import Reason, Why
from directory.route import route
from people import post_store
from people import store as people
from people.model import Person, Role
from people.post_store import PostRow
from tests.appeals.district import (
    AGAINST_COMMISSION,
    AGAINST_OFFICE,
    AGAINST_WATER,
    CLERK,
    COMMISSION,
    CONFIDENTIAL,
    EVERYBODY,
    FILER,
    FIRM,
    HOUSING,
    INSPECTOR,
    LEADER,
    MONDAY,
    OFFICE,
    ORDINARY,
    POLICY,
    STRANGER,
    TAX,
    TEXT,
    WATER,
    mail,
    row,
)
from tests.appeals.histories import RULES, at
from tests.calls import calls
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def file(session: AsyncSession, draft: Draft) -> int:
    return (await service.file(session, FILER, draft, POLICY, MONDAY)).id


INVOICES = Reason(Why.MATTER, ("发票", "区税务局"))
WATERWORKS = Reason(Why.ALIKE, ("区水务局",))


async def led_by(session: AsyncSession, draft: Draft) -> tuple[int | None, int | None]:
    """Unit and post that have the appeal as soon as it is filed."""
    filed = await row(session, await file(session, draft))
    return filed.unit, filed.handler


async def one_more(session: AsyncSession, role: Role, unit: int = HOUSING, holder: Person | None = STRANGER) -> int:
    """A second post of that role."""
    post = PostRow(unit=unit, role=role, name="卫示例", person=holder.id if holder else None)
    session.add(post)
    await session.flush()
    return post.id


async def test_an_appeal_waits_for_the_office_which_is_told_whose_business_it_seems(session: AsyncSession) -> None:
    draft = replace(ORDINARY, proposed=(ProposedUnit(TAX, "区税务局", INVOICES),))
    appeal = await service.file(session, FILER, draft, POLICY, MONDAY)
    filed, messages = await row(session, appeal.id), await mail(session)
    assert re.fullmatch(r"SQ-2026-\d{5,}", appeal.number)
    assert (filed.stage, filed.unit, filed.next_due) == ("assign", None, at("2026-03-03 17:30"))
    assert set(messages) == {CLERK}
    for told in (appeal.number, FIRM, TEXT, "建议交办：区税务局", "提到“发票”，属区税务局职责"):
        assert told in messages[CLERK]


async def test_whoever_can_chat_may_file(session: AsyncSession) -> None:
    for person in EVERYBODY:
        appeal = await service.file(session, person, ORDINARY, POLICY, MONDAY)
        assert [line.id for line in await reading_service.mine(session, person, RULES)] == [appeal.id]


async def test_what_comes_after_hours_counts_from_the_next_workday(session: AsyncSession) -> None:
    appeal = await service.file(session, FILER, ORDINARY, POLICY, at("2026-03-06 17:30"))
    assert (await row(session, appeal.id)).next_due == at("2026-03-10 17:30")


async def test_where_nobody_is_suggested_the_office_reads_who_comes_into_question(session: AsyncSession) -> None:
    both = (ProposedUnit(TAX, "区税务局", INVOICES), ProposedUnit(WATER, "区水务局", WATERWORKS))
    await file(session, replace(ORDINARY, suggested=None, proposed=both))
    letter = (await mail(session))[CLERK]
    assert "• 可能是区税务局：提到“发票”，属区税务局职责\n• 可能是区水务局：用词与区水务局的职责相近" in letter


async def test_a_unit_that_the_enterprise_chose_needs_no_other_reason(session: AsyncSession) -> None:
    await file(session, replace(ORDINARY, proposed=(ProposedUnit(WATER, "区水务局", WATERWORKS),)))
    assert "企业自己选的单位" in (await mail(session))[CLERK]


async def test_why_a_unit_was_suggested_stays_with_the_appeal_as_data(session: AsyncSession) -> None:
    proposed = (ProposedUnit(TAX, "区税务局", replace(INVOICES, likeness=Reason(Why.SOUND, ("法票", "发票")))),)
    number = await file(session, replace(ORDINARY, proposed=proposed))
    session.expire_all()
    assert (await reading_service.look(session, CLERK, number, RULES)).appeal.proposed == proposed


async def test_nothing_is_routed_while_an_appeal_is_filed(session: AsyncSession) -> None:
    draft = replace(ORDINARY, suggested=None, proposed=(ProposedUnit(TAX, "区税务局", INVOICES),))
    with calls(route) as routed:
        await service.file(session, FILER, draft, POLICY, MONDAY)
    assert not routed


async def test_the_office_is_told_in_the_language_that_it_reads(session: AsyncSession) -> None:
    await people.change(session, CLERK.id, language="en")
    await file(session, ORDINARY)
    assert "Suggested unit: 区税务局" in (await mail(session))[CLERK]


async def test_a_confidential_appeal_is_the_commissions_and_the_office_hears_the_number(session: AsyncSession) -> None:
    assert await led_by(session, CONFIDENTIAL) == (COMMISSION, INSPECTOR.posts[0].id)
    messages = await mail(session)
    assert set(messages) == {FILER, CLERK, INSPECTOR}
    assert CONFIDENTIAL.text in messages[INSPECTOR]
    assert re.search(r"保密诉求 SQ-2026-\d+", messages[CLERK])
    for secret in (CONFIDENTIAL.text, FIRM, FILER.name, "1001"):
        assert secret not in messages[CLERK]


async def test_a_complaint_about_a_unit_stays_with_the_office_which_is_warned(session: AsyncSession) -> None:
    assert await led_by(session, AGAINST_WATER) == (None, None)
    messages = await mail(session)
    assert set(messages) == {CLERK}
    assert "反映的是区水务局，请勿交给该单位" in messages[CLERK]


@pytest.mark.parametrize("confidential", [False, True])
async def test_a_complaint_about_the_office_goes_past_it(session: AsyncSession, confidential: bool) -> None:
    draft = replace(AGAINST_OFFICE, confidential=confidential)
    assert await led_by(session, draft) == (COMMISSION, INSPECTOR.posts[0].id)
    messages = await mail(session)
    assert set(messages) == {FILER, INSPECTOR}
    assert AGAINST_OFFICE.text in messages[INSPECTOR]
    assert ("保密诉求" if confidential else "新诉求") in messages[INSPECTOR], "what the office would read"


async def test_an_office_of_two_units_assigns_while_one_of_them_is_not_accused(session: AsyncSession) -> None:
    await one_more(session, Role.OFFICE)
    assert await led_by(session, AGAINST_OFFICE) == (None, None)
    assert await led_by(session, replace(AGAINST_OFFICE, accused=(OFFICE, HOUSING))) == (
        COMMISSION,
        INSPECTOR.posts[0].id,
    )


@pytest.mark.parametrize("confidential", [False, True])
async def test_an_accused_commission_neither_leads_nor_hears_nor_sees_it(
    session: AsyncSession, confidential: bool
) -> None:
    draft = replace(AGAINST_COMMISSION, confidential=confidential)
    number = await file(session, draft)
    filed, messages = await row(session, number), await mail(session)
    assert (filed.unit, filed.handler) == (LEADER.posts[0].unit, LEADER.posts[0].id)
    assert set(messages) == {FILER, CLERK, LEADER}
    assert (AGAINST_COMMISSION.text in messages[CLERK]) is not confidential
    assert await reading_service.tasks(session, INSPECTOR, RULES) == []
    with pytest.raises(Refused, match="没有找到"):
        await reading_service.look(session, INSPECTOR, number, RULES)


async def test_an_accused_commission_hears_nothing_where_the_office_is_accused_as_well(session: AsyncSession) -> None:
    both = replace(AGAINST_COMMISSION, accused=(OFFICE, COMMISSION))
    assert await led_by(session, both) == (LEADER.posts[0].unit, LEADER.posts[0].id)
    assert set(await mail(session)) == {FILER, LEADER}


async def test_of_two_commissions_the_one_that_is_not_accused_leads(session: AsyncSession) -> None:
    other = await one_more(session, Role.DISCIPLINE)
    for accused in ((COMMISSION,), (OFFICE, COMMISSION)):
        draft = replace(CONFIDENTIAL, accused=accused)
        assert await led_by(session, draft) == (HOUSING, other)
        messages = await mail(session)
        assert CONFIDENTIAL.text in messages[STRANGER], "who holds the other post"
        assert INSPECTOR not in messages


async def test_a_complaint_about_one_of_two_commissions_is_the_offices_to_assign(session: AsyncSession) -> None:
    await one_more(session, Role.DISCIPLINE)
    assert await led_by(session, AGAINST_COMMISSION) == (None, None)
    assert set(await mail(session)) == {CLERK}


async def test_in_the_commission_who_has_least_to_do_leads_and_one_with_a_chat_first(session: AsyncSession) -> None:
    other = await one_more(session, Role.DISCIPLINE, COMMISSION, holder=None)
    for _ in range(2):
        assert await led_by(session, CONFIDENTIAL) == (COMMISSION, INSPECTOR.posts[0].id)
    await post_store.bind_post(session, other, STRANGER.id)
    assert await led_by(session, CONFIDENTIAL) == (COMMISSION, other)


async def test_without_a_leader_a_complaint_about_the_commission_is_the_offices_to_assign(
    session: AsyncSession,
) -> None:
    (await session.get_one(PostRow, LEADER.posts[0].id)).active = False
    number = await file(session, AGAINST_COMMISSION)
    view = await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)
    assert view.lead == "区税务局"
