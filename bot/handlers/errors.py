"""Dialogs that no longer exist or cannot be read: explain it and start again, keeping what was written."""

import re

from aiogram import Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from appeals import reading_service
from appeals.access import AppealNotFound
from bot.dialogs.appeals import saved_draft
from bot.dialogs.context import context
from bot.dialogs.situation import shown
from bot.dialogs.states import start_home
from bot.dialogs.widgets import plain
from bot.engine.unit_of_work import current
from texts.speech import say

WINDOW_BUTTON = re.compile(r"[^\x1d]+\x1d\w+")  # not a choice from a list, nor a button under a notification


def router() -> Router:
    lost = Router(name="errors")
    lost.errors.register(_begin_anew, ExceptionTypeFilter(UnknownIntent, OutdatedIntent, UnknownState))
    lost.errors.register(_lost_appeal, ExceptionTypeFilter(AppealNotFound))
    return lost


async def _lost_appeal(event: ErrorEvent, dialog_manager: DialogManager) -> None:
    """The window's appeal was taken away meanwhile: nobody stays in a window in which nothing works any more."""
    ctx, appeal, pressed = context(dialog_manager), shown(dialog_manager), event.update.callback_query
    is_of_window = pressed is None or WINDOW_BUTTON.fullmatch(pressed.data or "")
    if appeal is None or not is_of_window or await reading_service.may_receive(ctx.session, appeal, ctx.person):
        raise event.exception
    if pressed:
        await pressed.answer(plain(str(event.exception)), show_alert=True)
    elif event.update.message:
        await event.update.message.answer(str(event.exception))
    await start_home(dialog_manager, ShowMode.SEND)


async def _begin_anew(event: ErrorEvent, dialog_manager: DialogManager) -> None:
    if callback := event.update.callback_query:
        await callback.answer(plain(say("这个按钮已经过时了，请用最新的一条消息。")), show_alert=True)
        if not isinstance(event.exception, UnknownState):
            return
    await saved_draft.recover(dialog_manager, await current().forget_dialogs())
    await start_home(dialog_manager, ShowMode.SEND)
