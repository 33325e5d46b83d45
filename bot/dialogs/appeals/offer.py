"""A question that is no complaint: who can answer it, and the offer to have a specialist answer."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs import ways
from bot.dialogs.appeals.states import Offer, start_file_appeal
from bot.dialogs.context import context, start_value
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say, Shown
from directory import service as directory
from people.words import written_phone
from texts.speech import say

MAX_UNITS = 2


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    found = directory.suggest(await ctx.directory(), start_value(dialog_manager, "text"), await ctx.learned())
    office = ctx.services.office
    lines = [
        say("• <b>{unit}</b>：{phone}", unit=unit.name, phone=written_phone(unit.phone))
        for unit in found.candidates[:MAX_UNITS]
        if unit.phone
    ]
    return {"units": "\n".join(lines), "known": bool(lines), "office": office.name, "phone": office.phone}


async def _file(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_file_appeal(manager, text=start_value(manager, "text"), show=ShowMode.EDIT)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("这件事可以直接问：", when="known"),
            Shown("units", when="known"),
            Say("这件事可以打{office}电话 {phone} 问。", when=lambda data, *_: not data["known"]),
            Say("\n要不要请专员答复您？"),
            Button(Label("请专员答复"), id="file", on_click=_file),
            ways.home("不用了"),
            listening(),
            state=Offer.question,
            getter=_getter,
        )
    )
