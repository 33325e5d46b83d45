"""What people enter about themselves: first contact, consent, name, telephone, hours, language."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from people import store
from people.contact_details import preferred, read_hours, read_name, read_phone
from people.model import Person
from texts.refused import Refused
from texts.speech import LANGUAGES, say

USE_NOTED_DURATION = timedelta(hours=1)  # "used last" need not be exact, and a write at every step would be costly
ONE_MICROSECOND = timedelta(microseconds=1)  # two chats never have the same time of use: one of them was the last


async def welcome(session: AsyncSession, chat: int, language: str, now: datetime) -> Person:
    """The person of ``chat``; a new one if nobody has used it before."""
    account = await store.account(session, chat)
    if account is None:
        return await store.add(session, chat, language, now)
    person, used_at, used_elsewhere_at = account
    if used_elsewhere_at is not None and used_elsewhere_at >= used_at:
        await store.use_account(session, chat, max(now, used_elsewhere_at + ONE_MICROSECOND))
    elif now - used_at >= USE_NOTED_DURATION:
        await store.use_account(session, chat, now)
    return person


async def give_consent(session: AsyncSession, person: Person, now: datetime) -> Person:
    """Consent to the privacy notice. The time of the first consent is kept."""
    return person if person.consented_at else await _change(session, person, consented_at=now)


async def take_back_consent(session: AsyncSession, person: Person) -> Person:
    """Whoever was taken to consent and says that they did not is asked again; what was given before stays."""
    return await _change(session, person, consented_at=None) if not person.name else person


async def give_name(session: AsyncSession, person: Person, text: str) -> Person:
    return await _change(session, person, name=read_name(text))


async def give_phone(session: AsyncSession, person: Person, text: str) -> Person:
    return await _change(session, person, phone=read_phone(text), withholds_phone=False)


async def prefer_phone(session: AsyncSession, person: Person, text: str) -> Person:
    """Of two telephones, the one that ``text`` says to call comes first."""
    return await _change(session, person, phone=preferred(person.phone, text))


async def withhold_phone(session: AsyncSession, person: Person) -> Person:
    """No telephone: contact goes through the chat only. A number given before is deleted."""
    return await _change(session, person, phone="", withholds_phone=True)


async def give_hours(session: AsyncSession, person: Person, text: str) -> Person:
    return await _change(session, person, hours=read_hours(text))


async def choose_language(session: AsyncSession, person: Person, language: str) -> Person:
    if language not in LANGUAGES:
        raise Refused(say("目前可以用中文或 English。"))
    return await _change(session, person, language=language)


async def _change(session: AsyncSession, person: Person, **values: Any) -> Person:
    await store.change(session, person.id, **values)
    return replace(person, **values)
