"""Texts and buttons that no open dialog expects."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager

from bot.dialogs import listening
from bot.dialogs.widgets import plain
from texts.speech import say


def router() -> Router:
    rest = Router(name="free text")
    rest.message.register(_heard)
    rest.callback_query.register(_stale)
    return rest


async def _heard(message: Message, dialog_manager: DialogManager) -> None:
    await listening.begin(message, dialog_manager)


async def _stale(callback: CallbackQuery) -> None:
    await callback.answer(plain(say("这个按钮已经过时了，请用最新的一条消息，或发送 /start。")), show_alert=True)
