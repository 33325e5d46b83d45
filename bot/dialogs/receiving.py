"""Photos and files for the appeal being filed: taken as they come, whatever its window asks at that moment."""

from typing import Any, cast

from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.entities import Context
from aiogram_dialog.api.internal import STORAGE_KEY

from bot.dialogs.filing import file_of
from bot.states import FileAppeal
from texts.refused import Refused
from texts.speech import say

MOST_FILES = 9
TAKING_FILES = (FileAppeal.photos, FileAppeal.summary)  # their windows answer for themselves


def keep(files: list[str], message: Message) -> None:
    if len(files) >= MOST_FILES:
        raise Refused(say("一次最多 {most} 个文件，已经收满了。其余的可以在办理时再给专员。", most=MOST_FILES))
    files.append(file_of(message))


def is_answered(message: Message, manager: DialogManager) -> bool:
    """Whether it is one more of an album: its first photo was answered for all of them."""
    album = message.media_group_id
    return album is not None and album == manager.current_stack().last_income_media_group_id


async def add_to_open(message: Message, manager: DialogManager) -> bool:
    """Add it to the appeal that is being filed while something else is asked. False if that is not so."""
    filing = await _being_filed(manager)
    if filing is None or manager.current_context().state in TAKING_FILES:
        return False
    keep(cast(dict[str, Any], filing.dialog_data).setdefault("files", []), message)
    if filing is not manager.current_context():
        await manager.middleware_data[STORAGE_KEY].save_context(filing)
    if not is_answered(message, manager):
        await message.answer(say("收到了，会和这件诉求一起提交。"))
        await manager.show(ShowMode.DELETE_AND_SEND)  # what was asked before still stands, and stands below
    return True


async def _being_filed(manager: DialogManager) -> Context | None:
    if not manager.has_context():
        return None
    here = manager.current_context()
    for name in reversed(manager.current_stack().intents):
        open_dialog = here if name == here.id else await manager.middleware_data[STORAGE_KEY].load_context(name)
        if open_dialog.state.group is FileAppeal and open_dialog.state != FileAppeal.filed:
            return open_dialog
    return None
