"""One dispatcher with everything that is listened to. The same one serves every channel."""

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

TOKEN = "1:inside"  # noqa: S105  aiogram wants one; nothing is sent with it


def build(routers: Iterable[Router], **known: Any) -> tuple[Dispatcher, Bot]:
    """``routers`` in the order in which they are asked; ``known`` is what each handler is given by name."""
    dispatcher = Dispatcher(storage=StateStorage(), events_isolation=SimpleEventIsolation(), **known)
    dispatcher.include_routers(*routers)
    setup_dialogs(dispatcher)
    intents.install()
    return dispatcher, Bot(TOKEN, session=LogSession(), default=DefaultBotProperties(parse_mode=ParseMode.HTML))
