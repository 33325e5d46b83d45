"""Bot API methods as called here: parameters are sent unchanged, results are returned as plain JSON.

aiogram's own methods would parse every result into a Message, which costs more than sending it.
"""

from typing import Any

from aiogram import Bot
from aiogram.methods import Response, TelegramMethod

from bot.channels.telegram import refusals

TIMEOUT_SECONDS = 20  # Telegram normally answers in well under one


async def ask(
    bot: Bot, call: "Call", seconds: float = TIMEOUT_SECONDS, account: str = "", *, account_wide: bool = False
) -> Any:
    """Telegram's result. Every failure is raised as a TransportError, see ``refusals.to_transport_error``."""
    try:
        return await bot(call, request_timeout=seconds)  # type: ignore[arg-type]  # aiohttp takes parts of seconds
    except refusals.FAILURES as error:
        raise refusals.to_transport_error(error, account, account_wide=account_wide) from error


class Call(TelegramMethod[Any]):
    """Every keyword argument becomes a parameter of the call."""

    __returning__ = Any


class SendMessage(Call):
    __api_method__ = "sendMessage"


class SendPhoto(Call):
    __api_method__ = "sendPhoto"


class SendDocument(Call):
    __api_method__ = "sendDocument"


class EditMessageText(Call):
    __api_method__ = "editMessageText"


class EditMessageMedia(Call):
    __api_method__ = "editMessageMedia"
    media: dict[str, Any]


class EditMessageReplyMarkup(Call):
    __api_method__ = "editMessageReplyMarkup"


class DeleteMessage(Call):
    __api_method__ = "deleteMessage"


class AnswerCallbackQuery(Call):
    __api_method__ = "answerCallbackQuery"
    callback_query_id: str


class GetFile(Call):
    __api_method__ = "getFile"
    file_id: str


class SetMyCommands(Call):
    __api_method__ = "setMyCommands"
    commands: list[dict[str, str]]


ANSWER = Response[Any]  # pydantic drops a type that nothing refers to, and building it again takes milliseconds
