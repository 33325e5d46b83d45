"""Parses a raw Telegram update into what a user did; a pure function that handles any input."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram import contents
from bot.channels.telegram.contents import Content, Malformed, inside, whole, words
from chats.model import Body

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
MAX_ID = 2**52  # Telegram's ids have at most 52 significant bits
MAX_TIMESTAMP = 2**32 - 1
MAX_BUTTON_DATA_BYTES = 64  # the Bot API's limit for callback data
GROUPS = ("group", "supergroup")
CHATS = ("private", "channel", *GROUPS)
GONE = ("kicked", "left")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A new message. ``at`` is a Unix time in seconds; None if Telegram gives no usable one."""

    update: int
    chat: int
    language: str
    external_id: str
    at: int | None
    content: Content


@dataclass(frozen=True, slots=True)
class EditedMessage:
    """A user edited the text or caption of their own message."""

    update: int
    chat: int
    language: str
    external_id: str
    at: int | None
    body: Body


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button press under message ``external_id``, None if Telegram does not say. ``press`` is the id to answer."""

    update: int
    chat: int
    language: str
    press: str
    external_id: str | None
    data: str


@dataclass(frozen=True, slots=True)
class ReachChange:
    """A user blocked or unblocked the bot."""

    update: int
    chat: int
    reachable: bool


@dataclass(frozen=True, slots=True)
class GroupCommand:
    """A command in a group; ``bot`` is the bot it is addressed to, "" if none."""

    update: int
    chat: int
    language: str
    bot: str


ParsedUpdate = NewMessage | EditedMessage | ButtonPress | ReachChange | GroupCommand


def update_number(update: object) -> int | None:
    """The update's number, used to acknowledge it and store it once; None if it has none."""
    try:
        return whole(inside(update).get("update_id"), 0, MAX_ID)
    except Malformed:
        return None


def parse(update: object) -> ParsedUpdate | None:
    """What the user did; None if it does not concern us. Raises Malformed."""
    found = inside(update)
    update_id = whole(found.get("update_id"), 0, MAX_ID)
    for kind, parser in _PARSERS.items():
        if kind in found:
            return parser(update_id, inside(found[kind]))
    return None


def _message(update: int, message: Mapping[str, Any]) -> NewMessage | GroupCommand | None:
    chat, kind = _chat(message)
    user = _from_user(message)
    if user.get("is_bot") is True:
        return None
    if kind in GROUPS:
        command = contents.called(message)
        return None if command is None else GroupCommand(update, chat, _language(user), command[1])
    content = contents.read(message) if kind == "private" else None
    if content is None:
        return None
    return NewMessage(update, chat, _language(user), _message_id(message), _moment(message.get("date")), content)


def _edited(update: int, message: Mapping[str, Any]) -> EditedMessage | None:
    chat, kind = _chat(message)
    body = contents.rewritten(message) if kind == "private" else None
    if body is None:
        return None
    language, at = _language(_from_user(message)), _moment(message.get("edit_date"))
    return EditedMessage(update, chat, language, _message_id(message), at, body)


def _press(update: int, query: Mapping[str, Any]) -> ButtonPress | None:
    """Messages that are too old come without content or not at all; then the chat is the user's private one."""
    press, user, data = words(query.get("id"), 64), _from_user(query), query.get("data")
    if data is None:
        return None
    message = query.get("message")
    if message is None:
        chat, kind, external_id = whole(user.get("id"), 1, MAX_ID), "private", None
    else:
        (chat, kind), external_id = _chat(inside(message)), _message_id(inside(message))
    data = words(data, MAX_BUTTON_DATA_BYTES)
    if len(data.encode()) > MAX_BUTTON_DATA_BYTES:
        raise Malformed
    return ButtonPress(update, chat, _language(user), press, external_id, data) if kind == "private" else None


def _membership(update: int, change: Mapping[str, Any]) -> ReachChange | None:
    chat, kind = _chat(change)
    status = words(inside(change.get("new_chat_member")).get("status"), 64)
    return ReachChange(update, chat, status not in GONE) if kind == "private" else None


def _chat(found: Mapping[str, Any]) -> tuple[int, str]:
    chat = inside(found.get("chat"))
    kind = chat.get("type")
    if kind not in CHATS:
        raise Malformed
    least = 1 if kind == "private" else -MAX_ID
    return whole(chat.get("id"), least, MAX_ID), str(kind)


def _from_user(found: Mapping[str, Any]) -> Mapping[str, Any]:
    user = found.get("from")
    return user if isinstance(user, dict) else {}


def _message_id(message: Mapping[str, Any]) -> str:
    return str(whole(message.get("message_id"), 1, MAX_ID))


def _moment(value: object) -> int | None:
    try:
        return whole(value, 1, MAX_TIMESTAMP)
    except Malformed:
        return None


def _language(user: Mapping[str, Any]) -> str:
    code = user.get("language_code")
    return code if isinstance(code, str) and _LANGUAGE.fullmatch(code) else ""


_PARSERS: Mapping[str, Callable[[int, Mapping[str, Any]], ParsedUpdate | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _press,
    "my_chat_member": _membership,
}
