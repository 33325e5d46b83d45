"""What an enterprise adds while its appeal is handled, that nobody called, and that it is unsolved once more."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reading_service, reminding_service, service
from appeals.model import FactKind
from appeals.progress import Status
from appeals.store import read
from people.model import Person
from tests.appeals.acts import ACTS, is_allowed
from tests.appeals.district import (
    AGAINST_WATER,
    CHIEF,
    CLERK,
    CONFIDENTIAL,
    FILER,
    HANDLER,
    INSPECTOR,
    NEXT_TUESDAY,
    ORDINARY,
    POLICY,
    STATES,
    STRANGER,
    TUESDAY,
    State,
    bring,
    mail,
    row,
)
from tests.appeals.histories import RULES, at
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(("state", "told"), [(Status.ASSIGN, CLERK), (Status.CONTACT, HANDLER), (Status.RATE, HANDLER)])
async def test_a_supplement_reaches_whoever_has_the_appeal(session: AsyncSession, state: Status, told: Person) -> None:
    number = await bring(session, ORDINARY, state)
    view = await service.supplement(session, FILER, number, "发票号是后来的", ("f1", "f2"), POLICY, NEXT_TUESDAY)
    messages = await mail(session)
    assert set(messages) == {told}
    assert "发票号是后来的" in messages[told]
    assert "附件：2 个" in messages[told]
    read = await reading_service.look(session, FILER, number, RULES)
    assert view.progress.status is state
    assert (read.files, read.appeal.facts[-1].kind) == (("f1", "f2"), FactKind.SUPPLEMENTED)


async def test_a_supplement_needs_words_or_files_and_an_appeal_that_is_not_over(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    with pytest.raises(Refused, match="没有看到文字"):
        await service.supplement(session, FILER, number, " ", (), POLICY, NEXT_TUESDAY)
    await service.supplement(session, FILER, number, "", ("f1",), POLICY, NEXT_TUESDAY)
    closed = await bring(session, ORDINARY, Status.CLOSED)
    with pytest.raises(Refused, match="已经结束"):
        await service.supplement(session, FILER, closed, "还有", (), POLICY, NEXT_TUESDAY)
    with pytest.raises(Refused, match="没有找到"):
        await service.supplement(session, STRANGER, number, "我也说一句", (), POLICY, NEXT_TUESDAY)


async def test_that_nobody_called_is_told_to_handler_chief_and_office_at_once(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    await service.deny_contact(session, FILER, number, "等了两天", POLICY, TUESDAY)
    messages = await mail(session)
    assert set(messages) == {HANDLER, CHIEF, CLERK}
    assert all("还没有人联系" in one and "等了两天" in one for one in messages.values())
    assert FILER.name in messages[HANDLER]
    assert (await row(session, number)).stage == Status.CONTACT


async def test_unsolved_after_the_second_handling_is_owed_an_answer_by_the_office(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.ANSWER)
    kept = await row(session, number)
    assert (kept.stage, kept.next_due) == ("answer", at("2026-03-11 17:30"))
    with pytest.raises(Refused, match="已经登记过了"):
        await service.dispute(session, FILER, number, "", POLICY, NEXT_TUESDAY)
    with pytest.raises(Refused, match="先给您一个答复"):
        await service.rate(session, FILER, number, 1, "", POLICY, NEXT_TUESDAY)
    await service.conclude(session, CLERK, number, "已上门说明", POLICY, NEXT_TUESDAY)
    assert "营商办答复您：\n已上门说明" in (await mail(session))[FILER]
    assert (await row(session, number)).next_due is None
    with pytest.raises(Refused, match="已经就这件诉求答复过您"):
        await service.dispute(session, FILER, number, "", POLICY, NEXT_TUESDAY)


async def test_the_second_no_is_told_to_the_office_and_gives_no_third_handling(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONFIRM)
    await service.dispute(session, FILER, number, "没好", POLICY, NEXT_TUESDAY)
    await service.resolve(session, HANDLER, number, "这次好了", POLICY, NEXT_TUESDAY)
    await mail(session)
    view = await service.dispute(session, FILER, number, "还是打不开", POLICY, NEXT_TUESDAY)
    messages = await mail(session)
    assert set(messages) == {CLERK}
    assert "还是打不开" in messages[CLERK]
    assert "3月11日周三 17:30</b> 前答复" in messages[CLERK]
    assert view.progress.second is not None
    assert view.progress.second.due == view.progress.deadlines.second_resolve
    assert view.progress.status is Status.ANSWER


async def test_solved_after_all_needs_no_answer(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.ANSWER)
    view = await service.confirm(session, FILER, number, POLICY, NEXT_TUESDAY)
    assert view.progress.status is Status.RATE


async def test_the_office_is_reminded_of_the_answer_it_owes(session: AsyncSession) -> None:
    await bring(session, ORDINARY, Status.ANSWER)
    await reminding_service.remind(session, POLICY, at("2026-03-11 09:00"), 50)
    assert "「营商办答复」" in (await mail(session))[CLERK]
    await reminding_service.remind(session, POLICY, at("2026-03-12 09:00"), 50)
    assert "已超时" in (await mail(session))[CLERK]


@pytest.mark.parametrize("state", STATES)
async def test_whatever_happens_to_a_confidential_appeal_the_office_reads_no_word_of_it(
    session: AsyncSession, state: State
) -> None:
    words = ("好处费", "这样办", "办好了", "没好", "上门说明", "车牌", "没人打来", "示例食品")
    number = await bring(session, CONFIDENTIAL, state)
    dossier = await read(session, number)
    assert dossier is not None
    for act in ACTS.values():
        for person in (FILER, INSPECTOR):
            if is_allowed(act, person, dossier.appeal):
                undone = await session.begin_nested()
                await act.do(session, person, number)
                told = (await mail(session)).get(CLERK, "")
                assert not [word for word in words if word in told], act.kind
                await undone.rollback()


async def test_the_accused_unit_hears_of_no_supplement(session: AsyncSession) -> None:
    number = await bring(session, AGAINST_WATER, Status.CONTACT)
    await service.supplement(session, FILER, number, "还有一张照片", (), POLICY, NEXT_TUESDAY)
    await service.deny_contact(session, FILER, number, "", POLICY, NEXT_TUESDAY)
    assert set(await mail(session)) == {HANDLER, CHIEF, CLERK}
