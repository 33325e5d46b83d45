"""Sending notifications: one message per recipient, in the recipient's language."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from chats.model import Lane
from outbox import store
from outbox.model import Buttons, OutboxMessage, Subject
from people import store as people
from people.model import Recipient
from texts.speech import speaking


async def notify(
    session: AsyncSession,
    subject: Subject | None,
    key: str,
    to: Sequence[Recipient],
    text: Callable[[], str],
    *,
    now: datetime,
    lane: Lane = Lane.NEWS,
    buttons: Callable[[], Buttons] = tuple,
) -> None:
    """Queue a notification; the same ``key`` is sent to the same recipient once. Access to ``subject`` is checked again
    on delivery; None: it is about nothing that the access rules protect."""
    reads = await people.languages(session, to)
    messages = []
    for recipient in to:
        with speaking(reads[recipient]):
            messages.append(OutboxMessage(recipient, text(), buttons()))
    await store.put(session, key, messages, subject=subject, now=now, lane=lane)
