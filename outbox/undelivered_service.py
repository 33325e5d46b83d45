"""Messages that cannot be delivered: their reader may no longer see the subject, this version does not know it, or a
fault of the program prevents it."""

from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from outbox import store, words
from outbox.model import QueuedMessage
from outbox.notify import notify
from people import audit_service, post_store
from people.model import Person, Recipient, Role, ToPost

HOLD_DURATION = timedelta(minutes=10)  # by then, a process of another version may take it
DROPPED, HELD, FAILED = "outbox:dropped", "outbox:held", "outbox:failed"

log = structlog.get_logger()


async def drop(session: AsyncSession, message: QueuedMessage, reader: Person, now: datetime) -> None:
    """``reader`` may no longer know about its subject. The office is notified; if it may not know either, the
    discipline commission instead."""
    await store.mark(session, [message.id], None, now)
    await audit_service.record(session, None, "message_dropped", "outbox", message.id, now, reader=reader.id)
    log.warning("message dropped", outbox=message.id)
    if message.subject is None:
        return
    office = await _posts(session, Role.OFFICE)
    key = f"{DROPPED}:{message.id}"
    if not message.key.startswith(DROPPED):
        text = partial(words.dropped, reader.name, message.subject.label)
        await notify(session, message.subject, key, office, text, now=now)
    elif message.post is not None and ToPost(message.post) in office:
        commission = await _posts(session, Role.DISCIPLINE)
        await notify(session, message.subject, key, commission, partial(str, message.text), now=now)


async def hold(session: AsyncSession, message: QueuedMessage, now: datetime) -> None:
    """The subject is unknown here: a later version queued the message. It is retried; the office is told once a day."""
    await store.put_off(session, message.id, now + HOLD_DURATION)
    log.error("message held: unknown subject", outbox=message.id, subject=message.subject and message.subject.kind)
    await notify(session, None, f"{HELD}:{now:%Y-%m-%d}", await _posts(session, Role.OFFICE), words.held, now=now)


async def put_off(session: AsyncSession, message: QueuedMessage, now: datetime) -> None:
    """Delivering it failed by a fault of ours: the others go first. It is retried; the office is told once a day."""
    await store.put_off(session, message.id, now + HOLD_DURATION)
    await notify(session, None, f"{FAILED}:{now:%Y-%m-%d}", await _posts(session, Role.OFFICE), words.failed, now=now)


async def _posts(session: AsyncSession, role: Role) -> list[Recipient]:
    return [ToPost(post.id) for post in await post_store.posts(session, role)]
