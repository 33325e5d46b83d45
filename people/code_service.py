"""The limit that prevents guessing codes: wrong tries are counted together for all kinds of code."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from people import audit_service, store
from people.codes import MAX_WRONG_TRIES, WRONG_TRIES_WINDOW, Declined
from people.model import Person
from texts.refused import Refused
from texts.speech import say


async def require_tries_left(session: AsyncSession, person: Person, now: datetime) -> None:
    if await store.count_audit(session, person.id, "code_declined", now - WRONG_TRIES_WINDOW) >= MAX_WRONG_TRIES:
        raise Refused(say("试错的次数有点多，请一小时后再试，或者重新取一个码。"))


async def decline(session: AsyncSession, person: Person, subject: str, now: datetime, text: str) -> Declined:
    """Count a wrong try."""
    await audit_service.record(session, person.id, "code_declined", subject, None, now)
    return Declined(text)
