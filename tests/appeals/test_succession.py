"""Whoever loses a post by an import loses its appeals too: to the substitute, a colleague, the chief or the office."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import service, succession_service
from appeals.model import FactKind
from appeals.progress import Status
from appeals.reading_service import may_receive
from appeals.store import FactRow
from appeals.succession_service import Succession
from directory.model import Directory, Unit
from people import post_store
from people import store as people
from people.model import Official, Person, Role
from people.store import AuditRow
from tests.appeals.district import (
    CHIEF,
    CLERK,
    COLLEAGUE,
    COMMISSION,
    CONFIDENTIAL,
    EVERYBODY,
    FILER,
    HANDLER,
    INSPECTOR,
    ORDINARY,
    POLICY,
    TAX,
    TUESDAY,
    UNITS,
    WATER,
    bring,
    mail,
    row,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


def without(*gone: Person, units: Collection[int] = ()) -> Directory:
    """The district's directory without these people and units."""
    names = dict(enumerate(UNITS, start=1))
    kept = tuple(Unit(name, UNITS[name]) for number, name in names.items() if number not in units)
    posts = [post for person in EVERYBODY if person not in gone for post in person.posts]
    people = [Official(names[one.unit], one.name, one.role) for one in posts if one.unit and one.unit not in units]
    return Directory(kept, tuple(people))


async def bring_in(session: AsyncSession, directory: Directory) -> Succession:
    return await succession_service.import_directory(session, directory, POLICY, TUESDAY)


async def last_fact(session: AsyncSession, number: int) -> tuple[str, int | None, int | None]:
    facts = select(FactRow).where(FactRow.appeal == number).order_by(FactRow.position.desc()).limit(1)
    fact = (await session.scalars(facts)).one()
    return fact.kind, fact.by, fact.handler


@pytest.mark.parametrize("state", [Status.CONTACT, Status.PATH, Status.RESOLVE])
async def test_a_colleague_goes_on_with_the_same_deadlines(session: AsyncSession, state: Status) -> None:
    number = await bring(session, ORDINARY, state)
    due = (await row(session, number)).next_due
    done = await bring_in(session, without(HANDLER))
    assert [(post.name, post.person) for post in done.lost] == [(HANDLER.name, HANDLER.id)]
    assert [(one.left, one.to and one.to.name) for one in done.passed] == [(HANDLER.posts[0].id, COLLEAGUE.name)]
    now = await row(session, number)
    assert (now.stage, now.unit, now.handler, now.next_due) == (state, TAX, COLLEAGUE.posts[0].id, due)
    assert await last_fact(session, number) == (FactKind.HANDED_OVER, None, COLLEAGUE.posts[0].id)
    told = await mail(session)
    assert "转给您办理" in told[COLLEAGUE]
    assert f"改由区税务局的{COLLEAGUE.name}继续办理" in told[FILER]
    assert "不再由您担任" in told[HANDLER]
    assert HANDLER.name in told[CLERK]


async def test_what_they_still_hold_needs_a_new_invitation_and_the_office_is_told(session: AsyncSession) -> None:
    session.add(post_store.PostRow(unit=WATER, role=Role.DESK, name=HANDLER.name, person=HANDLER.id))
    await session.flush()
    less, units = without(HANDLER), dict(enumerate(UNITS, start=1))
    kept = Official(units[WATER], HANDLER.name, Role.DESK)
    done = await bring_in(session, replace(less, people=(*less.people, kept)))
    assert [(post.unit, post.role) for post in done.kept] == [(WATER, Role.DESK)]
    assert f"请再发邀请码：{HANDLER.name}（{units[WATER]} · 会谈专员）" in (await mail(session))[CLERK]


async def test_a_post_that_nobody_held_is_lost_without_a_word(session: AsyncSession) -> None:
    (await session.get_one(post_store.PostRow, HANDLER.posts[0].id)).person = None
    await session.flush()
    assert [post.person for post in (await bring_in(session, without(HANDLER))).lost] == [None]
    assert "名录更新了" not in str(await mail(session))


