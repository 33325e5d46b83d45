"""The appeal that a dialog is about, as the person may see it."""

from aiogram_dialog import DialogManager

from appeals import reading_service
from appeals.view import View
from bot.dialogs.context import asked


async def look(manager: DialogManager) -> View:
    it, number = asked(manager), manager.dialog_data["appeal"]
    return await reading_service.look(it.session, it.person, number, it.house.terms)
