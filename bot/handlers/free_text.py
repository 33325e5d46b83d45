"""What is said when nothing was asked: a sentence is an appeal to be, a photo the beginning of one."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput

from appeals.draft import readable
from bot import states
from bot.dialogs.filing import file_of
from bot.widgets import plain
from texts.speech import say

SHORTEST = 4  # characters; less is a greeting or a slip, not an appeal
GREETINGS = {
    "你好", "您好", "在吗", "在么", "有人吗", "谢谢", "多谢", "好的", "收到", "知道了", "谢谢您", "辛苦了",
    "hello", "hi", "ok", "thanks", "thank you", "good morning", "help", "帮助",
}  # fmt: skip


def router() -> Router:
    rest = Router(name="free text")
    rest.message.register(_heard)
    rest.callback_query.register(_stale)
    return rest


def listening() -> MessageInput:
    """For a window that asks nothing: whatever is said there begins something new."""

    async def hear(message: Message, _: MessageInput, manager: DialogManager) -> None:
        await _heard(message, manager)

    return MessageInput(hear)


async def _heard(message: Message, dialog_manager: DialogManager) -> None:
    if message.photo or message.document:
        await _file(message, dialog_manager)
        return
    text = readable(message.text or "")
    if text.startswith("/"):
        await message.answer(say("没有这个命令。发送 /help 看看我能做什么。"))
    elif len(text) < SHORTEST or text.lower().strip("!！。.~？? ") in GREETINGS:
        await states.start_home(dialog_manager, ShowMode.SEND)
    else:
        await states.start_file_appeal(dialog_manager, text=text)


async def _file(message: Message, manager: DialogManager) -> None:
    """A photo first: keep it, and ask what it is about; its caption may say so already."""
    caption = readable(message.caption) if message.caption else ""
    await states.start_file_appeal(manager, text=caption, files=(file_of(message),))


async def _stale(callback: CallbackQuery) -> None:
    await callback.answer(plain(say("这个按钮已经过时了，请用最新的一条消息，或发送 /start。")), show_alert=True)
