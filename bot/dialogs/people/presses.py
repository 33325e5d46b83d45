"""The buttons under messages about a person's chats, and what they do when pressed."""

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.context import context
from bot.dialogs.people import linking
from bot.dialogs.people.buttons import Act
from bot.dialogs.people.states import MyChats, start_my_chats
from bot.dialogs.pressing import Handlers
from bot.dialogs.states import start_home
from bot.dialogs.widgets import plain
from outbox.buttons import Press
from texts.speech import say


async def _link(callback: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await linking.link(context(manager), press.number)
    await _done(callback, say("接上了，两边现在都能用。"))


async def _refuse(callback: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await linking.refuse(context(manager), press.number)
    await _done(callback, say("好的，没有接上，绑定码也作废了。"))


async def _start(_: CallbackQuery, manager: DialogManager, __: Press) -> None:
    await start_home(manager, ShowMode.SEND)


async def _unlink(_: CallbackQuery, manager: DialogManager, __: Press) -> None:
    await start_my_chats(manager, MyChats.sure, chat=context(manager).chat, show=ShowMode.SEND)


async def _done(callback: CallbackQuery, toast: str) -> None:
    await callback.answer(plain(toast))
    if isinstance(callback.message, Message):
        await callback.message.edit_reply_markup(reply_markup=None)


HANDLERS: Handlers = {Act.LINK: _link, Act.REFUSE: _refuse, Act.START: _start, Act.UNLINK: _unlink}
