"""Telegram as a transport: turns messages of the chat log into Bot API calls, and errors into TransportErrors."""

from contextlib import suppress
from typing import Any

from aiogram import Bot

from bot.channels.telegram import calls
from bot.channels.telegram.calls import TIMEOUT_SECONDS, Call
from bot.channels.telegram.files_out import FilesOut, Outgoing
from bot.channels.telegram.lengths import MAX_TOAST_LENGTH, fitting
from bot.channels.telegram.refusals import CallbackExpired, MessageTooOld, WrongContentType, WrongFileId, WrongPhotoId
from bot.channels.telegram.store import CHANNEL
from bot.delivery.transport import Rejected, TransportError
from bot.engine import markup
from chats.model import Body
from storage.database import Database
from storage.files import FileStore
from texts.speech import say, speaking

NO_PREVIEW = {"is_disabled": True}
UPLOAD_SECONDS = 90  # an upload through a slow proxy takes long


class TelegramTransport:
    """``to`` is "<bot id>:<Telegram's chat id>"; ``external_id`` is Telegram's message_id."""

    def __init__(self, bot: Bot, db: Database, files: FileStore, seconds: float = TIMEOUT_SECONDS) -> None:
        self.channel = CHANNEL
        self.account = f"{bot.id}:"
        self._bot = bot
        self._seconds = seconds
        self._files = FilesOut(db, files, f"{CHANNEL}:{bot.id}")

    def is_group(self, to: str) -> bool:
        return self._chat(to).startswith("-")

    async def send(self, to: str, body: Body) -> str:
        target = {"chat_id": self._chat(to)}
        # a chat stays within its own limit, so being asked to wait means that the bot as a whole is too fast
        account_wide = not self.is_group(to)
        if "text" in body:
            answer = await self._call(calls.SendMessage(**target, **_text(body)), account_wide=account_wide)
        else:
            answer = await self._send_file(target, body, account_wide=account_wide)
        return str(answer["message_id"])

    async def edit(self, to: str, external_id: str, body: Body) -> None:
        """Replace the whole message: text or media, caption and buttons, in one call."""
        target = {"chat_id": self._chat(to), "message_id": external_id}
        try:
            if "text" in body:
                await self._call(calls.EditMessageText(**target, **_text(body)))
            else:
                await self._edit_file(target, body)
        except WrongContentType:
            with suppress(TransportError):
                await self._call(calls.DeleteMessage(**target))
            raise

    async def delete(self, to: str, external_id: str) -> None:
        target = {"chat_id": self._chat(to), "message_id": external_id}
        try:
            await self._call(calls.DeleteMessage(**target))
        except MessageTooOld:  # it stays, but its buttons are removed
            with suppress(TransportError):
                await self._call(calls.EditMessageReplyMarkup(**target))
            raise

    async def answer(self, press: str, body: Body) -> None:
        text, _ = fitting(body.get("text", ""), [], MAX_TOAST_LENGTH)
        told = {"text": text, "show_alert": bool(body.get("show_alert"))} if text else {}
        with suppress(CallbackExpired):
            await self._call(calls.AnswerCallbackQuery(callback_query_id=press, **told))

    async def _send_file(self, target: dict[str, str], body: Body, *, account_wide: bool) -> Any:
        outgoing = await self._files.find(body)

        async def send(kind: str, file: Any) -> Any:
            call = calls.SendPhoto if kind == "photo" else calls.SendDocument
            content = {kind: file, **_caption(body), **_keyboard(body)}
            return await self._call(call(**target, **content), UPLOAD_SECONDS, account_wide=account_wide)

        answer = outgoing and await self._with_file(outgoing, send)
        return answer or await self._call(
            calls.SendMessage(**target, **await self._instead(body)), account_wide=account_wide
        )

    async def _edit_file(self, target: dict[str, str], body: Body) -> None:
        outgoing = await self._files.find(body)

        async def edit(kind: str, file: Any) -> Any:
            media = {"type": kind, "media": file, **_caption(body)}
            return await self._call(calls.EditMessageMedia(**target, media=media, **_keyboard(body)), UPLOAD_SECONDS)

        if not (outgoing and await self._with_file(outgoing, edit)):
            await self._call(calls.EditMessageText(**target, **await self._instead(body)))

    async def _with_file(self, outgoing: Outgoing, act: Any) -> Any:
        """Send by the stored id if there is one, otherwise upload; None if there is no content to upload."""
        if outgoing.external_id:
            try:
                return await act(outgoing.kind, outgoing.external_id)
            except WrongFileId:
                await self._files.forget(outgoing)
        content = await self._files.content(outgoing.file)
        if content is None:
            return None
        try:
            answer = await act(outgoing.kind, content)
        except WrongPhotoId:
            if outgoing.kind != "photo":
                raise
            answer = await act("document", content)
        await self._files.keep(outgoing.file, answer)
        return answer

    async def _instead(self, body: Body) -> Body:
        """A text replacing a file that cannot be shown now, followed by its caption."""
        name, language = await self._files.reader(body)
        with speaking(language):
            text, entities = markup.read(say("文件暂时打不开：{name}", name=name))
        if caption := body.get("caption"):
            text = f"{text}\n{caption}"
        return _text({"text": text, "entities": entities, **_keyboard(body)})

    async def _call(self, call: Call, seconds: float = 0, *, account_wide: bool = False) -> Any:
        return await calls.ask(self._bot, call, seconds or self._seconds, self.account, account_wide=account_wide)

    def _chat(self, to: str) -> str:
        return to.removeprefix(self.account)


def _text(body: Body) -> Body:
    text, entities = fitting(body["text"], body.get("entities", []))
    if not text.strip():
        raise Rejected("message text is empty")
    return {"text": text, "entities": entities, "link_preview_options": NO_PREVIEW, **_keyboard(body)}


def _caption(body: Body) -> Body:
    if not body.get("caption"):
        return {}
    return {"caption": body["caption"], "caption_entities": body.get("caption_entities", [])}


def _keyboard(body: Body) -> Body:
    return {"reply_markup": body["reply_markup"]} if body.get("reply_markup") else {}
