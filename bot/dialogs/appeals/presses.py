"""Handlers of the buttons under messages about an appeal."""

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_dialog import DialogManager

from appeals import reading_service, reasons, words
from appeals import service as appeals
from appeals.buttons import Act
from appeals.progress import Status
from appeals.view import View
from bot.dialogs.appeals.states import MyAppeals, Tasks, start_my_appeals, start_tasks, start_triage
from bot.dialogs.context import context
from bot.dialogs.pressing import Handlers
from bot.dialogs.widgets import plain
from outbox.buttons import Press


async def _mine(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await start_my_appeals(manager, press.number)


async def _task(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await start_tasks(manager, press.number)


async def _triage(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await start_triage(manager, press.number)


async def _assign(callback: CallbackQuery, manager: DialogManager, press: Press) -> None:
    """Assign the appeal to the suggested unit with one tap."""
    ctx = context(manager)
    view = await appeals.assign(ctx.session, ctx.person, press.number, press.value or 0, ctx.services.policy, ctx.now)
    await callback.answer(plain(reasons.assigned_in_short(view.lead, view.choice)))
    if isinstance(callback.message, Message):
        await callback.message.edit_reply_markup(reply_markup=_only_look(view))


def _only_look(view: View) -> InlineKeyboardMarkup:
    """The buttons that remain under a notification once it has been acted upon."""
    rows = words.look_at_triage(view)
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    )


async def _contacted(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await start_tasks(manager, press.number, Tasks.contact)


async def _path(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await start_tasks(manager, press.number, Tasks.path)


async def _resolved(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await start_tasks(manager, press.number, Tasks.resolve)


async def _solved(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    ctx = context(manager)
    await appeals.confirm(ctx.session, ctx.person, press.number, ctx.services.policy, ctx.now)
    await start_my_appeals(manager, press.number, MyAppeals.rate)


async def _unsolved(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    await start_my_appeals(manager, press.number, MyAppeals.not_solved)


async def _reply(_: CallbackQuery, manager: DialogManager, press: Press) -> None:
    """The window of the appeal says that it is over, if it is."""
    ctx = context(manager)
    view = await reading_service.look(ctx.session, ctx.person, press.number, ctx.services.deadline_rules)
    is_over = view.progress.status is Status.CLOSED
    await start_my_appeals(manager, press.number, None if is_over else MyAppeals.supplement)


HANDLERS: Handlers = {
    Act.MINE: _mine,
    Act.TASK: _task,
    Act.TRIAGE: _triage,
    Act.ASSIGN: _assign,
    Act.CONTACTED: _contacted,
    Act.PATH: _path,
    Act.RESOLVED: _resolved,
    Act.SOLVED: _solved,
    Act.UNSOLVED: _unsolved,
    Act.REPLY: _reply,
}