async def test_the_substitute_named_by_the_predecessor_comes_first(session: AsyncSession) -> None:
    await bring(session, ORDINARY, Status.CONTACT)
    await post_store.put_substitute(session, [HANDLER.posts[0].id], CHIEF.name)
    (passed,) = (await bring_in(session, without(HANDLER))).passed
    assert passed.to is not None
    assert passed.to.name == CHIEF.name


async def test_the_chief_takes_it_if_no_handler_is_left(session: AsyncSession) -> None:
    await bring(session, ORDINARY, Status.PATH)
    (passed,) = (await bring_in(session, without(HANDLER, COLLEAGUE))).passed
    assert passed.to is not None
    assert passed.to.role is Role.CHIEF


UNIT_GONE, ALL_GONE = without(units=[TAX]), without(CHIEF, HANDLER, COLLEAGUE)


@pytest.mark.parametrize("directory", [UNIT_GONE, ALL_GONE])
async def test_the_office_assigns_it_again_if_nobody_is_left(session: AsyncSession, directory: Directory) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    (passed,) = (await bring_in(session, directory)).passed
    assert (passed.to, passed.returned) == (None, True)
    assert await last_fact(session, number) == (FactKind.RETURNED, None, None)
    assert (await row(session, number)).stage == Status.ASSIGN
    assert "请重新交办" in (await mail(session))[CLERK]


async def test_after_the_path_was_announced_it_stays_with_its_unit_and_the_office_is_told(
    session: AsyncSession,
) -> None:
    number = await bring(session, ORDINARY, Status.RESOLVE)
    (passed,) = (await bring_in(session, ALL_GONE)).passed
    assert (passed.to, passed.returned) == (None, False)
    assert (await row(session, number)).stage == Status.RESOLVE
    assert "没有人可以接手了" in (await mail(session))[CLERK]


async def test_what_is_confidential_stays_with_the_commission(session: AsyncSession) -> None:
    number = await bring(session, CONFIDENTIAL, Status.CONTACT)
    successor = Official("区纪委监委", "卫示例", Role.DISCIPLINE)
    less = without(INSPECTOR)
    done = await bring_in(session, replace(less, people=(*less.people, successor)))
    assert [one.to and one.to.name for one in done.passed] == [successor.name]
    now = await row(session, number)
    assert now.unit == COMMISSION
    assert "索要" not in (await mail(session)).get(CLERK, "")


async def test_what_is_done_stays_with_whoever_did_it(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONFIRM)
    assert (await bring_in(session, without(HANDLER))).passed == ()
    assert (await row(session, number)).handler == HANDLER.posts[0].id


async def test_whoever_lost_the_post_can_do_nothing_more_and_it_is_on_record(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    await bring_in(session, without(HANDLER))
    former = await people.get(session, HANDLER.id)
    assert former.posts == ()
    assert not await may_receive(session, number, former)
    rows = await session.scalars(select(AuditRow).where(AuditRow.act == "post_lost"))
    assert [(one.subject, one.subject_number, one.details) for one in rows] == [
        ("post", HANDLER.posts[0].id, {"holder": HANDLER.id})
    ]


async def test_appeals_that_an_earlier_import_left_behind_are_handed_on_by_the_next(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    (await session.get_one(post_store.PostRow, HANDLER.posts[0].id)).active = False
    await session.flush()
    done = await bring_in(session, without(HANDLER))
    assert (done.lost, len(done.passed)) == ((), 1)
    assert (await row(session, number)).handler == COLLEAGUE.posts[0].id


async def test_the_successor_goes_on_working(session: AsyncSession) -> None:
    number = await bring(session, ORDINARY, Status.CONTACT)
    await bring_in(session, without(HANDLER))
    view = await service.record_contact(session, COLLEAGUE, number, "已电话联系", POLICY, TUESDAY)
    assert view.progress.status is Status.PATH
