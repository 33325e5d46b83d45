"""Finding a unit: the question, likely matches, and one unit as the office publishes it."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row

from bot.dialogs import choices, links, ways
from bot.dialogs.appeals.states import start_file_appeal
from bot.dialogs.context import context, start_value
from bot.dialogs.directory.states import FindUnit
from bot.dialogs.kinds import typed
from bot.dialogs.widgets import Label, Say, Shown
from directory import service as directory
from directory.english import in_chinese
from directory.model import Directory, Unit
from directory.reason import Reason
from directory.words import in_words
from people.model import SPECIALISTS, Role
from people.words import written_phone
from texts.speech import Markup, say

MIN_SENTENCE_CHARS = 6  # characters; a query this long without results may be an appeal rather than a name


async def _open(_: Any, manager: DialogManager) -> None:
    unit = start_value(manager, "unit")
    if query := start_value(manager, "query"):
        await _find(manager, query)
    else:
        manager.dialog_data.update(query=await context(manager).unit_name(unit), unit=unit)


async def _search(message: Message, _: MessageInput, manager: DialogManager) -> None:
    await _find(manager, await _in_chinese(manager, message.text or ""))


async def _in_chinese(manager: DialogManager, query: str) -> str:
    """What an English query asks for, in the words of the directory."""
    chinese = in_chinese(query, await context(manager).directory())
    return query if chinese == query else chinese.partition("，")[0]


async def told(manager: DialogManager, query: str) -> str:
    """The unit that ``query`` clearly means, as the office publishes it; "" if it is not clear."""
    current = await context(manager).directory()
    found = directory.find(current, await _in_chinese(manager, query))
    return _described(current, found[0].unit) if directory.is_clear(found) else ""


async def _find(manager: DialogManager, query: str) -> None:
    """Show the unit if it is clear which one is meant, otherwise offer the likely ones."""
    found = directory.find(await context(manager).directory(), query)
    clear = directory.is_clear(found)
    manager.dialog_data.update(query=query, unit=found[0].unit.id if clear else None)
    manager.dialog_data["why"] = found[0].why.to_json() if clear else None
    await manager.switch_to(FindUnit.one if clear else FindUnit.results)


async def _pick(_: CallbackQuery, __: Any, manager: DialogManager, unit: str) -> None:
    manager.dialog_data.update(unit=int(unit), why=None)
    await manager.switch_to(FindUnit.one)


async def _file(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_file_appeal(manager, unit=manager.dialog_data["unit"], show=ShowMode.EDIT)


async def _file_these_words(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_file_appeal(manager, text=manager.dialog_data["query"], show=ShowMode.EDIT)


async def _results_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    found = directory.find(await ctx.directory(), dialog_manager.dialog_data["query"])
    labels: dict[int, str] = {}
    lines = []
    for match in found:
        name = f"{match.unit.name}｜{match.person.name}" if match.person else match.unit.name
        if labels.setdefault(match.unit.id or 0, name) == name:
            lines.append(say("• <b>{unit}</b>：{why}", unit=name, why=Markup(in_words(match.why))))
    fileable = not labels and len(dialog_manager.dialog_data["query"]) >= MIN_SENTENCE_CHARS
    page = f"{ctx.services.public_url}{links.SPECIALISTS}" if ctx.services.public_url and not labels else ""
    return {
        "units": list(labels.items()),
        "none": not labels,
        "lines": "\n".join(lines),
        "page": page,
        "fileable": fileable,
    }


async def _one_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    current = await context(dialog_manager).directory()
    unit, why = current.by_id.get(dialog_manager.dialog_data["unit"]), dialog_manager.dialog_data.get("why")
    return {
        "unit": _described(current, unit) if unit else say("这个单位已经不在名录里了。"),
        "found": unit is not None,
        "why": say("\n<i>{why}</i>", why=Markup(in_words(Reason.from_json(why)))) if why else "",
    }


def _described(current: Directory, unit: Unit) -> str:
    lines = [say("<b>{name}</b>", name=unit.name)]
    if unit.duties:
        lines.append(say("管：{duties}", duties="、".join(unit.duties[:8])))
    if unit.address:
        lines.append(say("地址：{address}", address=unit.address))
    if unit.hours:
        lines.append(say("时间：{hours}", hours=unit.hours))
    if unit.phone:
        lines.append(say("电话：{phone}", phone=written_phone(unit.phone)))
    officials = current.of(unit.name, *SPECIALISTS)
    if officials:
        lines.append(say("\n<b>为企服务专员</b>"))
    for one in officials:
        kind = say("首席专员") if one.role is Role.CHIEF else say("具办专员")
        lines.append(say("{name}　{kind}　{phone}", name=one.name, kind=Markup(kind), phone=written_phone(one.phone)))
    return "\n".join(lines)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("找哪个单位或哪位专员？名称、简称、要办的事都可以，比如「市监局」「办营业执照」。"),
            MessageInput(_search, filter=typed),
            ways.home(),
            state=FindUnit.ask,
        ),
        Window(
            Say("您找的是？不对就换个说法再输入。", when=lambda data, *_: not data["none"]),
            Say("没有找到。请换个说法试试，比如要办的事、单位简称。", when="none"),
            Shown("lines"),
            Say('全部单位和专员：<a href="{page}">{page}</a>', when="page"),
            choices.column("unit", "units", _pick),
            Button(Label("把这句话作为诉求提交"), id="file_words", on_click=_file_these_words, when="fileable"),
            MessageInput(_search, filter=typed),
            ways.home(),
            state=FindUnit.results,
            getter=_results_getter,
        ),
        Window(
            Shown("unit"),
            Shown("why"),
            Button(Label("向这个单位提诉求"), id="file", on_click=_file, when="found"),
            MessageInput(_search, filter=typed),
            Row(ways.back(FindUnit.results), ways.home()),
            state=FindUnit.one,
            getter=_one_getter,
        ),
        on_start=_open,
    )
