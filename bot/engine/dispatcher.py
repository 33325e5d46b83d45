"""Builds the one dispatcher that serves every channel."""

from collections.abc import Iterable
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram_dialog import setup_dialogs

from bot.engine import intents
from bot.engine.session import LogSession
from bot.engine.storage import StateStorage

TOKEN = "1:inside"  # noqa: S105  aiogram requires one; nothing is sent with it


def build(routers: Iterable[Router], **known: Any) -> tuple[Dispatcher, Bot]:
    """``routers`` in the order in which they are asked; ``known`` are values injected into handlers by name."""
    dispatcher = Dispatcher(storage=StateStorage(), events_isolation=SimpleEventIsolation(), **known)
    dispatcher.include_routers(*routers)
    setup_dialogs(dispatcher)
    intents.install()
    return dispatcher, Bot(TOKEN, session=LogSession(), default=DefaultBotProperties(parse_mode=ParseMode.HTML))
