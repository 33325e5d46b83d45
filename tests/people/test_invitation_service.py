"""One-time codes bind a chat to a post: once, and in time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from people import invitation_service, post_store, store
from people.code_store import InvitationRow
from people.codes import Declined, digest
from people.invitation_service import INVITATION_LIFETIME
from people.model import Person, Post, Role
from people.post_store import PostRow
from people.store import AuditRow
from storage.database import Database
from tests.people import invitations

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

NewPerson = Callable[[str], Awaitable[Person]]


async def invite(db: Database, post: int, now: datetime = NOW) -> str:
    async with db.transaction() as session:
        return await invitation_service.invite(session, post, now)


async def redeem(db: Database, person: Person, code: str, now: datetime = NOW) -> Post | Declined:
    return await invitations.redeem(db, person, code, now)


async def test_a_code_binds_the_person_to_the_post(db: Database, post: int, new_person: NewPerson) -> None:
    person = await new_person("one")
    bound = await redeem(db, person, await invite(db, post))
    assert isinstance(bound, Post)
    assert bound.person == person.id
    async with db.reading() as session:
        person = await store.get(session, person.id)
    assert person.has(Role.HANDLER)
    assert person.name == "张示例"


async def test_a_person_who_gave_a_name_keeps_it(db: Database, post: int, new_person: NewPerson) -> None:
    person = await new_person("one")
    async with db.transaction() as session:
        await store.change(session, person.id, name="小张")
        person = await store.get(session, person.id)
    await redeem(db, person, await invite(db, post))
    async with db.reading() as session:
        assert (await store.get(session, person.id)).name == "小张"


async def test_only_the_digest_of_a_code_is_stored(db: Database, post: int) -> None:
    code = await invite(db, post)
    async with db.reading() as session:
        row = (await session.scalars(select(InvitationRow))).one()
        said = [str(audit.details) for audit in await session.scalars(select(AuditRow))]
    assert row.digest == digest(code) != code
    assert not any(code in details for details in said)


async def test_a_code_is_good_once(db: Database, post: int, new_person: NewPerson) -> None:
    code = await invite(db, post)
    await redeem(db, await new_person("one"), code)
    again = await redeem(db, await new_person("two"), code)
    assert isinstance(again, Declined)
    assert "无法使用" in again.text


async def test_a_used_code_is_declined_in_the_words_of_an_unknown_one(
    db: Database, post: int, new_person: NewPerson
) -> None:
    code, person = await invite(db, post), await new_person("two")
    await redeem(db, await new_person("one"), code)
    assert await redeem(db, person, code) == await redeem(db, person, "0000-0000")


async def test_a_code_lasts_72_hours_and_says_when_it_is_over(db: Database, post: int, new_person: NewPerson) -> None:
    code, person = await invite(db, post), await new_person("one")
    late = await redeem(db, person, code, NOW + INVITATION_LIFETIME)
    assert isinstance(late, Declined)
    assert "72 小时" in late.text
    assert isinstance(await redeem(db, person, code, NOW + INVITATION_LIFETIME - timedelta(seconds=1)), Post)


async def test_a_new_code_cancels_the_one_before(db: Database, post: int, new_person: NewPerson) -> None:
    old, new = await invite(db, post), await invite(db, post)
    person = await new_person("one")
    assert isinstance(await redeem(db, person, old), Declined)
    assert isinstance(await redeem(db, person, new), Post)


async def test_the_code_of_a_post_that_left_the_directory_binds_nothing(
    db: Database, post: int, new_person: NewPerson
) -> None:
    code = await invite(db, post)
    async with db.transaction() as session:
        (await session.get_one(PostRow, post)).active = False
    assert isinstance(await redeem(db, await new_person("one"), code), Declined)


async def test_a_post_moves_to_whoever_redeems_last_and_the_trail_says_from_whom(
    db: Database, post: int, new_person: NewPerson
) -> None:
    first, second = await new_person("one"), await new_person("two")
    await redeem(db, first, await invite(db, post))
    await redeem(db, second, await invite(db, post))
    async with db.reading() as session:
        assert (await post_store.post(session, post)).person == second.id
        assert not (await store.get(session, first.id)).posts
        bound = list(await session.scalars(select(AuditRow).where(AuditRow.act == "bound").order_by(AuditRow.id)))
    assert [(row.person, row.subject_number, row.details["before"]) for row in bound] == [
        (first.id, post, None),
        (second.id, post, first.id),
    ]


async def test_of_two_who_redeem_at_once_exactly_one_gets_the_post(
    db: Database, post: int, new_person: NewPerson
) -> None:
    code = await invite(db, post)
    people = [await new_person(str(number)) for number in range(6)]
    got = await asyncio.gather(*(redeem(db, person, code) for person in people))
    winners = [person.id for person, result in zip(people, got, strict=True) if isinstance(result, Post)]
    async with db.reading() as session:
        assert [(await post_store.post(session, post)).person] == winners
