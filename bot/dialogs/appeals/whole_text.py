"""Shows in full what an appeal's window abbreviates: its text and long notes."""

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.kbd import Button

from appeals import phrases
from bot.dialogs.appeals.looking import look
from bot.dialogs.widgets import Label


def button() -> Button:
    """For a window whose getter returns ``is_shortened``."""
    return Button(Label("看全文"), id="whole", on_click=_show, when="is_shortened")


async def _show(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    """Send it as separate messages; the window follows below."""
    view = await look(manager)
    assert callback.message is not None
    for piece in phrases.full_text_messages(view):
        await callback.message.answer(piece)
    manager.show_mode = ShowMode.SEND
