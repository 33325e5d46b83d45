"""sendMessage, sendPhoto, sendDocument, sendChatAction, leaveChat: methods that add to a chat."""

import json

from tests.telegram.account import Account
from tests.telegram.formatting import read_text, units
from tests.telegram.parameters import Parameters
from tests.telegram.refusals import (
    BUTTON_DATA,
    CAPTION_TOO_LONG,
    JSON,
    TEXT_BLANK,
    TEXT_EMPTY,
    TEXT_TOO_LONG,
    bad_request,
)

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_DATA = 4096, 1024, 64
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(account: Account, parameters: Parameters) -> JSON:
    chat = account.chat(parameters.text("chat_id"))
    chat.check_writable()
    return account.say(chat, {**text_of(parameters, TEXT_TOO_LONG), **markup_of(parameters)})


def send_photo(account: Account, parameters: Parameters) -> JSON:
    return _send_media(account, parameters, "photo")


def send_document(account: Account, parameters: Parameters) -> JSON:
    return _send_media(account, parameters, "document")


def send_chat_action(account: Account, parameters: Parameters) -> bool:
    chat = account.chat(parameters.text("chat_id"))
    chat.check_writable()
    if parameters.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def leave_chat(account: Account, parameters: Parameters) -> bool:
    chat = account.chat(parameters.text("chat_id"))
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.state = "kicked"
    chat.pulse.beat()
    return True


def text_of(parameters: Parameters, too_long: str) -> JSON:
    """A message's text with its entities."""
    source = parameters.text("text")
    if not source:
        raise bad_request(TEXT_EMPTY)
    text, entities = read_text(source, parameters.text("parse_mode"), parameters.json("entities"))
    if not text:
        raise bad_request(TEXT_BLANK)
    if units(text) > LONGEST_TEXT:
        raise bad_request(too_long)
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_of(parameters: Parameters) -> JSON:
    """A caption with its entities; an empty one counts as none."""
    caption, entities = read_text(
        parameters.text("caption"), parameters.text("parse_mode"), parameters.json("caption_entities")
    )
    if units(caption) > LONGEST_CAPTION:
        raise bad_request(CAPTION_TOO_LONG)
    told: JSON = {"caption": caption} if caption else {}
    return {**told, "caption_entities": entities} if entities else told


def markup_of(parameters: Parameters) -> JSON:
    """The keyboard under a message; the one beside the input field is not part of it."""
    markup = parameters.json("reply_markup")
    if markup is None or markup == "":
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = [[_button(button) for button in row] for row in markup.get("inline_keyboard", [])]
    rows = [row for row in rows if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _button(button: JSON) -> JSON:
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
            raise bad_request(BUTTON_DATA)
    elif "url" in button:
        if not str(button["url"]).startswith(("http://", "https://", "tg://")):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    elif not button.keys() & {"web_app", "login_url", "switch_inline_query", "copy_text", "pay"}:
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    return {name: value for name, value in button.items() if value is not None}


def _send_media(account: Account, parameters: Parameters, kind: str) -> JSON:
    chat = account.chat(parameters.text("chat_id"))
    chat.check_writable()
    caption, markup = caption_of(parameters), markup_of(parameters)
    media = json.loads(json.dumps(account.files.of_call(parameters, kind)))
    return account.say(chat, {**media, **caption, **markup})
