"""The home menu: what this person can do here, one tap away."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Row

from appeals import reading
from bot.dialogs.appeals.states import start_desk, start_file_appeal, start_my_appeals, start_tasks
from bot.dialogs.context import asked
from bot.dialogs.directory.states import start_find_unit
from bot.dialogs.listening import listening
from bot.dialogs.people.states import start_settings
from bot.dialogs.states import Home
from bot.dialogs.widgets import Label, Say, Shown
from people.model import SPECIALISTS, Person, Role
from texts.speech import say


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    it = asked(dialog_manager)
    person = it.person
    works = bool(person.roles & {*SPECIALISTS, Role.DISCIPLINE, Role.LEADER})
    return {
        "greeting": _greeting(person, it.house.office.name),
        "staff": len(person.roles) > 1,
        "is_new": not person.name,
        "specialist": works,
        "office": person.has(Role.OFFICE),
        "tasks": await reading.count_tasks(it.session, person) if works else 0,
        "waiting": await reading.count_unassigned(it.session) if person.has(Role.OFFICE) else 0,
    }


def _greeting(person: Person, office: str) -> str:
    if person.name:
        return say("{name}，您好！这里是{office}的服务助手「亲清」。", name=person.name, office=office)
    return say("您好！这里是{office}的服务助手「亲清」。", office=office)


async def _file(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_file_appeal(manager, show=ShowMode.EDIT)


async def _mine(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_my_appeals(manager, show=ShowMode.EDIT)


async def _find(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_find_unit(manager, show=ShowMode.EDIT)


async def _settings(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_settings(manager, show=ShowMode.EDIT)


async def _tasks(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_tasks(manager, show=ShowMode.EDIT)


async def _desk(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_desk(manager, show=ShowMode.EDIT)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Shown("greeting"),
            Say(
                "遇到困难，直接用一句话告诉我就行，比如「办环评跑了三趟还没办下来」。"
                "我会找到负责的单位，盯着它按时给您答复。",
                when="is_new",
            ),
            Say("有什么要办的，直接告诉我，或点下面的按钮。", when=lambda data, *_: not data["is_new"]),
            Button(Label("我的待办（{tasks}）"), id="tasks", on_click=_tasks, when="specialist"),
            Button(Label("交办台（待交办 {waiting}）"), id="desk", on_click=_desk, when="office"),
            Row(
                Button(Label("提交诉求"), id="file", on_click=_file),
                Button(Label("我的诉求"), id="mine", on_click=_mine),
            ),
            Row(
                Button(Label("找单位"), id="find", on_click=_find),
                Button(Label("我的资料"), id="settings", on_click=_settings),
            ),
            listening(),
            state=Home.menu,
            getter=_getter,
        )
    )
