"""What is offered: a specialist's answer to a question, passing thanks on, filing several matters one by one."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button

from appeals import reading_service
from bot.dialogs import ways
from bot.dialogs.appeals import meant, saved_draft
from bot.dialogs.appeals.states import Offer, start_file_appeal
from bot.dialogs.context import context, start_value
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say, Shown
from directory import service as directory
from people.words import written_phone
from texts.lines import shortened
from texts.speech import say

MAX_UNITS = 2
MATTER_CHARS = 60


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, number, lead = context(dialog_manager), "", None
    current = await ctx.directory()
    if appeal := start_value(dialog_manager, "appeal"):
        view = await reading_service.look(ctx.session, ctx.person, appeal, ctx.services.deadline_rules)
        number, lead = view.appeal.number, current.by_name.get(view.lead)
    found = directory.suggest(current, start_value(dialog_manager, "text"), await ctx.learned())
    office = ctx.services.office
    units = dict.fromkeys([*([lead] if lead else []), *found.candidates])
    lines = [
        say("• <b>{unit}</b>：{phone}", unit=unit.name, phone=written_phone(unit.phone))
        for unit in list(units)[:MAX_UNITS]
        if unit.phone
    ]
    return {
        "units": "\n".join(lines),
        "known": bool(lines),
        "office": office.name,
        "phone": office.phone,
        "number": number,
    }


async def _file(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_file_appeal(manager, text=start_value(manager, "text"), show=ShowMode.EDIT)


async def _ask_handler(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await meant.supplement(manager, meant.Word(start_value(manager, "appeal"), None, start_value(manager, "text")))


async def _thanks_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, appeal = context(dialog_manager), start_value(dialog_manager, "appeal")
    view = await reading_service.look(ctx.session, ctx.person, appeal, ctx.services.deadline_rules)
    return {"unit": view.lead, "passed": bool(dialog_manager.dialog_data.get("passed"))}


async def _pass_on(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    text, number = start_value(manager, "text"), start_value(manager, "appeal")
    if not manager.dialog_data.get("passed"):
        await meant.pass_on(manager, meant.Word(number, None, text))
    manager.dialog_data["passed"] = True


async def _several_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    matters = start_value(dialog_manager, "matters")
    listed = [f"{place}. {shortened(matter, MATTER_CHARS)}" for place, matter in enumerate(matters, start=1)]
    return {"count": len(matters), "matters": "\n".join(listed)}


async def _apart(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await saved_draft.drop_text(start_value(manager, "text"))
    first, *later = start_value(manager, "matters")
    await start_file_appeal(manager, text=first, later=later, show=ShowMode.EDIT)


async def _together(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    text, matters = start_value(manager, "text"), start_value(manager, "matters")
    await start_file_appeal(manager, text=text, matters=matters, show=ShowMode.EDIT)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("这件事可以直接问：", when="known"),
            Shown("units", when="known"),
            Say("这件事可以打{office}电话 {phone} 问。", when=lambda data, *_: not data["known"]),
            Say("\n要不要请专员答复您？"),
            Button(Label("问办理 {number} 的专员"), id="ask_handler", on_click=_ask_handler, when="number"),
            Button(Label("请专员答复"), id="file", on_click=_file),
            ways.home("不用了"),
            listening(),
            state=Offer.question,
            getter=_getter,
        ),
        Window(
            Say("不客气，这是我们该做的。要把这句话转给{unit}吗？", when=lambda data, *_: not data["passed"]),
            Say("转过去了。", when="passed"),
            Button(Label("转给对方"), id="pass", on_click=_pass_on, when=lambda data, *_: not data["passed"]),
            ways.home("不用了"),
            listening(),
            state=Offer.thanks,
            getter=_thanks_getter,
        ),
        Window(
            Say("听起来是 {count} 件事：\n{matters}\n\n分开提交，各找各的单位，办得更快。分开吗？"),
            Button(Label("分开提交"), id="apart", on_click=_apart),
            Button(Label("合在一起提交"), id="together", on_click=_together),
            ways.home("先不提交"),
            listening(),
            state=Offer.several,
            getter=_several_getter,
        ),
    )
