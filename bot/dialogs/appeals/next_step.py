"""Which window of the filing dialog comes next."""

from aiogram_dialog import DialogManager

from bot.dialogs.appeals import filing
from bot.dialogs.appeals.states import FileAppeal
from bot.dialogs.context import context
from bot.dialogs.directory.states import start_add_enterprise
from bot.dialogs.people.states import start_profile


async def proceed(manager: DialogManager) -> None:
    """Go to the next information that is missing, or to the summary if nothing is."""
    data = manager.dialog_data
    if data.get("integrity") and data.get("confidential") is None:
        await manager.switch_to(FileAppeal.integrity)
    elif filing.should_ask_unit(data):
        await manager.switch_to(FileAppeal.unit)
    elif not context(manager).person.is_introduced:
        await start_profile(manager, data.pop("line", ""), is_confidential=bool(data.get("confidential")))
    elif not await filing.choose_enterprise(manager):
        await start_add_enterprise(manager)
    else:
        await manager.switch_to(FileAppeal.summary)


async def onward(manager: DialogManager) -> None:
    """Return to the summary if it was opened from there, otherwise go to the next step."""
    if manager.dialog_data.get("changing"):
        await proceed(manager)
    else:
        await manager.next()
