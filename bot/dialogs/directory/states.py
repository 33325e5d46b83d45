"""The windows about units and enterprises, and functions that open each dialog."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.states import open_dialog

INDIVIDUAL = 0  # instead of an enterprise's id: the person has none, or not yet


class AddEnterprise(StatesGroup):
    name = State()
    code = State()
    sure = State()


class FindUnit(StatesGroup):
    ask = State()
    results = State()
    one = State()


async def start_add_enterprise(manager: DialogManager) -> None:
    """Opens on top of the current dialog; its result is the enterprise's id, or ``INDIVIDUAL``."""
    await manager.start(AddEnterprise.name)


async def start_find_unit(
    manager: DialogManager, query: str = "", unit: int | None = None, show: ShowMode = ShowMode.SEND
) -> None:
    window = FindUnit.one if unit is not None else FindUnit.results if query else FindUnit.ask
    await open_dialog(manager, window, {"query": query, "unit": unit}, show)
