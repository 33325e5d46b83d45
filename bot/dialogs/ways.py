"""The buttons for back, cancel and home, the same in every window."""

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.kbd import Back, Button, Cancel, SwitchTo

from bot.dialogs.states import start_home
from bot.dialogs.widgets import Label
from texts.speech import sentence

HOME = sentence("返回首页")
CANCEL = sentence("取消")


async def _go_home(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_home(manager, ShowMode.EDIT)


def home(label: str = HOME) -> Button:
    return Button(Label(label), id="home", on_click=_go_home)


def back(to: State | None = None) -> Any:
    return Back(Label("上一步")) if to is None else SwitchTo(Label("返回"), id="back", state=to)


def cancel(label: str = CANCEL) -> Cancel:
    return Cancel(Label(label))
