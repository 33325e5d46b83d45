"""Commands, however they are typed: each starts something, and leads out of any open dialog."""

import re
import unicodedata
from typing import Any

from aiogram import Router
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import context
from bot.dialogs.menu import MENU
from bot.dialogs.menu_item import MenuItem
from people import codes
from people.access import require

# Also as Chinese keyboards write them: "／start", "、tasks", "/HELP", "/appeal路灯坏了"; in groups with a mention.
COMMAND = re.compile(r"\s*[/／、\\]\s?([A-Za-zＡ-Ｚａ-ｚ]+)(?:@\w+)?\s*(.*)", re.DOTALL)
ITEMS = {item.name: item for item in MENU}


def router() -> Router:
    commands = Router(name="commands")
    commands.message.register(_open, _command)
    return commands


async def _command(message: Message) -> dict[str, Any] | bool:
    """The menu's item and the words after it, if the text is one of its commands. A code alone is meant to be used."""
    if codes.is_written(message.text or ""):
        return {"item": ITEMS["join"], "words": message.text}
    found = COMMAND.fullmatch(message.text or "")
    item = ITEMS.get(unicodedata.normalize("NFKC", found[1]).lower()) if found else None
    return {"item": item, "words": found[2].strip()} if found and item else False


async def _open(message: Message, item: MenuItem, words: str, dialog_manager: DialogManager) -> None:
    if item.needs is not None:
        require(context(dialog_manager).person, item.needs)
    await item.opens(dialog_manager, words, ShowMode.SEND)
