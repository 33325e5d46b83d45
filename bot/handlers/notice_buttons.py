"""Buttons under notices: pressed minutes or weeks after they were said, whatever dialog is open by then."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_dialog import DialogManager

from appeals import buttons, reasons, words
from appeals import service as appeals
from appeals.buttons import Press
from appeals.view import View
from bot.dialogs.appeals.states import MyAppeals, Tasks, start_desk, start_my_appeals, start_tasks
from bot.dialogs.context import asked
from bot.dialogs.widgets import plain

Handler = Callable[[CallbackQuery, DialogManager, int, int | None], Awaitable[None]]


def router() -> Router:
    pressed = Router(name="notice buttons")
    pressed.callback_query.register(_pressed, _is_ours)
    return pressed


async def _is_ours(callback: CallbackQuery) -> bool:
    try:
        buttons.read(callback.data or "")
    except ValueError:
        return False
    return True


async def _pressed(callback: CallbackQuery, dialog_manager: DialogManager) -> None:
    press, appeal, value = buttons.read(callback.data or "")
    await _HANDLERS[press](callback, dialog_manager, appeal, value)


async def _mine(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    await start_my_appeals(manager, appeal)


async def _task(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    await start_tasks(manager, appeal)


async def _desk(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    await start_desk(manager, appeal)


async def _assign(callback: CallbackQuery, manager: DialogManager, appeal: int, unit: int | None) -> None:
    """One tap: to the unit that was suggested."""
    it = asked(manager)
    view = await appeals.assign(it.session, it.person, appeal, unit or 0, it.house.practice, it.now)
    await callback.answer(plain(reasons.assigned_in_short(view)))
    if isinstance(callback.message, Message):
        await callback.message.edit_reply_markup(reply_markup=_only_look(view))


def _only_look(view: View) -> InlineKeyboardMarkup:
    """What is left of a notice's buttons once it has been acted upon."""
    rows = words.look_at_desk(view)
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    )


async def _contacted(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    await start_tasks(manager, appeal, Tasks.contact)


async def _path(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    await start_tasks(manager, appeal, Tasks.path)


async def _resolved(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    await start_tasks(manager, appeal, Tasks.resolve)


async def _solved(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    it = asked(manager)
    await appeals.confirm(it.session, it.person, appeal, it.house.practice, it.now)
    await start_my_appeals(manager, appeal, MyAppeals.rate)


async def _unsolved(_: CallbackQuery, manager: DialogManager, appeal: int, __: int | None) -> None:
    await start_my_appeals(manager, appeal, MyAppeals.not_solved)


_HANDLERS: dict[Press, Handler] = {
    Press.MINE: _mine,
    Press.TASK: _task,
    Press.DESK: _desk,
    Press.ASSIGN: _assign,
    Press.CONTACTED: _contacted,
    Press.PATH: _path,
    Press.RESOLVED: _resolved,
    Press.SOLVED: _solved,
    Press.UNSOLVED: _unsolved,
}
