"""Handling: contact, path and result, what the enterprise is told of each, and the contents of the appeal's row."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reading_service, service
from appeals.draft import Draft
from appeals.model import FactKind
from appeals.progress import Status
from outbox.store import OutboxRow
from tests.appeals.district import (
    AGAINST_COMMISSION,
    AGAINST_WATER,
    CHIEF,
    CLERK,
    COLLEAGUE,
    CONFIDENTIAL,
    FILER,
    HANDLER,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    NOTES,
    ORDINARY,
    POLICY,
    TAX,
    TUESDAY,
    WATER_HANDLER,
    WEDNESDAY,
    bring,
    history,
    mail,
    row,
    worker,
)
from tests.appeals.histories import RULES, at
from texts.refused import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")

# what is open after each step, when it is due, and when the first reminder of it is said
CLOCK = [
    ("assign", at("2026-03-03 17:30"), at("2026-03-02 16:30")),
    ("contact", at("2026-03-04 17:30"), at("2026-03-04 09:00")),
    ("path", at("2026-03-05 17:30"), at("2026-03-05 09:00")),
    ("resolve", at("2026-04-02 17:30"), at("2026-03-30 09:00")),
    ("confirm", None, None),
    ("rate", None, None),
    ("closed", None, None),
]


async def walk(session: AsyncSession, draft: Draft) -> AsyncIterator[int]:
    """The whole way, each step by whose turn it is; stops after each."""
    by = worker(draft)
    number = (await service.file(session, FILER, draft, POLICY, MONDAY)).id
    yield number
    if by is HANDLER:
        await service.assign(session, CLERK, number, TAX, POLICY, MONDAY)
        yield number
    await service.record_contact(session, by, number, NOTES[FactKind.CONTACTED], POLICY, TUESDAY)
    yield number
    await service.give_path(session, by, number, NOTES[FactKind.PATH_GIVEN], None, POLICY, WEDNESDAY)
    yield number
    await service.resolve(session, by, number, NOTES[FactKind.RESOLVED], POLICY, NEXT_MONDAY)
    yield number
    await service.confirm(session, FILER, number, POLICY, NEXT_TUESDAY)
    yield number
    await service.rate(session, FILER, number, 5, "", POLICY, NEXT_TUESDAY)
    yield number


async def test_the_row_says_after_each_step_who_has_it_and_what_is_due_next(session: AsyncSession) -> None:
    clock, holders = [], []
    async for number in walk(session, ORDINARY):
        kept = await row(session, number)
        clock.append((kept.stage, kept.next_due, kept.next_reminder_at))
        holders.append((kept.unit, kept.handler))
    assert clock == CLOCK
    assert holders == [(None, None), *[(TAX, HANDLER.posts[0].id)] * 6]


@pytest.mark.parametrize(
    "draft",
    [ORDINARY, CONFIDENTIAL, AGAINST_WATER, AGAINST_COMMISSION],
    ids=["ordinary", "confidential", "against a unit", "against the commission"],
)
async def test_each_step_is_kept_as_a_fact_with_its_words(session: AsyncSession, draft: Draft) -> None:
    number = [number async for number in walk(session, draft)][-1]
    view = await reading_service.look(session, FILER, number, RULES)
    said = {fact.kind: view.notes[fact.note] for fact in view.appeal.facts if fact.note is not None}
    assert tuple(replace(fact, note=None) for fact in view.appeal.facts) == history(draft, Status.CLOSED)
    assert said == NOTES


async def test_who_reached_the_enterprise_handles_it_from_then_on(session: AsyncSession) -> None:
    for person in (HANDLER, COLLEAGUE, CHIEF):
        number = await bring(session, ORDINARY, Status.CONTACT)
        view = await service.record_contact(session, person, number, "上门走访", POLICY, TUESDAY)
        assert (view.handler, view.progress.status) == (person.posts[0], Status.PATH)
        messages = await mail(session)
        assert set(messages) == {FILER}
        assert f"区税务局的{person.name}已登记与您对接。\n对接情况：上门走访" in messages[FILER]


async def test_how_the_enterprise_was_reached_may_be_left_out(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    view = await service.record_contact(session, HANDLER, number, "", POLICY, TUESDAY)
    assert view.notes == {}
    assert "对接情况" not in (await mail(session))[FILER]


async def test_the_enterprise_reads_the_path_and_the_day_word_for_word(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.PATH)
    day = date(2026, 3, 12)
    view = await service.give_path(session, HANDLER, number, "先升级系统，再补开", day, POLICY, WEDNESDAY)
    assert (view.progress.status, view.appeal.facts[-1].until) == (Status.RESOLVE, day)
    messages = await mail(session)
    assert set(messages) == {FILER}
    assert "先升级系统，再补开" in messages[FILER]
    assert "预计 <b>2026年3月12日</b> 前办好" in messages[FILER]


async def test_the_enterprise_is_asked_whether_it_is_solved(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.RESOLVE)
    view = await service.resolve(session, HANDLER, number, "系统已升级", POLICY, NEXT_MONDAY)
    assert view.progress.status is Status.CONFIRM
    (letter,) = await session.scalars(select(OutboxRow).where(OutboxRow.delivered_at.is_(None)))
    assert letter.person == FILER.id
    assert "系统已升级" in letter.text
    assert "您的问题解决了吗" in letter.text
    assert [label for line in letter.buttons for label, _ in line] == ["解决了", "还没解决", "查看详情"]


@pytest.mark.parametrize("note", ["", " \n", "\x00"])
async def test_path_and_result_need_words(session: AsyncSession, note: str) -> None:
    number = await bring(session, ORDINARY, Status.PATH)
    with pytest.raises(Refused, match="没有看到文字"):
        await service.give_path(session, HANDLER, number, note, None, POLICY, WEDNESDAY)
    await service.give_path(session, HANDLER, number, "先升级系统", None, POLICY, WEDNESDAY)
    with pytest.raises(Refused, match="没有看到文字"):
        await service.resolve(session, HANDLER, number, note, POLICY, NEXT_MONDAY)
    assert (await row(session, number)).stage == "resolve"


async def test_a_note_has_two_thousand_characters_at_most_and_the_filer_reads_them_all(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    with pytest.raises(Refused, match="2001 字"):
        await service.record_contact(session, HANDLER, number, "长" * 2001, POLICY, TUESDAY)
    await service.record_contact(session, HANDLER, number, "长" * 2000, POLICY, TUESDAY)
    view = await reading_service.look(session, FILER, number, RULES)
    assert list(view.notes.values()) == ["长" * 2000]


async def test_a_second_click_is_refused_and_tells_nobody_anything(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.PATH)
    with pytest.raises(Refused, match="已经登记过了"):
        await service.record_contact(session, HANDLER, number, "", POLICY, WEDNESDAY)
    assert ((await row(session, number)).stage, await mail(session)) == ("path", {})


async def test_another_unit_handles_nothing(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    with pytest.raises(Refused, match="没有找到"):
        await service.record_contact(session, WATER_HANDLER, number, "", POLICY, TUESDAY)


async def test_what_is_done_late_is_kept_as_late(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    view = await service.record_contact(session, HANDLER, number, "", POLICY, at("2026-03-04 17:30"))
    assert [(step.stage.value, step.late) for step in view.progress.steps if step.met] == [
        ("assign", False),
        ("contact", True),
    ]
