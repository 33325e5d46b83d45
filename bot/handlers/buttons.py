"""Buttons under notifications: they work at any time, whatever dialog is open by then."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.dialogs.pressing import Handler, Handlers
from outbox import buttons
from outbox.buttons import Press


def router(subjects: Mapping[str, Handlers]) -> Router:
    """``subjects`` maps the letter at the start of a button's data to the handlers of that subject."""

    def taken(press: Press) -> Handler | None:
        return subjects.get(press.subject, {}).get(press.act)

    async def is_ours(callback: CallbackQuery) -> bool:
        try:
            return taken(buttons.read(callback.data or "")) is not None
        except ValueError:
            return False

    async def pressed(callback: CallbackQuery, dialog_manager: DialogManager) -> None:
        press = buttons.read(callback.data or "")
        handler = taken(press)
        assert handler is not None  # is_ours has checked this
        await handler(callback, dialog_manager, press)

    under_messages = Router(name="buttons")
    under_messages.callback_query.register(pressed, is_ours)
    return under_messages
