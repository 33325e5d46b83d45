"""The home menu: what this person can do here, one tap away."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Row
from aiogram_dialog.widgets.text import Text

from bot.dialogs import choices
from bot.dialogs.appeals import filing, saved_draft
from bot.dialogs.appeals.states import start_file_appeal, start_several
from bot.dialogs.context import context
from bot.dialogs.listening import listening
from bot.dialogs.menu import MENU
from bot.dialogs.menu_item import MenuItem
from bot.dialogs.people.states import start_coming_back
from bot.dialogs.states import Home
from bot.dialogs.widgets import Label, Say, Shown
from people.model import Person
from texts.lines import shortened
from texts.speech import say, translated

MAX_DRAFT_CHARS, OLDER_CHARS = 120, 16  # characters of a draft; on the button of an older one
AT_HOME = [item for item in MENU if item.home]


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    mine = [item for item in AT_HOME if item.is_for(ctx.person)]
    drafts = await saved_draft.kept(dialog_manager)
    return {
        "greeting": _greeting(ctx.person, ctx.services.office.name),
        "is_new": not ctx.person.name,
        "may_come_back": not ctx.person.name and not ctx.person.posts,
        "counts": {item.name: await item.count(ctx.session, ctx.person) for item in mine if item.count},
        "draft": _written(drafts[0], MAX_DRAFT_CHARS) if drafts else "",
        "drafts": len(drafts),
        "older": [(one["started"], _written(one, OLDER_CHARS)) for one in drafts[1:]],
        **{item.name: True for item in mine},
    }


def _written(draft: Mapping[str, Any], most: int) -> str:
    return shortened(draft["text"], most) or say("（{count} 个照片或文件）", count=len(draft["files"]))


def _greeting(person: Person, office: str) -> str:
    if person.name:
        return say("{name}，您好！这里是{office}的服务助手「亲清」。", name=person.name, office=office)
    return say("您好！这里是{office}的服务助手「亲清」。", office=office)


class _Label(Text):
    def __init__(self, item: MenuItem) -> None:
        super().__init__()
        self.item = item

    async def _render_text(self, data: Mapping[str, Any], manager: DialogManager) -> str:
        return translated(self.item.label).format(count=data["counts"].get(self.item.name))


def _button(item: MenuItem) -> Button:
    async def on_click(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
        await item.opens(manager, "", ShowMode.EDIT)

    return Button(_Label(item), id=item.home, on_click=on_click, when=item.name)


async def _file_draft(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    if drafts := await saved_draft.kept(manager):
        await _go_on_with(manager, drafts[0])


async def _file_older(_: CallbackQuery, __: Any, manager: DialogManager, started: str) -> None:
    for draft in await saved_draft.kept(manager):
        if draft["started"] == started:
            await _go_on_with(manager, draft)


async def _go_on_with(manager: DialogManager, draft: Mapping[str, Any]) -> None:
    """A text with several matters that was not yet filed apart is asked about again."""
    files, started = tuple(draft["files"]), draft["started"]
    if not files and (matters := await filing.matters(manager, draft["text"])):
        await start_several(manager, draft["text"], matters, ShowMode.EDIT)
        return
    await start_file_appeal(manager, text=draft["text"], files=files, started=started, show=ShowMode.EDIT)


async def _drop_draft(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    if drafts := await saved_draft.kept(manager):
        await saved_draft.drop(drafts[0]["started"])


async def _come_back(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_coming_back(manager)


def dialog() -> Dialog:
    """Buttons only for staff come first, one per row, then everybody's, two per row."""
    work = [item for item in AT_HOME if item.needs]
    everybodys = [item for item in AT_HOME if not item.needs]
    return Dialog(
        Window(
            Shown("greeting"),
            Say(
                "遇到困难，直接用一句话告诉我就行，比如「办环评跑了三趟还没办下来」。"
                "我会找到负责的单位，盯着它按时给您答复。",
                when="is_new",
            ),
            Say("有什么要办的，直接告诉我，或点下面的按钮。", when=lambda data, *_: not data["is_new"]),
            Say("\n您有一份没写完的诉求：<i>{draft}</i>", when=lambda data, *_: data["drafts"] == 1),
            Say("\n您有 {drafts} 份没写完的诉求，最近的是：<i>{draft}</i>", when=lambda data, *_: data["drafts"] > 1),
            Button(Label("接着提交这件诉求"), id="draft", on_click=_file_draft, when="draft"),
            Button(Label("这份不要了"), id="no_draft", on_click=_drop_draft, when="draft"),
            Say("更早的也可以接着写：", when="older"),
            choices.column("older", "older", _file_older, when="older"),
            *map(_button, work),
            *(Row(*map(_button, everybodys[place : place + 2])) for place in range(0, len(everybodys), 2)),
            Button(Label("我以前提交过，换了手机"), id="come_back", on_click=_come_back, when="may_come_back"),
            listening(),
            state=Home.menu,
            getter=_getter,
        )
    )
