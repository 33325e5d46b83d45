"""Presses of buttons that the chat never had: whoever writes to the protocol can send any data."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.dialogs.widgets import plain
from bot.engine import keyboard
from bot.engine.unit_of_work import current
from chats import store as chats
from outbox import buttons
from texts.speech import say

MAX_EVENTS_SEARCHED = 200  # for a button whose message was deleted or edited since
LAST_EVENT = 2**31 - 1


def router() -> Router:
    """Asked before all others, so that no dialog has to expect what no button of its windows carries."""
    forged = Router(name="forged")
    forged.callback_query.register(_refused, _was_never_there)
    return forged


async def _was_never_there(callback: CallbackQuery) -> bool:
    """The buttons of subjects are always read: their numbers fit every database, and services refuse what may not be
    done. All others must be under the message, which comes from the chat log, or have been in that log recently."""
    try:
        buttons.read(callback.data or "")
    except ValueError:
        return not _is_under(callback) and not await _was_sent(callback.data)
    return False


def _is_under(callback: CallbackQuery) -> bool:
    markup = callback.message.reply_markup if isinstance(callback.message, Message) else None
    rows = markup.inline_keyboard if markup else []
    return any(button.callback_data == callback.data for row in rows for button in row)


async def _was_sent(data: str | None) -> bool:
    work = current()
    events = await chats.events_before(work.session, work.chat, LAST_EVENT, MAX_EVENTS_SEARCHED)
    return any(data == under for event in events for _, under in keyboard.buttons(event.body))


async def _refused(callback: CallbackQuery) -> None:
    await callback.answer(plain(say("这个按钮已经过时了，请用最新的一条消息，或发送 /start。")), show_alert=True)
