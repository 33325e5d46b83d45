"""Connection to Telegram's Bot API: address, proxy, timeouts, and getUpdates with raw results."""

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
    """getUpdates returning raw JSON: parsed as aiogram's types, one malformed update would fail the whole batch."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int
    allowed_updates: list[str]


# pydantic drops a generic type when nothing refers to it, and takes milliseconds to build it again.
_METHODS: tuple[Any, ...] = (RawUpdates, GetMe, GetWebhookInfo, SetWebhook, DeleteWebhook)
_RESPONSES = [Response[method.__returning__] for method in _METHODS]  # type: ignore[name-defined]  # a type known at run time


def connect(settings: TelegramSection) -> Bot:
    """A bot that calls Telegram. Nothing is sent before the first call; ``bot.session.close()`` closes it."""
    session = AiohttpSession(
        proxy=settings.proxy or None,
        limit=MAX_CONNECTIONS,
        api=TelegramAPIServer.from_base(settings.api_base),
        timeout=TIMEOUT_SECONDS,
    )
    return Bot(settings.token, session=session)
