"""The sweep sends each reminder once, to the right people, however often and however late it runs."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import service, store
from appeals.progress import Status
from appeals.reminding_service import remind
from chats.model import Lane
from outbox.store import OutboxRow
from people import post_store
from people.model import Leave
from tests.appeals.district import (
    AGAINST_COMMISSION,
    AGAINST_OFFICE,
    CHIEF,
    CLERK,
    CONFIDENTIAL,
    FIRM,
    HANDLER,
    INSPECTOR,
    LEADER,
    ORDINARY,
    POLICY,
    TAX,
    TUESDAY,
    State,
    bring,
    mail,
    row,
)
from tests.appeals.histories import at

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST = 100


async def sweep(session: AsyncSession, until: datetime) -> list[str]:
    """Run the sweep as often as something is due, and once more; returns the keys of the reminders in order."""
    for _ in range(20):  # more moments than there are reminders: a sweep that never comes to an end is found out
        moment = await store.earliest_reminder(session)
        if moment is None or moment > until:
            return await keys(session)
        for _ in range(2):
            await remind(session, POLICY, moment, MOST)
    raise AssertionError("the sweep has no end")


async def keys(session: AsyncSession) -> list[str]:
    """E.g. "contact:late→post:5"."""
    said = select(OutboxRow.key).where(OutboxRow.lane == Lane.REMINDER).order_by(OutboxRow.not_before, OutboxRow.id)
    return [key.split(":", 2)[2] for key in await session.scalars(said)]


async def test_nothing_is_said_before_its_moment_and_nothing_twice(session: AsyncSession) -> None:
    await bring(session, ORDINARY)
    said = []
    for moment in ("10:00", "16:29", "16:30", "16:30", "17:00"):
        await remind(session, POLICY, at(f"2026-03-02 {moment}"), MOST)
        said.append({person.name: text for person, text in (await mail(session)).items()})
    assert [list(one) for one in said] == [[], [], [CLERK.name], [], []]
    assert f"（{FIRM}）还没有交办，争取不过夜" in said[2][CLERK.name]


async def test_the_office_is_reminded_until_it_assigns(session: AsyncSession) -> None:
    await bring(session, ORDINARY)
    to = f"→post:{CLERK.posts[0].id}"
    assert await sweep(session, at("2026-06-01 10:00")) == [
        f"assign:{words}{to}" for words in ("today", "before", "late")
    ]


async def test_handler_and_past_due_the_chief_are_reminded_of_each_stage_once(session: AsyncSession) -> None:
    await bring(session, ORDINARY, Status.CONTACT)
    said = await sweep(session, at("2026-06-01 10:00"))
    handler, chief = f"→post:{HANDLER.posts[0].id}", f"→post:{CHIEF.posts[0].id}"
    for stage in ("contact", "path", "resolve"):
        for reminder in (f"{stage}:before{handler}", f"{stage}:late{handler}", f"{stage}:late{chief}"):
            assert said.count(reminder) == 1
    assert len(said) == 9


async def test_who_does_the_work_in_time_is_not_reminded_of_it(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    await service.record_contact(session, HANDLER, number, "", POLICY, TUESDAY)
    assert not [key for key in await sweep(session, at("2026-06-01 10:00")) if key.startswith("contact")]


async def test_after_a_week_of_silence_only_what_is_still_true_is_said(session: AsyncSession) -> None:
    await bring(session, ORDINARY)
    for _ in range(5):
        await remind(session, POLICY, at("2026-03-10 10:00"), MOST)
    assert await keys(session) == [f"assign:late→post:{CLERK.posts[0].id}"]
    assert "已超时" in (await mail(session))[CLERK]


async def test_at_night_and_on_a_day_off_nothing_is_said_and_in_the_morning_it_is(session: AsyncSession) -> None:
    await bring(session, ORDINARY, Status.CONTACT)
    for moment in ("2026-03-04 08:59", "2026-03-04 20:00", "2026-03-07 10:00", "2026-03-08 10:00"):
        await remind(session, POLICY, at(moment), MOST)
    assert await keys(session) == []
    await remind(session, POLICY, at("2026-03-09 09:00"), MOST)
    assert len(await keys(session)) == 2


@pytest.mark.parametrize("state", [Status.CONFIRM, Status.RATE, Status.CLOSED, "withdrawn"])
async def test_where_nothing_is_to_be_done_nothing_is_said(session: AsyncSession, state: State) -> None:
    await bring(session, ORDINARY, state)
    assert await remind(session, POLICY, at("2026-06-01 10:00"), MOST) == 0
    assert await keys(session) == []


async def test_of_a_confidential_appeal_the_commission_alone_is_reminded_without_a_name(session: AsyncSession) -> None:
    await bring(session, CONFIDENTIAL)  # as where no commission was there to lead it
    await bring(session, CONFIDENTIAL, Status.CONTACT)
    await sweep(session, at("2026-06-01 10:00"))
    messages = await mail(session)
    assert set(messages) == {INSPECTOR}
    assert FIRM not in messages[INSPECTOR]


async def test_an_accused_body_is_reminded_of_nothing(session: AsyncSession) -> None:
    for draft, told in ((AGAINST_COMMISSION, LEADER), (AGAINST_OFFICE, INSPECTOR)):
        await bring(session, draft, Status.CONTACT)
        await sweep(session, at("2026-06-01 10:00"))
        assert set(await mail(session)) == {told}


async def test_while_the_handler_is_away_the_chief_is_reminded_instead(session: AsyncSession) -> None:
    await bring(session, ORDINARY, Status.CONTACT)
    await post_store.put_leave(session, [HANDLER.posts[0].id], Leave(date(2026, 3, 1), date(2026, 3, 9)))
    session.expire_all()
    await remind(session, POLICY, at("2026-03-04 09:00"), MOST)
    messages = await mail(session)
    assert set(messages) == {CHIEF}
    assert f"承办的{HANDLER.name}休假至3月9日，请您代办" in messages[CHIEF]


async def test_what_comes_after_a_reminder_keeps_what_was_said(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY)
    await remind(session, POLICY, at("2026-03-02 16:30"), MOST)
    await service.assign(session, CLERK, number, TAX, POLICY, at("2026-03-02 16:31"))
    assert (await row(session, number)).reminded == [f"appeal:{number}:assign:today"]


async def test_a_sweep_takes_no_more_than_it_may_and_the_next_goes_on(session: AsyncSession) -> None:
    for _ in range(3):
        await bring(session, ORDINARY)
    now = at("2026-03-02 16:30")
    assert [await remind(session, POLICY, now, 2) for _ in range(3)] == [2, 1, 0]
    assert len(await keys(session)) == 3
