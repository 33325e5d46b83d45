"""/start: home, wherever one was; behind a link, what the link is for."""

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs import links
from bot.dialogs.appeals import by_link
from bot.dialogs.directory.states import start_find_unit
from bot.dialogs.people import codes
from bot.dialogs.states import start_home


async def begin(manager: DialogManager, payload: str, show: ShowMode) -> None:
    match links.read(payload):
        case links.WithCode(code):
            await codes.use_code(manager, code)
        case links.ToAppeal(number):
            await by_link.open_appeal(manager, number)
        case links.ToUnit(number):
            await start_find_unit(manager, unit=number)
        case None:
            await start_home(manager, show)
