"""The home window, and how any dialog is opened."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode


class Home(StatesGroup):
    menu = State()


async def start_home(manager: DialogManager, show: ShowMode = ShowMode.AUTO) -> None:
    await open_dialog(manager, Home.menu, None, show)


async def open_dialog(manager: DialogManager, window: State, data: dict[str, Any] | None, show: ShowMode) -> None:
    """Replaces all open dialogs. ``SEND`` leaves the earlier messages of the chat unchanged."""
    await manager.start(window, data=data, mode=StartMode.RESET_STACK, show_mode=show)
