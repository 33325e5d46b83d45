"""/start: home, wherever one was; behind a link, what the link is for."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs import links
from bot.dialogs.people import codes
from bot.dialogs.states import start_home

OpensItem = Callable[[DialogManager, int], Awaitable[None]]


async def begin(openers: Mapping[str, OpensItem], manager: DialogManager, payload: str, show: ShowMode) -> None:
    """``openers`` open an item by its number, by the kind that a link names."""
    match links.read(payload, openers):
        case links.WithCode(code):
            await codes.use_code(manager, code)
        case links.ToItem(kind, number):
            await openers[kind](manager, number)
        case None:
            await start_home(manager, show)
