"""Loads the appeal that a dialog is about, as the person may see it."""

from aiogram_dialog import DialogManager

from appeals import reading_service
from appeals.view import View
from bot.dialogs.context import context


async def look(manager: DialogManager) -> View:
    ctx, number = context(manager), manager.dialog_data["appeal"]
    return await reading_service.look(ctx.session, ctx.person, number, ctx.services.deadline_rules)
