"""An aiogram session that sends nothing: Bot API calls become events of the chat log."""

from collections.abc import AsyncGenerator, Mapping
from html import escape
from typing import Any, NoReturn, cast

from aiogram import Bot, methods
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods.base import TelegramMethod, TelegramType
from aiogram.types import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Message

from bot.engine import bodies, markup, media
from bot.engine.unit_of_work import UnitOfWork, current
from chats.model import Body

MAX_TEXT_LENGTH, MAX_CAPTION_LENGTH, MAX_BUTTON_DATA_BYTES = 4096, 1024, 64


class LogSession(BaseSession):
    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's signature
    ) -> TelegramType:
        return cast(TelegramType, await _answer(bot, method))

    async def stream_content(
        self,
        url: str,
        headers: Mapping[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109  aiogram's signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """Files are fetched before their update is stored, never within a unit of work."""
        nothing: tuple[bytes, ...] = ()
        for chunk in nothing:
            yield chunk

    async def close(self) -> None:
        """Nothing to close."""


async def _answer(bot: Bot, method: TelegramMethod[Any]) -> Any:
    work = current()
    match method:
        case methods.SendMessage():
            body = _said(bot, work, _text(method, method.text), method.reply_markup)
        case methods.SendPhoto() | methods.SendDocument():
            return await _send_media(bot, work, method)
        case methods.EditMessageText():
            body = await _shown(work, method, method.message_id)
            if "text" not in body:
                _refuse(method, "there is no text in the message to edit")
            if work.is_typed_press:
                return _send_below(bot, work, method, body)
            return _edit(bot, work, method, {**_without(body, "text", "entities"), **_text(method, method.text)})
        case methods.EditMessageCaption():
            body = await _shown(work, method, method.message_id)
            caption = _caption(method, method.caption, method.parse_mode)
            return _edit(bot, work, method, {**_without(body, "caption", "caption_entities"), **caption})
        case methods.EditMessageReplyMarkup():
            return _edit(bot, work, method, await _shown(work, method, method.message_id))
        case methods.EditMessageMedia():
            return await _edit_media(bot, work, method)
        case methods.DeleteMessage():
            if await work.shown(method.message_id) is None:
                _refuse(method, "message to delete not found")
            work.delete(method.message_id)
            return True
        case methods.AnswerCallbackQuery():
            if method.text and work.is_typed_press:
                work.send(bodies.message(bot.id, escape(method.text), work.now))
            elif method.text:
                work.toast({"text": method.text, "show_alert": bool(method.show_alert)})
            return True
        case methods.SendChatAction():
            return True
        case _:
            _refuse(method, f"{method.__api_method__} is not known here")
    return _message(bot, work, work.send(body).number, body)


def _send_below(bot: Bot, work: UnitOfWork, method: methods.EditMessageText, before: Body) -> Message:
    """What would change the window above the typed words stands below them, and the window loses its buttons."""
    work.edit(method.message_id or 0, {**_without(before, "reply_markup"), "edit_date": int(work.now.timestamp())})
    body = _said(bot, work, _text(method, method.text), method.reply_markup)
    return _message(bot, work, work.send(body).number, body)


async def _send_media(bot: Bot, work: UnitOfWork, method: methods.SendPhoto | methods.SendDocument) -> Message:
    kind, name = ("photo", method.photo) if isinstance(method, methods.SendPhoto) else ("document", method.document)
    caption = _caption(method, method.caption, method.parse_mode)
    body = _said(bot, work, {**await _file(work, method, kind, name), **caption}, method.reply_markup)
    return _message(bot, work, work.send(body).number, body)


async def _edit_media(bot: Bot, work: UnitOfWork, method: methods.EditMessageMedia) -> Message:
    new = method.media
    if not isinstance(new, InputMediaPhoto | InputMediaDocument):
        _refuse(method, "unsupported media")
    body = _without(
        await _shown(work, method, method.message_id),
        "text",
        "entities",
        "photo",
        "document",
        "caption",
        "caption_entities",
    )
    return _edit(
        bot,
        work,
        method,
        {**body, **await _file(work, method, new.type, new.media), **_caption(method, new.caption, new.parse_mode)},
    )


async def _file(work: UnitOfWork, method: TelegramMethod[Any], kind: str, name: object) -> Body:
    body = await media.attach(work, kind, str(name))
    return body if body is not None else _refuse(method, "wrong file identifier/HTTP URL specified")


async def _shown(work: UnitOfWork, method: TelegramMethod[Any], message: int | None) -> Body:
    body = await work.shown(message or 0)
    if body is None:
        _refuse(method, "message to edit not found")
    if not body["from"]["is_bot"]:
        _refuse(method, "message can't be edited")
    return body


def _edit(bot: Bot, work: UnitOfWork, method: Any, body: Body) -> Message:
    new = {**_without(body, "reply_markup", "edit_date"), **_keyboard(method, method.reply_markup)}
    if new == _without(body, "edit_date") and isinstance(method, methods.EditMessageReplyMarkup):
        _refuse(method, "message is not modified: specified new message content and reply markup are exactly the same")
    new["edit_date"] = int(work.now.timestamp())
    work.edit(method.message_id, new)
    return _message(bot, work, method.message_id, new)


def _said(bot: Bot, work: UnitOfWork, content: Body, keyboard: object) -> Body:
    return {**bodies.head(bot.id, work.now), **content, **_keyboard(None, keyboard)}


def _text(method: Any, html: str | None) -> Body:
    text, entities = _read(method, html or "", method.parse_mode)
    if not text.strip():
        _refuse(method, "message text is empty")
    if markup.length(text) > MAX_TEXT_LENGTH:
        _refuse(method, "message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def _caption(method: Any, html: str | None, parse_mode: object) -> Body:
    if not html:
        return {}
    text, entities = _read(method, html, parse_mode)
    if markup.length(text) > MAX_CAPTION_LENGTH:
        _refuse(method, "message caption is too long")
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


def _read(method: Any, html: str, parse_mode: object) -> tuple[str, list[markup.Entity]]:
    """Text is limited HTML unless the method disables the parse mode."""
    if parse_mode is None:
        return html, []
    try:
        return markup.read(html)
    except markup.UnreadableMarkup as error:
        _refuse(method, str(error))


def _keyboard(method: Any, keyboard: object) -> Body:
    if not isinstance(keyboard, InlineKeyboardMarkup) or not keyboard.inline_keyboard:
        return {}
    for row in keyboard.inline_keyboard:
        for button in row:
            if (
                button.callback_data is not None
                and not 1 <= len(button.callback_data.encode()) <= MAX_BUTTON_DATA_BYTES
            ):
                _refuse(method, "BUTTON_DATA_INVALID")
    return {"reply_markup": keyboard.model_dump(mode="json", exclude_none=True)}


def _without(body: Body, *keys: str) -> Body:
    return {key: value for key, value in body.items() if key not in keys}


def _message(bot: Bot, work: UnitOfWork, number: int, body: Body) -> Message:
    chat = {"id": work.chat, "type": "private"}
    return Message.model_validate({**body, "message_id": number, "chat": chat}, context={"bot": bot})


def _refuse(method: Any, why: str) -> NoReturn:
    """aiogram and aiogram-dialog match on these texts, so they are worded exactly as the Bot API's."""
    raise TelegramBadRequest(method=method, message=f"Bad Request: {why}")
