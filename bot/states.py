"""Every window of every dialog, and the one way to open each dialog."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from people.accounts import Offer
from people.words import masked_name


class Home(StatesGroup):
    menu = State()


class Settings(StatesGroup):
    menu = State()
    language = State()


class TakeLeave(StatesGroup):
    dates = State()
    substitute = State()


class MyChats(StatesGroup):
    code = State()
    offered = State()
    declined = State()
    where = State()
    which = State()
    sure = State()
    joined = State()


class Profile(StatesGroup):
    consent = State()
    name = State()
    phone = State()
    hours = State()


class AddEnterprise(StatesGroup):
    name = State()
    code = State()


class FileAppeal(StatesGroup):
    text = State()
    photos = State()
    category = State()
    place = State()
    unit = State()
    integrity = State()
    summary = State()
    change = State()
    enterprise = State()
    filed = State()


class MyAppeals(StatesGroup):
    list = State()
    one = State()
    not_solved = State()
    rate = State()
    comment = State()
    withdraw = State()
    thanks = State()


class Tasks(StatesGroup):
    list = State()
    one = State()
    contact = State()
    path = State()
    path_until = State()
    resolve = State()
    done = State()


class Desk(StatesGroup):
    list = State()
    one = State()
    search = State()
    choose = State()
    assigned = State()


class FindUnit(StatesGroup):
    ask = State()
    results = State()
    one = State()


async def start_home(manager: DialogManager, show: ShowMode = ShowMode.AUTO) -> None:
    await _open(manager, Home.menu, None, show)


async def start_settings(manager: DialogManager, show: ShowMode = ShowMode.SEND) -> None:
    await _open(manager, Settings.menu, None, show)


async def start_take_leave(manager: DialogManager) -> None:
    """Above the settings, which then show the leave."""
    await manager.start(TakeLeave.dates)


async def start_my_chats(
    manager: DialogManager,
    window: State,
    *,
    code: str = "",
    offer: Offer | None = None,
    chat: int | None = None,
    show: ShowMode = ShowMode.EDIT,
) -> None:
    """``code``: the one just made; ``offer``: somebody's code just looked at; ``chat``: the one to be let go."""
    offered = {"digest": offer.digest, "name": masked_name(offer.maker.name)} if offer else {}
    await _open(manager, window, {"code": code, "chat": chat, **offered}, show)


async def start_language(manager: DialogManager) -> None:
    await _open(manager, Settings.language, None, ShowMode.SEND)


async def start_profile(manager: DialogManager) -> None:
    """Above the dialog that needs it; ends with True when name and consent are given."""
    await manager.start(Profile.consent)


async def start_add_enterprise(manager: DialogManager) -> None:
    """Above the dialog that needs it; ends with the enterprise's number."""
    await manager.start(AddEnterprise.name)


async def start_file_appeal(
    manager: DialogManager,
    *,
    text: str = "",
    files: tuple[str, ...] = (),
    unit: int | None = None,
    show: ShowMode = ShowMode.SEND,
) -> None:
    """With a text, straight to the summary; without one, step by step."""
    await _open(manager, FileAppeal.text, {"text": text, "files": list(files), "unit": unit}, show)


async def start_my_appeals(
    manager: DialogManager, appeal: int | None = None, window: State | None = None, show: ShowMode = ShowMode.SEND
) -> None:
    await _open(manager, window or (MyAppeals.one if appeal else MyAppeals.list), {"appeal": appeal}, show)


async def start_tasks(
    manager: DialogManager, appeal: int | None = None, window: State | None = None, show: ShowMode = ShowMode.SEND
) -> None:
    await _open(manager, window or (Tasks.one if appeal else Tasks.list), {"appeal": appeal}, show)


async def start_desk(
    manager: DialogManager, appeal: int | None = None, window: State | None = None, show: ShowMode = ShowMode.SEND
) -> None:
    await _open(manager, window or (Desk.one if appeal else Desk.list), {"appeal": appeal}, show)


async def start_find_unit(
    manager: DialogManager, query: str = "", unit: int | None = None, show: ShowMode = ShowMode.SEND
) -> None:
    window = FindUnit.one if unit is not None else FindUnit.results if query else FindUnit.ask
    await _open(manager, window, {"query": query, "unit": unit}, show)


async def _open(manager: DialogManager, window: State, data: dict[str, Any] | None, show: ShowMode) -> None:
    """In place of whatever was open. ``SEND`` leaves what stands higher up in the chat as it was said."""
    await manager.start(window, data=data, mode=StartMode.RESET_STACK, show_mode=show)
