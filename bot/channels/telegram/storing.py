"""What was done over there, written into the tables of the house: opens its chat, and gives everything our names."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import groups, store
from bot.channels.telegram.contents import TelegramFile
from bot.channels.telegram.hearing import Called, Heard, Pressed, Reach, Rewritten, Said
from bot.delivery.reroute import reroute
from bot.engine import media, updates
from chats import outbound_store, service
from chats import store as chats
from chats.model import Body, Event, File, FileState, Kind

BLOCKED = "blocked"
LOOK_BACK = 200  # events among which the message of a button is looked for that came without a name we know
LAST = 2**31 - 1


async def store_heard(session: AsyncSession, account: str, bot: int, heard: Heard, now: datetime) -> int | None:
    """Store it once. Returns the chat in which the bot said something at once, if it did.

    ``account`` begins the names of this bot's chats; ``bot`` is the number that the house's messages are signed with.
    """
    external = f"{account}{heard.chat}"
    match heard:
        case Said():
            await _said(session, await _open(session, external), heard, now)
        case Rewritten():
            await _rewritten(session, await _open(session, external), heard, now)
        case Pressed():
            await _pressed(session, await _open(session, external), heard, now)
        case Reach(reachable=True):
            await _open(session, external)
        case Reach():
            said = await reroute(session, await _open(session, external), BLOCKED, now)
            return said[0].chat if said else None
        case Called():
            return await groups.answer(session, external, bot, heard, now)
    return None


async def _open(session: AsyncSession, external: str) -> int:
    """The chat of that name; whoever is heard can be reached."""
    known = await store.known(session, external)
    if known is None:
        chat = (await chats.open_chat(session, store.CHANNEL, external)).id
        await outbound_store.open_outbound(session, chat)
        return chat
    if not known.reachable:
        await outbound_store.mark_reachable(session, known.chat)
    return known.chat


async def _said(session: AsyncSession, chat: int, said: Said, now: datetime) -> None:
    file = _file(chat, said.content.file) if said.content.file else None
    shown = media.describe(file, said.content.file.shape) if file and said.content.file else {}
    message = {"date": _at(said.at, now), "from": updates.from_user(chat, said.language), **said.content.body, **shown}
    if not await service.hear(session, chat, str(said.update), {"message": message}, now):
        return
    await outbound_store.keep_external_id(session, chat, await store.last_event(session, chat), said.external_id)
    if file and said.content.file:
        await chats.add_file(session, file, now)
        await outbound_store.put_incoming(session, file.id, said.content.file.external_id, now)


async def _rewritten(session: AsyncSession, chat: int, rewritten: Rewritten, now: datetime) -> None:
    """A message that was said before this bot could hear it stays unknown."""
    number = await outbound_store.message_by_external_id(session, chat, rewritten.external_id)
    if number is None:
        return
    at = _at(rewritten.at, now)
    message = {
        "message_id": number,
        "chat": {"id": chat, "type": "private"},
        "date": at,
        "edit_date": at,
        "from": updates.from_user(chat, rewritten.language),
        **rewritten.body,
    }
    await service.hear(session, chat, str(rewritten.update), {"edited_message": message}, now)


async def _pressed(session: AsyncSession, chat: int, pressed: Pressed, now: datetime) -> None:
    shown = await _message_pressed(session, chat, pressed) or Event(chat, 0, Kind.DELETE, 0, {}, now)
    update = updates.press_update(pressed.press, chat, pressed.language, shown, pressed.data)
    await service.hear(session, chat, str(pressed.update), update, now)


async def _message_pressed(session: AsyncSession, chat: int, pressed: Pressed) -> Event | None:
    """By its external id; a copy that was sent twice has one that we do not know: then by its button."""
    number = (
        await outbound_store.message_by_external_id(session, chat, pressed.external_id) if pressed.external_id else None
    )
    if number is not None:
        return await chats.latest(session, chat, number)
    recent = await chats.events_before(session, chat, LAST, LOOK_BACK)
    as_it_stands = {event.message: event for event in recent if event.kind is not Kind.TOAST}
    newest_first = sorted(as_it_stands.values(), key=lambda event: event.message, reverse=True)
    return next((event for event in newest_first if _has_button(event.body, pressed.data)), None)


def _has_button(body: Body, data: str) -> bool:
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return any(button.get("callback_data") == data for row in rows for button in row)


def _file(chat: int, sent: TelegramFile) -> File:
    """Known by its name; a job fetches and examines it later, and only then is it kept."""
    state = FileState.WAITING
    return File(media.new_id(), chat, sent.name, sent.kind, sent.size, "", sent.width, sent.height, state)


def _at(said: int | None, now: datetime) -> int:
    return int(now.timestamp()) if said is None else said
