"""The appeals that a number, a name, digits or words find for this person."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button

from appeals import phrases, search_service
from appeals.view import Line
from bot.dialogs import choices, ways
from bot.dialogs.appeals import by_link
from bot.dialogs.appeals.states import FoundAppeals, start_file_appeal, start_found_appeals
from bot.dialogs.context import context, start_value
from bot.dialogs.directory.states import start_find_unit
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say, plain
from texts.lines import shortened

QUERY_CHARS = 40


async def show(manager: DialogManager, query: str, text: str) -> None:
    """What ``query`` finds; the only one is opened at once. ``text``: what was typed, which may be filed as well."""
    await _show(manager, await _search(manager, query), query, text)


async def show_if_any(manager: DialogManager, text: str) -> bool:
    """The same, but only if there is something to show."""
    found = await _search(manager, text)
    if found:
        await _show(manager, found, text, text)
    return bool(found)


async def _show(manager: DialogManager, found: list[Line], query: str, text: str) -> None:
    if len(found) == 1:
        await by_link.open_appeal(manager, found[0].id)
    else:
        await start_found_appeals(manager, query, text)


async def _search(manager: DialogManager, query: str) -> list[Line]:
    ctx = context(manager)
    return await search_service.search(ctx.session, ctx.person, query, ctx.services.deadline_rules)


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    query = start_value(dialog_manager, "query")
    found = await _search(dialog_manager, query)
    return {
        "query": shortened(query, QUERY_CHARS),
        "count": len(found),
        "appeals": [(line.id, _label(line)) for line in found],
    }


def _label(line: Line) -> str:
    known = (plain(phrases.status_of_line(line)), line.number[-5:], line.enterprise, line.head)
    return "｜".join(part for part in known if part)


async def _pick(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    await by_link.open_appeal(manager, int(number))


async def _units(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_find_unit(manager, query=start_value(manager, "query"), show=ShowMode.EDIT)


async def _file(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_file_appeal(manager, text=start_value(manager, "text"), show=ShowMode.EDIT)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("和「{query}」有关的诉求有 {count} 件：", when="count"),
            Say("没有找到和「{query}」有关的诉求。", when=lambda data, *_: not data["count"]),
            choices.pages("one", "appeals", _pick),
            Button(Label("按单位、专员找"), id="units", on_click=_units),
            Button(Label("这是一件新的事，要提交"), id="file", on_click=_file),
            ways.home(),
            listening(),
            state=FoundAppeals.list,
            getter=_getter,
        )
    )
