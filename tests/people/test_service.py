"""Welcoming people and keeping what they tell about themselves."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from chats import store as chats
from people import service, store
from people.model import Person
from people.store import AccountRow
from storage.database import Database
from texts.refused import Refused

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

NewPerson = Callable[[str], Awaitable[Person]]


async def used_at(db: Database, chat: int) -> datetime:
    async with db.reading() as session:
        return (await session.get_one(AccountRow, chat)).used_at


async def test_a_chat_is_welcomed_as_the_same_person_every_time(db: Database) -> None:
    async with db.transaction() as session:
        chat = await chats.open_chat(session, "web", "one")
        first = await service.welcome(session, chat.id, "en", NOW)
        assert await service.welcome(session, chat.id, "zh", NOW) == first
    assert first.language == "en"
    assert first.consented_at is None


async def test_a_chat_is_noted_as_used_at_most_once_an_hour(db: Database) -> None:
    async with db.transaction() as session:
        chat = (await chats.open_chat(session, "web", "one")).id
    for later, noted in ((0, 0), (59, 0), (61, 61), (90, 61)):
        async with db.transaction() as session:
            await service.welcome(session, chat, "zh", NOW + timedelta(minutes=later))
        assert await used_at(db, chat) == NOW + timedelta(minutes=noted)


async def test_what_a_person_tells_is_kept(db: Database, new_person: NewPerson) -> None:
    person = await new_person("one")
    async with db.transaction() as session:
        person = await service.give_consent(session, person, NOW)
        person = await service.give_name(session, person, " 张示例 ")
        person = await service.give_phone(session, person, "13800001234")
        person = await service.give_hours(session, person, "工作日上午")
        person = await service.choose_language(session, person, "en")
    async with db.reading() as session:
        assert await store.get(session, person.id) == person
    assert person == Person(person.id, "张示例", "+8613800001234", "工作日上午", "en", NOW)


async def test_the_first_consent_stays(db: Database, new_person: NewPerson) -> None:
    person = await new_person("one")
    async with db.transaction() as session:
        person = await service.give_consent(session, person, NOW)
        person = await service.give_consent(session, person, NOW + timedelta(days=1))
    assert person.consented_at == NOW


async def test_a_withheld_telephone_is_forgotten(db: Database, new_person: NewPerson) -> None:
    person = await new_person("one")
    async with db.transaction() as session:
        person = await service.give_phone(session, person, "13800001234")
        person = await service.withhold_phone(session, person)
        assert (await store.get(session, person.id)).phone == person.phone == ""


async def test_an_unknown_language_is_refused(db: Database, new_person: NewPerson) -> None:
    person = await new_person("one")
    async with db.transaction() as session:
        with pytest.raises(Refused, match="English"):
            await service.choose_language(session, person, "xx")
