"""editMessage… and deleteMessage: methods that change or remove messages."""

from tests.telegram.account import Account
from tests.telegram.chat import Chat
from tests.telegram.parameters import Parameters
from tests.telegram.refusals import (
    CANNOT_DELETE,
    CANNOT_EDIT,
    EDIT_TOO_LONG,
    JSON,
    NO_CAPTION_TO_EDIT,
    NO_TEXT_TO_EDIT,
    NOT_MODIFIED,
    TO_DELETE_NOT_FOUND,
    TO_EDIT_NOT_FOUND,
    bad_request,
)
from tests.telegram.sending import caption_of, markup_of, text_of

MEDIA = ("photo", "document")
CONTENT = ("text", "entities", "caption", "caption_entities", *MEDIA, "reply_markup")
DELETABLE_SECONDS = 48 * 3600


def edit_text(account: Account, parameters: Parameters) -> JSON:
    chat, message = _of_mine(account, parameters)
    if "text" not in message:
        raise bad_request(NO_TEXT_TO_EDIT)
    return _change(account, chat, message, {**text_of(parameters, EDIT_TOO_LONG), **markup_of(parameters)})


def edit_caption(account: Account, parameters: Parameters) -> JSON:
    chat, message = _of_mine(account, parameters)
    if "text" in message:
        raise bad_request(NO_CAPTION_TO_EDIT)
    media = {kind: message[kind] for kind in MEDIA if kind in message}
    return _change(account, chat, message, {**media, **caption_of(parameters), **markup_of(parameters)})


def edit_markup(account: Account, parameters: Parameters) -> JSON:
    chat, message = _of_mine(account, parameters)
    kept = {name: message[name] for name in CONTENT if name in message and name != "reply_markup"}
    return _change(account, chat, message, {**kept, **markup_of(parameters)})


def edit_media(account: Account, parameters: Parameters) -> JSON:
    chat, message = _of_mine(account, parameters)
    given = parameters.json("media")
    if not isinstance(given, dict) or given.get("type") not in MEDIA:
        raise bad_request("can't parse media JSON object")
    kind = str(given["type"])
    described = Parameters({**given, kind: given.get("media", "")}, parameters.files)
    media = account.files.of_call(described, kind)
    return _change(account, chat, message, {**media, **caption_of(described), **markup_of(parameters)})


def delete(account: Account, parameters: Parameters) -> bool:
    chat = account.chat(parameters.text("chat_id"))
    message = chat.messages.get(parameters.number("message_id"))
    if message is None:
        raise bad_request(TO_DELETE_NOT_FOUND)
    if account.clock() - message["date"] > DELETABLE_SECONDS:
        raise bad_request(CANNOT_DELETE)
    chat.remove(message["message_id"])
    return True


def _of_mine(account: Account, parameters: Parameters) -> tuple[Chat, JSON]:
    chat = account.chat(parameters.text("chat_id"))
    chat.check_there()
    message = chat.messages.get(parameters.number("message_id"))
    if message is None:
        raise bad_request(TO_EDIT_NOT_FOUND)
    if message["from"]["id"] != account.id:
        raise bad_request(CANNOT_EDIT)
    return chat, message


def _change(account: Account, chat: Chat, message: JSON, content: JSON) -> JSON:
    if {name: message[name] for name in CONTENT if name in message} == content:
        raise bad_request(NOT_MODIFIED)
    kept = {name: value for name, value in message.items() if name not in CONTENT}
    changed = {**kept, **content, "edit_date": int(max(account.clock(), message["date"]))}
    chat.show(changed)
    return changed
