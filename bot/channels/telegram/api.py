"""Telegram's Bot API as the bot calls it: the address, the way there, and how long an answer may take."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import DeleteWebhook, GetMe, GetWebhookInfo, SetWebhook
from aiogram.methods.base import Response, TelegramMethod

from bot.channels.telegram.settings import TelegramSection

TIMEOUT_SECONDS = 20.0
MAX_CONNECTIONS = 40


class RawUpdates(TelegramMethod[list[Any]]):
    """getUpdates as it comes: read as aiogram's types, one malformed update would make the whole batch unreadable."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int
    allowed_updates: list[str]


# pydantic keeps a generic type only while somebody refers to it, and takes milliseconds to make it anew.
_METHODS: tuple[Any, ...] = (RawUpdates, GetMe, GetWebhookInfo, SetWebhook, DeleteWebhook)
_RESPONSES = [Response[method.__returning__] for method in _METHODS]  # type: ignore[name-defined]  # a type known at run time


def connect(settings: TelegramSection) -> Bot:
    """The bot outside. Nothing is sent before the first call; ``bot.session.close()`` ends it."""
    session = AiohttpSession(
        proxy=settings.proxy or None,
        limit=MAX_CONNECTIONS,
        api=TelegramAPIServer.from_base(settings.api_base),
        timeout=TIMEOUT_SECONDS,
    )
    return Bot(settings.token, session=session)
