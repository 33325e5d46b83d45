"""Commands, however they are typed: each starts something, and leads out of any open dialog."""

import re
import unicodedata
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import context
from bot.dialogs.menu import MENU
from bot.dialogs.menu_item import MenuItem
from bot.dialogs.people.codes import exists, is_known
from bot.dialogs.situation import wants_text
from people.access import require
from people.codes import code_within, is_written
from texts.folding import folded
from texts.speech import translated

# Also as Chinese keyboards write them: "／start", "、tasks", "/HELP", "/appeal路灯坏了"; in groups with a mention.
COMMAND = re.compile(r"\s*[/／、\\]\s?([A-Za-zＡ-Ｚａ-ｚ]+)(?:@\w+)?\s*(.*)", re.DOTALL)
COUNT = re.compile(r"\s*\(.*?\)")  # "我的待办（2）", folded
MAX_LABEL_CHARS = 24
ITEMS = {item.name: item for item in MENU}


def router() -> Router:
    commands = Router(name="commands")
    commands.message.register(_open, _command)
    return commands


async def _command(message: Message) -> dict[str, Any] | bool:
    """The menu's item and the words after it, if the text is one of its commands, or may be a code alone."""
    text = message.text or ""
    if is_written(text):
        return {"item": ITEMS["join"], "words": text}
    if code := code_within(text):
        return {"item": ITEMS["join"], "words": code}
    found = COMMAND.fullmatch(text)
    item = ITEMS.get(unicodedata.normalize("NFKC", found[1]).lower()) if found else _labelled(text)
    return {"item": item, "words": found[2].strip() if found else ""} if item else False


def _labelled(text: str) -> MenuItem | None:
    """The item on whose button these words stand, wherever they are typed."""
    said = folded(text, MAX_LABEL_CHARS + 1).strip(" .。!！")
    return next((one for one in MENU if one.label and _without_count(translated(one.label)) == said), None)


def _without_count(label: str) -> str:
    return COUNT.sub("", folded(label, 2 * MAX_LABEL_CHARS))


async def _open(message: Message, item: MenuItem, words: str, dialog_manager: DialogManager) -> None:
    """What looks like a code is one only if it is known, and not where the window takes any text. One that stands alone
    may be meant as one although it is not."""
    ctx, text = context(dialog_manager), message.text or ""
    is_code = is_written(words) and not text.startswith("/")
    knows = is_known if words == text else exists
    if is_code and (wants_text(dialog_manager) or not await knows(ctx, words)):
        raise SkipHandler
    if item.name == "appeal" and not words and wants_text(dialog_manager):  # one is being written already
        raise SkipHandler
    if item.needs is not None:
        require(ctx.person, item.needs)
    await item.opens(dialog_manager, words, ShowMode.SEND)
