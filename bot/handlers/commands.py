"""Commands: each starts something, and leads out of any open dialog."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import context
from bot.dialogs.menu import MENU
from bot.dialogs.menu_item import MenuItem
from people.access import require


def router() -> Router:
    commands = Router(name="commands")
    for item in MENU:
        commands.message.register(_opening(item), Command(item.name, ignore_mention=True))
    return commands


def _opening(item: MenuItem) -> Callable[[Message, CommandObject, DialogManager], Awaitable[None]]:
    async def opening(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
        if item.needs is not None:
            require(context(dialog_manager).person, item.needs)
        await item.opens(dialog_manager, command.args or "", ShowMode.SEND)

    return opening
