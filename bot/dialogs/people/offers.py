"""What an invitation and a linking code have in common: the person confirms or refuses, or the offer has lapsed."""

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs import ways
from bot.dialogs.listening import listening
from bot.dialogs.states import start_home
from bot.dialogs.widgets import Label, Shown, plain
from people.codes import Declined
from texts.speech import translated


async def decline(manager: DialogManager, why: Declined, lapsed: State) -> None:
    """Say why the offer that was confirmed does not hold any more."""
    manager.dialog_data["why"] = why.text
    await manager.switch_to(lapsed)


def lapsed_window(state: State) -> Window:
    return Window(Shown("why"), ways.home(), listening(), state=state, getter=_why)


def not_me(answer: str) -> Button:
    """Refuses the offer: ``answer`` says that nothing has changed."""

    async def leave_it(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
        await callback.answer(plain(translated(answer)))
        await start_home(manager, ShowMode.EDIT)

    return Button(Label("不是我，取消"), id="leave_it", on_click=leave_it)


async def _why(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"why": dialog_manager.dialog_data["why"]}
