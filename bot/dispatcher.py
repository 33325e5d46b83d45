"""All routers and dialogs in one dispatcher. The same one serves every channel."""

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram_dialog import setup_dialogs

from bot.dialogs import (
    add_enterprise,
    desk,
    file_appeal,
    find_unit,
    home,
    my_appeals,
    my_chats,
    profile,
    settings,
    take_leave,
    tasks,
)
from bot.engine import intents
from bot.engine.session import LogSession
from bot.engine.storage import StateStorage
from bot.handlers import commands, edited, errors, free_text, notice_buttons, unasked, unreadable
from bot.house import House

TOKEN = "1:inside"  # noqa: S105  aiogram wants one; nothing leaves the house with it


def build(house: House) -> tuple[Dispatcher, Bot]:
    dispatcher = Dispatcher(storage=StateStorage(), events_isolation=SimpleEventIsolation(), house=house)
    dispatcher.include_routers(
        commands.router(),  # before the dialogs: a command is a way out of each of them
        notice_buttons.router(),
        unreadable.router(),
        edited.router(),
        unasked.router(),  # before the dialogs: their windows pass over what they did not ask for
        home.dialog(),
        profile.dialog(),
        add_enterprise.dialog(),
        file_appeal.dialog(),
        my_appeals.dialog(),
        tasks.dialog(),
        desk.dialog(),
        find_unit.dialog(),
        settings.dialog(),
        take_leave.dialog(),
        my_chats.dialog(),
        free_text.router(),
        errors.router(),
    )
    setup_dialogs(dispatcher)
    intents.install()
    bot = Bot(TOKEN, session=LogSession(), default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    return dispatcher, bot
