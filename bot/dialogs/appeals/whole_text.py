"""The whole of what an appeal's window can only show the beginning of: its text, and long notes."""

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.kbd import Button

from appeals import phrases, reading_service
from bot.dialogs.context import asked
from bot.dialogs.widgets import Label


def button() -> Button:
    """For a window whose getter says whether the appeal ``is_shortened``."""
    return Button(Label("看全文"), id="whole", on_click=_show, when="is_shortened")


async def _show(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    """As messages of their own; the window follows below."""
    it = asked(manager)
    view = await reading_service.look(it.session, it.person, manager.dialog_data["appeal"], it.house.terms)
    assert callback.message is not None
    for piece in phrases.whole(view):
        await callback.message.answer(piece)
    manager.show_mode = ShowMode.SEND
