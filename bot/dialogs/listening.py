"""Handles input that was not asked for: a text starts an appeal, and so does a photo."""

from aiogram import Router
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import CombinedInput, MessageInput

from appeals import at_hand_store
from appeals.draft import readable
from bot.dialogs.appeals.states import start_file_appeal, start_unsure
from bot.dialogs.context import context
from bot.dialogs.kinds import attached, file_of
from bot.dialogs.situation import shown
from bot.dialogs.states import start_home
from texts.refused import Refused
from texts.speech import say
from understanding.model import Kind

MAX_ASKED = 3  # appeals among which the person is asked
MIN_APPEAL_CHARS = 4  # characters; anything shorter is a greeting or a typo, not an appeal
GREETINGS = {
    "你好", "您好", "在吗", "在么", "有人吗", "谢谢", "多谢", "好的", "收到", "知道了", "谢谢您", "辛苦了",
    "hello", "hi", "ok", "thanks", "thank you", "good morning", "help", "帮助",
}  # fmt: skip


def listening() -> MessageInput:
    """For a window that asks nothing: any message there starts something new."""

    async def hear(message: Message, _: MessageInput, manager: DialogManager) -> None:
        await begin(message, manager)

    return MessageInput(hear)


def hear_files(router: Router) -> Router:
    """In every window of a dialog: a photo or file that the window does not take is never ignored."""
    for window in router.windows.values() if isinstance(router, Dialog) else ():
        assert isinstance(window, Window)
        asked = (window.on_message,) if window.on_message else ()
        window.on_message = CombinedInput(*asked, MessageInput(_unasked_file, filter=attached))
    return router


async def _unasked_file(message: Message, _: MessageInput, manager: DialogManager) -> None:
    if context(manager).person.posts:
        raise Refused(say("这一步只收文字，这个文件没有存下来。请把要紧的内容打字写下。"))
    await _file(message, manager)


async def begin(message: Message, manager: DialogManager) -> None:
    if message.photo or message.document:
        await _file(message, manager)
        return
    text = readable(message.text or "")
    if text.startswith("/"):
        await message.answer(say("没有这个命令。发送 /help 看看我能做什么。"))
    elif context(manager).person.posts and len(text) >= MIN_APPEAL_CHARS:
        await message.answer(say("这句话我没看懂。查诉求，发编号、企业或人名就行；要提交诉求，点「提交诉求」。"))
        await start_home(manager, ShowMode.SEND)
    elif len(text) < MIN_APPEAL_CHARS or text.lower().strip("!！。.~？? ") in GREETINGS:
        await start_home(manager, ShowMode.SEND)
    else:
        await start_file_appeal(manager, text=text)


async def _file(message: Message, manager: DialogManager) -> None:
    """A photo or file comes first: keep it and ask what it is about, unless its caption says so. It may belong to one
    of the person's open appeals, most likely to the one in the window."""
    caption = readable(message.caption) if message.caption else ""
    ctx, files = context(manager), (file_of(message),)
    open_appeals = [one.id for one in await at_hand_store.own(ctx.session, ctx.person)]
    if open_appeals:
        likely = sorted(open_appeals, key=lambda one: one != shown(manager))
        await start_unsure(manager, caption, Kind.SUPPLEMENT, likely[:MAX_ASKED], files)
    else:
        await start_file_appeal(manager, text=caption, files=files)
