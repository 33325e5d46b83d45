"""Receiving and sending: the two ways in which a chat log grows."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chats import store
from chats.model import Body, Event, Kind, Lane
from texts.identity_numbers import hidden

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


async def receive(session: AsyncSession, chat: int, external: str, payload: Body, now: datetime) -> bool:
    """Store an incoming update once: the message in the log, the update in the inbox. False if it is already known.

    ``payload`` is a Bot API update; a message in it gets its message_id here. Identity card numbers in it are hidden.
    """
    payload = _without_identity_numbers(storable(payload))
    message = payload.get("message")
    number = await store.take_numbers(session, chat, 1) if message else 0
    if message:
        named = {"message_id": number, "chat": {"id": chat, "type": "private"}}
        payload = {**payload, "message": {**message, **named}}
    if not await store.put_inbox(session, chat, external, payload, now):
        await store.take_numbers(session, chat, -1 if message else 0)  # give the number back
        return False
    if message:
        await store.append(session, [Event(chat, number, Kind.SEND, number, message, now)])
    return True


def storable(value: Any) -> Any:
    """``value`` without NUL and lone surrogates, which PostgreSQL text cannot contain; nobody sends them on purpose."""
    match value:
        case str():
            return value if value.isprintable() else _UNSTORABLE.sub("", value)
        case dict():
            return {key: storable(inner) for key, inner in value.items()}
        case list():
            return [storable(inner) for inner in value]
        case _:
            return value


def _without_identity_numbers(payload: Body) -> Body:
    """In what was written: a new message, or an edited one."""
    return {key: _hidden(value) if key in ("message", "edited_message") else value for key, value in payload.items()}


def _hidden(message: Body) -> Body:
    return message | {key: hidden(message[key]) for key in ("text", "caption") if key in message}


async def say(session: AsyncSession, chat: int, body: Body, now: datetime, lane: Lane = Lane.ANSWER) -> Event:
    """Send a message on the bot's own initiative; ``lane`` is its priority on a channel with a rate limit."""
    number = await store.take_numbers(session, chat, 1)
    event = Event(chat, number, Kind.SEND, number, body, now, lane)
    await store.append(session, [event])
    return event
