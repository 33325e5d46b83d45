"""Words typed while an appeal is written that were not written into it: a button does so after all."""

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs.appeals import filing
from bot.dialogs.appeals.states import FileAppeal
from bot.dialogs.widgets import Label

MIN_CHARS = 4  # shorter words are not worth a button


def keep(manager: DialogManager, text: str) -> None:
    """Offer to write the words in, until others are kept or the text is written anew."""
    if manager.current_context().state.group is FileAppeal and len(text) >= MIN_CHARS:
        manager.dialog_data["unwritten"] = text


def forget(manager: DialogManager) -> None:
    manager.dialog_data.pop("unwritten", None)


async def _write_in(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    if text := manager.dialog_data.pop("unwritten", ""):
        await filing.add(manager, text)


def button() -> Button:
    """For a window whose getter returns ``unwritten``, in short."""
    return Button(Label("把「{unwritten}」写进诉求"), id="write_in", on_click=_write_in, when="unwritten")
