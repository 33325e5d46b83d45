"""Stores what was done on Telegram in our tables, under our own numbers, opening the chat if needed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import groups, store
from bot.channels.telegram.contents import TelegramFile
from bot.channels.telegram.update_parser import (
    ButtonPress,
    EditedMessage,
    GroupCommand,
    NewMessage,
    ParsedUpdate,
    ReachChange,
)
from bot.delivery.reroute import reroute
from bot.engine import media, updates
from chats import outbound_store, service
from chats import store as chats
from chats.model import Body, Event, File, FileState, Kind

BLOCKED = "blocked"
MAX_EVENTS_SEARCHED = 200  # searched for the message of a pressed button whose external id is unknown
MAX_EVENT_NUMBER = 2**31 - 1


async def store_update(
    session: AsyncSession, account: str, bot_id: int, parsed: ParsedUpdate, now: datetime
) -> int | None:
    """Store it once. Returns the chat to which the bot added a message in doing so, if any.

    ``account`` is the prefix of this bot's chat names; ``bot_id`` is the sender id in our messages.
    """
    external = f"{account}{parsed.chat}"
    match parsed:
        case NewMessage():
            await _store_message(session, await _open(session, external), parsed, now)
        case EditedMessage():
            await _store_edit(session, await _open(session, external), parsed, now)
        case ButtonPress():
            await _store_press(session, await _open(session, external), parsed, now)
        case ReachChange(reachable=True):
            await _open(session, external)
        case ReachChange():
            said = await reroute(session, await _open(session, external), BLOCKED, now)
            return said[0].chat if said else None
        case GroupCommand():
            return await groups.answer(session, external, bot_id, parsed, now)
    return None


async def _open(session: AsyncSession, external: str) -> int:
    """The chat with that external name, opened if new; receiving something from it makes it reachable."""
    known = await store.known(session, external)
    if known is None:
        chat = (await chats.open_chat(session, store.CHANNEL, external)).id
        await outbound_store.open_outbound(session, chat)
        return chat
    if not known.reachable:
        await outbound_store.mark_reachable(session, known.chat)
    return known.chat


async def _store_message(session: AsyncSession, chat: int, new: NewMessage, now: datetime) -> None:
    file = _file(chat, new.content.file) if new.content.file else None
    shown = media.describe(file, new.content.file.shape) if file and new.content.file else {}
    message = {"date": _at(new.at, now), "from": updates.from_user(chat, new.language), **new.content.body, **shown}
    if not await service.receive(session, chat, str(new.update), {"message": message}, now):
        return
    await outbound_store.keep_external_id(session, chat, await store.last_event(session, chat), new.external_id)
    if file and new.content.file:
        await chats.add_file(session, file, now)
        await outbound_store.put_incoming(session, file.id, new.content.file.external_id, now)


async def _store_edit(session: AsyncSession, chat: int, edited: EditedMessage, now: datetime) -> None:
    """Edits of messages sent before this bot could receive them are ignored."""
    number = await outbound_store.message_by_external_id(session, chat, edited.external_id)
    if number is None:
        return
    at = _at(edited.at, now)
    message = {
        "message_id": number,
        "chat": {"id": chat, "type": "private"},
        "date": at,
        "edit_date": at,
        "from": updates.from_user(chat, edited.language),
        **edited.body,
    }
    await service.receive(session, chat, str(edited.update), {"edited_message": message}, now)


async def _store_press(session: AsyncSession, chat: int, press: ButtonPress, now: datetime) -> None:
    shown = await _message_pressed(session, chat, press) or Event(chat, 0, Kind.DELETE, 0, {}, now)
    update = updates.press_update(press.press, chat, press.language, shown, press.data)
    await service.receive(session, chat, str(press.update), update, now)


async def _message_pressed(session: AsyncSession, chat: int, press: ButtonPress) -> Event | None:
    """Found by external id; a message sent twice has one we do not know, so then by its button."""
    number = (
        await outbound_store.message_by_external_id(session, chat, press.external_id) if press.external_id else None
    )
    if number is not None:
        return await chats.latest(session, chat, number)
    recent = await chats.events_before(session, chat, MAX_EVENT_NUMBER, MAX_EVENTS_SEARCHED)
    as_it_stands = {event.message: event for event in recent if event.kind is not Kind.TOAST}
    newest_first = sorted(as_it_stands.values(), key=lambda event: event.message, reverse=True)
    return next((event for event in newest_first if _has_button(event.body, press.data)), None)


def _has_button(body: Body, data: str) -> bool:
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return any(button.get("callback_data") == data for row in rows for button in row)


def _file(chat: int, sent: TelegramFile) -> File:
    """A file waiting to be fetched; a job fetches and examines it later, and only then is it kept."""
    state = FileState.WAITING
    return File(media.new_id(), chat, sent.name, sent.kind, sent.size, "", sent.width, sent.height, state)


def _at(said: int | None, now: datetime) -> int:
    return int(now.timestamp()) if said is None else said
