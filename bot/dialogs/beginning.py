"""/start: opens home, or with a link's payload whatever the link refers to."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs import links
from bot.dialogs.people import codes
from bot.dialogs.states import start_home

OpensItem = Callable[[DialogManager, int], Awaitable[None]]


async def begin(openers: Mapping[str, OpensItem], manager: DialogManager, payload: str, show: ShowMode) -> None:
    """``openers``: by the kind named in a link, the function that opens an item by its number."""
    match links.read(payload, openers):
        case links.WithCode(code):
            await codes.use_code(manager, code)
        case links.ToItem(kind, number):
            await openers[kind](manager, number)
        case None:
            await start_home(manager, show)
