"""Telling people something unasked: one message for each recipient, in the language that each of them reads."""

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
    """Queue it; the same ``key`` is said to the same recipient once. Whether a reader may still know of ``subject``
    is asked again when the message goes out; None: it is about nothing that the access rules protect."""
    reads = await people.languages(session, to)
    messages = []
    for recipient in to:
        with speaking(reads[recipient]):
            messages.append(OutboxMessage(recipient, text(), buttons()))
    await store.put(session, key, messages, subject=subject, now=now, lane=lane)
