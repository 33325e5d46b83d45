"""The enterprise's answers: solved or not, rating, withdrawal; and who is notified."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reading_service, service
from appeals.model import FactKind
from appeals.progress import Status
from appeals.store import read
from people.model import Person
from tests.appeals.district import (
    CHIEF,
    CLERK,
    CONFIDENTIAL,
    FILER,
    HANDLER,
    INSPECTOR,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    ORDINARY,
    POLICY,
    STRANGER,
    TUESDAY,
    bring,
    mail,
    row,
)
from tests.appeals.histories import RULES, at
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def facts(session: AsyncSession, number: int) -> list[FactKind]:
    dossier = await read(session, number)
    assert dossier is not None
    return [fact.kind for fact in dossier.appeal.facts]


async def sent_back(session: AsyncSession) -> int:
    """An appeal in its second handling."""
    number = await bring(session, ORDINARY, Status.CONFIRM)
    await service.dispute(session, FILER, number, "还是打不开", POLICY, NEXT_TUESDAY)
    return number


async def test_solved_is_told_to_who_handled_it_and_a_rating_is_asked_for(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONFIRM)
    view = await service.confirm(session, FILER, number, POLICY, NEXT_TUESDAY)
    assert view.progress.status is Status.RATE
    messages = await mail(session)
    assert set(messages) == {HANDLER}
    assert "企业已确认解决" in messages[HANDLER]


async def test_not_solved_goes_back_with_a_date_of_its_own_and_office_handler_and_chief_hear_why(
    session: AsyncSession,
) -> None:
    number = await bring(session, ORDINARY, Status.CONFIRM)
    view = await service.dispute(session, FILER, number, "还是打不开", POLICY, NEXT_TUESDAY)
    kept, messages = await row(session, number), await mail(session)
    assert (view.progress.status, kept.stage, kept.next_due) == (Status.RESOLVE, "resolve", at("2026-04-10 17:30"))
    assert set(messages) == {CLERK, HANDLER, CHIEF}
    assert all("还是打不开" in letter for letter in messages.values())


async def test_not_solved_of_a_confidential_appeal_reaches_the_office_without_the_words(session: AsyncSession) -> None:
    number = await bring(session, CONFIDENTIAL, Status.CONFIRM)
    await service.dispute(session, FILER, number, "还是要好处费", POLICY, NEXT_TUESDAY)
    messages = await mail(session)
    assert set(messages) == {CLERK, INSPECTOR}
    assert "还是要好处费" in messages[INSPECTOR]
    assert "好处费" not in messages[CLERK]


async def test_an_appeal_goes_back_only_once(session: AsyncSession) -> None:
    number = await sent_back(session)
    with pytest.raises(Refused, match="已经登记过了"):
        await service.dispute(session, FILER, number, "", POLICY, NEXT_TUESDAY)


@pytest.mark.parametrize(("score", "goes_back"), [(1, True), (2, True), (3, False), (4, False), (5, False)])
async def test_a_rating_of_one_or_two_sends_it_back_and_no_other(
    session: AsyncSession, score: int, goes_back: bool
) -> None:
    number = await bring(session, ORDINARY, Status.RATE)
    view = await service.rate(session, FILER, number, score, "等了太久", POLICY, NEXT_TUESDAY)
    assert view.progress.status is (Status.RESOLVE if goes_back else Status.CLOSED)
    assert (await facts(session, number))[-1] is (FactKind.REOPENED if goes_back else FactKind.RATED)
    assert set(await mail(session)) == ({HANDLER, CHIEF, CLERK} if goes_back else {HANDLER})


async def test_a_rating_is_told_with_its_comment_and_counts_once(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.RATE)
    await service.rate(session, FILER, number, 5, "小周很耐心", POLICY, NEXT_TUESDAY)
    told = (await mail(session))[HANDLER]
    assert "企业评价：很满意" in told
    assert "小周很耐心" in told
    with pytest.raises(Refused, match="已经评价过"):
        await service.rate(session, FILER, number, 1, "", POLICY, NEXT_TUESDAY)


async def test_a_bad_rating_of_the_second_handling_closes_it(session: AsyncSession) -> None:
    number = await sent_back(session)
    await service.resolve(session, HANDLER, number, "这次好了", POLICY, NEXT_TUESDAY)
    await service.confirm(session, FILER, number, POLICY, NEXT_TUESDAY)
    view = await service.rate(session, FILER, number, 1, "", POLICY, NEXT_TUESDAY)
    assert view.progress.status is Status.CLOSED
    assert (await facts(session, number)).count(FactKind.REOPENED) == 1


async def test_a_closed_appeal_may_still_be_said_to_be_unsolved(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CLOSED)
    view = await service.dispute(session, FILER, number, "又坏了", POLICY, NEXT_TUESDAY)
    assert view.progress.status is Status.RESOLVE


@pytest.mark.parametrize("score", [0, 6, -1])
async def test_a_score_outside_one_to_five_is_a_bug_and_no_refusal(session: AsyncSession, score: int) -> None:
    number = await bring(session, ORDINARY, Status.RATE)
    with pytest.raises(ValueError, match="score from 1 to 5"):
        await service.rate(session, FILER, number, score, "", POLICY, NEXT_TUESDAY)


@pytest.mark.parametrize(
    ("state", "told"), [(Status.ASSIGN, CLERK), (Status.CONTACT, HANDLER), (Status.RESOLVE, HANDLER)]
)
async def test_taken_back_is_told_to_whoever_had_it_and_nothing_is_due_any_more(
    session: AsyncSession, state: Status, told: Person
) -> None:
    number = await bring(session, ORDINARY, state)
    view = await service.withdraw(session, FILER, number, POLICY, NEXT_MONDAY)
    kept, messages = await row(session, number), await mail(session)
    assert view.progress.withdrawn
    assert (kept.stage, kept.next_due, kept.next_reminder_at) == ("closed", None, None)
    assert set(messages) == {told}
    assert "已由企业撤回" in "".join(messages.values())


async def test_what_is_resolved_is_not_taken_back_any_more(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONFIRM)
    with pytest.raises(Refused, match="不用再撤回"):
        await service.withdraw(session, FILER, number, POLICY, NEXT_TUESDAY)


async def test_of_what_was_taken_back_nothing_more_is_recorded(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, "withdrawn")
    with pytest.raises(Refused, match="已经撤回"):
        await service.record_contact(session, HANDLER, number, "", POLICY, TUESDAY)
    assert (await reading_service.look(session, FILER, number, RULES)).progress.withdrawn


async def test_nobody_answers_for_the_enterprise(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONFIRM)
    for person in (STRANGER, CLERK, HANDLER, CHIEF, INSPECTOR):
        with pytest.raises(Refused, match="没有找到"):
            await service.confirm(session, person, number, POLICY, NEXT_TUESDAY)
    assert (await row(session, number)).stage == "confirm"
