"""Dialogs that no longer exist or cannot be read: explain it and start again, keeping what was written."""

from aiogram import Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from bot.dialogs.appeals import saved_draft
from bot.dialogs.states import start_home
from bot.dialogs.widgets import plain
from bot.engine.unit_of_work import current
from texts.speech import say


def router() -> Router:
    lost = Router(name="errors")
    lost.errors.register(_begin_anew, ExceptionTypeFilter(UnknownIntent, OutdatedIntent, UnknownState))
    return lost


async def _begin_anew(event: ErrorEvent, dialog_manager: DialogManager) -> None:
    if callback := event.update.callback_query:
        await callback.answer(plain(say("这个按钮已经过时了，请用最新的一条消息。")), show_alert=True)
        if not isinstance(event.exception, UnknownState):
            return
    await saved_draft.recover(dialog_manager, await current().forget_dialogs())
    await start_home(dialog_manager, ShowMode.SEND)
