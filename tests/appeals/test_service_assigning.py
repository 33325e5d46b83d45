"""Assigning: to which units an appeal may be assigned, who handles it there, and who is notified."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reading_service, service
from appeals.handler_choice import ChoiceReason
from appeals.progress import Status
from people import post_store
from people import store as people
from people.model import Leave, Person
from people.post_store import PostRow
from tests.appeals.district import (
    AGAINST_OFFICE,
    AGAINST_WATER,
    CHIEF,
    CLERK,
    COLLEAGUE,
    CONFIDENTIAL,
    EVERYBODY,
    FILER,
    HANDLER,
    HOUSING,
    INSPECTOR,
    MONDAY,
    ORDINARY,
    POLICY,
    STRANGER,
    TAX,
    TEXT,
    TUESDAY,
    WATER,
    WATER_HANDLER,
    bring,
    mail,
    row,
)
from tests.appeals.histories import RULES, at
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def unbind(session: AsyncSession, *holders: Person) -> None:
    for holder in holders:
        (await session.get_one(PostRow, holder.posts[0].id)).person = None
    await session.flush()


async def test_the_office_gives_an_appeal_to_a_unit_where_somebody_handles_it(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY)
    view = await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)
    assert (view.lead, view.handler, view.progress.status) == ("区税务局", HANDLER.posts[0], Status.CONTACT)
    messages = await mail(session)
    assert set(messages) == {FILER, HANDLER}
    assert "已交办区税务局，专员会在 <b>3月4日周三 17:30</b> 前联系您" in messages[FILER]
    for told in (view.appeal.number, TEXT, "张示例　138 0000 1001", "3月4日"):
        assert told in messages[HANDLER]


async def test_the_next_appeal_goes_to_whoever_has_less_to_do_and_the_view_says_why(session: AsyncSession) -> None:
    await bring(session, ORDINARY, Status.CONTACT)
    view = await service.assign(session, CLERK, await bring(session, ORDINARY), TAX, POLICY, MONDAY)
    assert view.choice is not None
    assert (view.choice.post, view.choice.why, view.choice.count) == (COLLEAGUE.posts[0], ChoiceReason.LEAST, 0)


async def test_nobody_but_the_office_assigns_an_ordinary_appeal(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY)
    for person in EVERYBODY:
        if person is not CLERK:
            with pytest.raises(Refused, match="没有找到这件诉求，或者它不由您办理"):
                await service.assign(session, person, number, TAX, POLICY, MONDAY)
    assert (await row(session, number)).unit is None


async def test_a_number_that_nobody_has_is_refused_like_one_that_is_not_yours(session: AsyncSession) -> None:
    said = []
    for number in (await bring(session, CONFIDENTIAL), 99_999):
        with pytest.raises(Refused) as refused:
            await service.assign(session, STRANGER, number, TAX, POLICY, MONDAY)
        said.append(str(refused.value))
    assert said[0] == said[1]


@pytest.mark.parametrize("person", [CLERK, INSPECTOR], ids=["office", "commission"])
async def test_an_accused_unit_is_given_nothing_by_anybody(session: AsyncSession, person: Person) -> None:
    number = await bring(session, AGAINST_WATER)
    with pytest.raises(Refused, match="反映的就是这个单位，不能交给它办理"):
        await service.assign(session, person, number, WATER, POLICY, MONDAY)
    assert ((await row(session, number)).unit, await mail(session)) == (None, {})
    assert (await service.assign(session, person, number, TAX, POLICY, MONDAY)).lead == "区税务局"


async def test_an_accused_office_does_not_assign_the_complaint_and_the_commission_may(session: AsyncSession) -> None:
    number = await bring(session, AGAINST_OFFICE)
    with pytest.raises(Refused, match="没有找到"):
        await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)
    assert (await service.assign(session, INSPECTOR, number, TAX, POLICY, MONDAY)).handler == HANDLER.posts[0]


async def test_what_is_confidential_is_given_on_by_the_commission_without_a_word_to_the_unit(
    session: AsyncSession,
) -> None:
    number = await bring(session, CONFIDENTIAL)
    with pytest.raises(Refused, match="没有找到"):
        await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)
    await service.assign(session, INSPECTOR, number, TAX, POLICY, MONDAY)
    assert set(await mail(session)) == {FILER}
    assert await reading_service.tasks(session, HANDLER, RULES) == []


async def test_the_unit_that_has_it_is_not_given_it_again(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    with pytest.raises(Refused, match="已经交给这个单位了"):
        await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)


async def test_given_elsewhere_it_begins_anew_there_and_is_gone_here(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.PATH)
    view = await service.assign(session, CLERK, number, WATER, POLICY, TUESDAY)
    moved, messages = await row(session, number), await mail(session)
    assert (view.lead, view.progress.status) == ("区水务局", Status.CONTACT)
    assert (moved.stage, moved.unit, moved.handler) == ("contact", WATER, WATER_HANDLER.posts[0].id)
    assert moved.next_due == at("2026-03-05 17:30"), "two workdays of its own"
    assert "已交办区水务局" in messages[FILER]
    assert TEXT in messages[WATER_HANDLER]
    with pytest.raises(Refused, match="没有找到"):
        await reading_service.look(session, HANDLER, number, RULES)


async def test_the_office_hears_when_nobody_at_the_unit_can(session: AsyncSession) -> None:
    await unbind(session, HANDLER, COLLEAGUE)
    for unit, words in ((TAX, "承办的周示例还没有绑定聊天"), (HOUSING, "该单位还没有人绑定聊天")):
        number = await bring(session, ORDINARY)
        await service.assign(session, CLERK, number, unit, POLICY, MONDAY)
        messages = await mail(session)
        assert set(messages) == {FILER, CLERK}
        assert words in messages[CLERK]


async def test_where_everybody_is_away_the_chief_gets_it_and_hears_of_it(session: AsyncSession) -> None:
    posts = [one.posts[0].id for one in (CHIEF, HANDLER, COLLEAGUE)]
    await post_store.put_leave(session, posts, Leave(date(2026, 3, 1), date(2026, 3, 9)))
    session.expire_all()
    view = await service.assign(session, CLERK, await bring(session, ORDINARY), TAX, POLICY, MONDAY)
    assert view.choice is not None
    assert (view.choice.post.id, view.choice.why) == (CHIEF.posts[0].id, ChoiceReason.ALL_AWAY)
    assert TEXT in (await mail(session))[CHIEF]


async def test_each_reads_of_the_assignment_in_the_own_language(session: AsyncSession) -> None:
    await people.change(session, FILER.id, language="en")
    await service.assign(session, CLERK, await bring(session, ORDINARY), TAX, POLICY, MONDAY)
    messages = await mail(session)
    assert "has been assigned to 区税务局" in messages[FILER]
    assert "新交办" in messages[HANDLER]
