"""When a chat becomes unreachable: pending notifications are repeated in another chat of the same person."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from chats import outbound_store, sending_store
from chats import service as chats
from chats.model import Event
from people import store as people


async def reroute(session: AsyncSession, chat: int, reason: str, now: datetime) -> list[Event]:
    """Mark the chat unreachable; returns the messages repeated in another chat, none if there is no other."""
    await outbound_store.mark_unreachable(session, chat, reason)
    unsaid = await sending_store.unsaid(session, chat)
    other = await _next_chat(session, chat) if unsaid else None
    if other is None:
        return []  # they stay pending here until the person returns
    await sending_store.say_elsewhere(session, chat, [event.message for event in unsaid])
    return [await chats.say(session, other, event.body, now, event.lane) for event in unsaid]


async def _next_chat(session: AsyncSession, chat: int) -> int | None:
    person = await people.of_chat(session, chat)
    if person is None:
        return None
    others = [one for one in await people.chats_of(session, person.id) if one != chat]
    return await outbound_store.first_reachable(session, others)
