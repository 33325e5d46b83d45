"""Return codes: with the last digits of the telephone they open a person's chats on another device, once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from people import account_service, invitation_service, return_service, service, store
from people.codes import Declined, digest
from people.model import Person
from people.return_service import MAX_WRONG_DIGITS, PAUSE, Returned, ReturnOffer
from people.return_store import ReturnCodeRow
from people.store import AuditRow
from storage.database import Database
from texts.refused import Refused

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

NewPerson = Callable[[str], Awaitable[Person]]


async def known(db: Database, new_person: NewPerson, name: str = "one") -> Person:
    """Somebody with a telephone."""
    person = await new_person(name)
    async with db.transaction() as session:
        return await service.give_phone(session, person, "13800001234、0571-87654321 转 801")


async def code_of(db: Database, person: Person) -> str:
    async with db.transaction() as session:
        return await return_service.make_code(session, person, NOW)


async def look(
    db: Database, person: Person, code: str, now: datetime = NOW, *, has_own: bool = False
) -> ReturnOffer | Declined:
    async with db.transaction() as session:
        return await return_service.check(session, person, code, now, has_own=has_own)


async def digits(db: Database, person: Person, offer: ReturnOffer, said: str, now: datetime = NOW) -> bool:
    async with db.transaction() as session:
        return await return_service.try_digits(session, person, offer, said, now)


async def take(db: Database, person: Person, code: str, *, has_own: bool = False) -> Returned | Declined:
    async with db.transaction() as session:
        (chat,) = await store.chats_of(session, person.id)
        return await return_service.take(session, person, chat, digest(code), NOW, mark="update", has_own=has_own)


async def offered(db: Database, person: Person, code: str) -> ReturnOffer:
    found = await look(db, person, code)
    assert isinstance(found, ReturnOffer)
    return found


async def test_a_code_and_the_digits_make_the_chat_one_of_its_owners(db: Database, new_person: NewPerson) -> None:
    owner, other = await known(db, new_person), await new_person("two")
    code = await code_of(db, owner)
    offer = await offered(db, other, code)
    assert offer.owner.id == owner.id
    for right in ("1234", "4321"):
        assert await digits(db, other, offer, right)
    async with db.reading() as session:
        before, (chat,) = await store.chats_of(session, owner.id), await store.chats_of(session, other.id)
    taken = await take(db, other, code)
    assert isinstance(taken, Returned)
    assert (taken.person, taken.others) == (owner.id, tuple(before))
    async with db.reading() as session:
        assert {chat, *before} == {*await store.chats_of(session, owner.id)}


async def test_using_a_code_replaces_all_of_the_person(db: Database, new_person: NewPerson) -> None:
    owner, other, third = await known(db, new_person), await new_person("two"), await new_person("three")
    codes = [await code_of(db, owner) for _ in range(3)]
    taken = await take(db, other, codes[1])
    assert isinstance(taken, Returned)
    for code in codes:
        assert isinstance(await look(db, third, code), Declined)
    assert isinstance(await look(db, third, taken.code), ReturnOffer)


async def test_five_wrong_tries_by_whomever_and_the_codes_rest_for_a_day(db: Database, new_person: NewPerson) -> None:
    owner = await known(db, new_person)
    code, another = await code_of(db, owner), await code_of(db, owner)
    for number in range(MAX_WRONG_DIGITS):
        guesser = await new_person(f"guesser {number}")
        assert not await digits(db, guesser, await offered(db, guesser, (code, another)[number % 2]), f"000{number}")
    late = await new_person("late")
    for moment in (NOW, NOW + PAUSE - timedelta(seconds=1)):
        with pytest.raises(Refused, match="24 小时"):
            await look(db, late, code, moment)
        with pytest.raises(Refused, match="24 小时"):
            await digits(db, late, ReturnOffer(digest(code), owner), "1234", moment)
    assert isinstance(await look(db, late, code, NOW + PAUSE), ReturnOffer)


async def test_an_unknown_code_counts_as_any_wrong_code_does(db: Database, new_person: NewPerson) -> None:
    guesser = await new_person("guesser")
    for _ in range(5):
        assert isinstance(await look(db, guesser, "WRNG-WRNG"), Declined)
    with pytest.raises(Refused, match="一小时后"):
        await look(db, guesser, await code_of(db, await known(db, new_person)))


async def test_posts_have_no_code_and_a_code_from_before_is_worth_nothing(
    db: Database, new_person: NewPerson, post: int
) -> None:
    owner, other = await known(db, new_person), await new_person("two")
    code = await code_of(db, owner)
    async with db.transaction() as session:
        invitation = await invitation_service.invite(session, post, NOW)
        await invitation_service.accept(session, owner, digest(invitation), NOW, mark="update")
        owner = await store.get(session, owner.id)
    assert owner.posts
    assert await code_of(db, owner) == ""
    assert isinstance(await look(db, other, code), Declined)
    assert isinstance(await take(db, other, code), Declined)


async def test_without_a_telephone_there_is_no_code(db: Database, new_person: NewPerson) -> None:
    person = await new_person("one")
    assert await code_of(db, person) == ""
    assert await code_of(db, replace(person, phone="+8613800001234"))


async def test_a_chat_with_something_of_its_own_keeps_it(db: Database, new_person: NewPerson) -> None:
    code, other = await code_of(db, await known(db, new_person)), await new_person("two")
    found = await look(db, other, code, has_own=True)
    assert isinstance(found, Declined)
    assert "自己的诉求" in found.text
    assert isinstance(await take(db, other, code, has_own=True), Declined)


async def test_ones_own_code_says_that_nothing_is_needed(db: Database, new_person: NewPerson) -> None:
    owner = await known(db, new_person)
    found = await look(db, owner, await code_of(db, owner))
    assert isinstance(found, Declined)
    assert "本来就是您自己的" in found.text


async def test_only_digests_are_stored(db: Database, new_person: NewPerson) -> None:
    code = await code_of(db, await known(db, new_person))
    async with db.reading() as session:
        assert (await session.scalars(select(ReturnCodeRow))).one().digest == digest(code) != code
        assert not any(code in str(row.details) for row in await session.scalars(select(AuditRow)))


async def test_a_return_code_is_no_link_code(db: Database, new_person: NewPerson) -> None:
    code = await code_of(db, await known(db, new_person))
    async with db.reading() as session:
        assert not await account_service.is_link_code(session, code)
        assert await return_service.is_return_code(session, code)
