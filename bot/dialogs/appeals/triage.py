"""The office's triage: appeals to be assigned and in progress, one appeal, and assigning it to a unit."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from appeals import access, assignment_service, phrases, reading_service, reasons, words
from appeals import service as appeals
from appeals.progress import UNDER_WAY, WITH_UNIT, Status
from bot.dialogs import choices, ways
from bot.dialogs.appeals import attachments, concluding, whole_text
from bot.dialogs.appeals.looking import look
from bot.dialogs.appeals.states import Triage
from bot.dialogs.context import context, start_value
from bot.dialogs.kinds import typed
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say, Shown, plain
from directory import service as directory
from people.access import may

SHELVES = {"waiting": (Status.ASSIGN,), "in_hand": WITH_UNIT, "answers": (Status.ANSWER,)}


async def _open(_: Any, manager: DialogManager) -> None:
    found, shelf = start_value(manager, "found") or [], start_value(manager, "shelf") or "waiting"
    manager.dialog_data.update(appeal=start_value(manager, "appeal"), shelf=shelf, found=found)


async def _list_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, shelf = context(dialog_manager), dialog_manager.dialog_data["shelf"]
    lines = await reading_service.triage(ctx.session, ctx.person, SHELVES[shelf], ctx.services.deadline_rules)
    return {
        "appeals": [(line.id, plain(phrases.task_line(line, ctx.now))) for line in lines],
        "waiting": shelf == "waiting",
        "in_hand": shelf == "in_hand",
        "answers": shelf == "answers",
        "owed": await reading_service.count_unanswered(ctx.session) if shelf != "answers" else 0,
        "count": len(lines),
    }


async def _one_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, view = context(dialog_manager), await look(dialog_manager)
    suggested = view.appeal.suggested
    waits = view.progress.status is Status.ASSIGN and bool(view.text)
    in_hand = view.progress.status in UNDER_WAY
    accused = "、".join(view.unit_name(unit) for unit in view.appeal.accused)
    return {
        "details": phrases.details(view),
        "is_shortened": phrases.is_shortened(view),
        "contact": words.contact(view),
        "accused": accused if view.text else "",  # of a confidential appeal the office sees number and clock
        "left": phrases.time_left_phrase(view.progress, ctx.now),
        "timeline": phrases.timeline(view, ctx.services.deadline_rules),
        "suggested": view.unit_name(suggested),
        "proposed": "\n" + words.proposed(view) if waits and view.appeal.proposed else "",
        "offered": waits and suggested is not None,
        "assignable": in_hand and may(ctx.person, access.ASSIGN, access.protected(view.appeal, view.progress)),
        "files": len(view.files),
        "owes": concluding.owes(ctx.person, view),
    }


async def _shelf(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data["shelf"] = button.widget_id


async def _pick(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    manager.dialog_data["appeal"] = int(number)
    await manager.switch_to(Triage.one)


async def _assign_suggested(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    view = await look(manager)
    assert view.appeal.suggested is not None
    await _assign(manager, view.appeal.suggested)


async def _search(message: Message, _: MessageInput, manager: DialogManager) -> None:
    found = directory.find_units(await context(manager).directory(), message.text or "")
    manager.dialog_data["found"] = [[unit.id, unit.name] for unit in found]
    await manager.switch_to(Triage.choose)


async def _choose(_: CallbackQuery, __: Any, manager: DialogManager, unit: str) -> None:
    await _assign(manager, int(unit))


async def _assign(manager: DialogManager, unit: int) -> None:
    ctx, number = context(manager), manager.dialog_data["appeal"]
    view = await appeals.assign(ctx.session, ctx.person, number, unit, ctx.services.policy, ctx.now)
    manager.dialog_data.update(to=unit, choice=view.choice.to_json() if view.choice else None)
    await manager.switch_to(Triage.assigned)


async def _files(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await attachments.show(manager)


async def _choose_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    found, view = dialog_manager.dialog_data.get("found", []), await look(dialog_manager)
    return {"found": found, "none": not found, "number": view.appeal.number}


async def _assigned_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, data = context(dialog_manager), dialog_manager.dialog_data
    if "to" not in data:  # opened by a version that stored the sentence itself
        return {"said": data.get("said", "")}
    choice = await assignment_service.stored_choice(ctx.session, data["choice"])
    return {"said": reasons.assigned(await ctx.unit_name(data["to"]), choice)}


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("<b>待交办</b>　{count} 件", when="waiting"),
            Say("<b>在办</b>　{count} 件，快到期的在前", when="in_hand"),
            Say("<b>待答复</b>　{count} 件，二次办理后仍没有解决", when="answers"),
            choices.pages("one", "appeals", _pick),
            Button(Label("看待答复的（{owed}）"), id="answers", on_click=_shelf, when="owed"),
            Button(Label("看在办的"), id="in_hand", on_click=_shelf, when=lambda data, *_: not data["in_hand"]),
            Button(Label("看待交办的"), id="waiting", on_click=_shelf, when=lambda data, *_: not data["waiting"]),
            ways.home(),
            listening(),
            state=Triage.list,
            getter=_list_getter,
        ),
        Window(
            Shown("details"),
            Shown("contact", when="contact"),
            Say("\n反映的是<b>{accused}</b>，请勿交给该单位。", when="accused"),
            Say("\n<b>{left}</b>", when="left"),
            Shown("timeline"),
            Shown("proposed"),
            Button(Label("✓ 交办给 {suggested}"), id="suggested", on_click=_assign_suggested, when="offered"),
            SwitchTo(Label("选其他单位"), id="other", state=Triage.search, when="assignable"),
            concluding.button(Triage.conclude),
            whole_text.button(),
            Button(Label("看附件（{files}）"), id="files", on_click=_files, when="files"),
            Row(ways.back(Triage.list), ways.home()),
            listening(),
            state=Triage.one,
            getter=_one_getter,
        ),
        concluding.window(Triage.conclude, Triage.one),
        Window(
            Say("交给哪个单位？输入名称、简称或者要办的事。"),
            MessageInput(_search, filter=typed),
            ways.back(Triage.one),
            state=Triage.search,
        ),
        Window(
            Say("{number} 交给哪个单位？", when=lambda data, *_: not data["none"]),
            Say("没有找到，请换个说法再输入一次。", when="none"),
            choices.column("unit", "found", _choose),
            MessageInput(_search, filter=typed),
            ways.back(Triage.one),
            state=Triage.choose,
            getter=_choose_getter,
        ),
        Window(
            Shown("said"),
            SwitchTo(Label("下一件待交办"), id="next", state=Triage.list),
            SwitchTo(Label("查看这件"), id="see", state=Triage.one),
            ways.home(),
            listening(),
            state=Triage.assigned,
            getter=_assigned_getter,
        ),
        on_start=_open,
    )
