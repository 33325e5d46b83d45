"""The person's stored details, to view and change: name, telephone, enterprises, leave, language."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from bot.dialogs import choices, ways
from bot.dialogs.context import context, set_person, start_value
from bot.dialogs.directory.states import start_add_enterprise
from bot.dialogs.listening import listening
from bot.dialogs.people import my_chats, take_leave
from bot.dialogs.people.states import MyChats, Settings, start_hours, start_my_chats, start_profile, start_take_leave
from bot.dialogs.states import start_home
from bot.dialogs.widgets import Label, Say, Shown
from directory import enterprise_service
from directory import leave_service as leaves
from people import service as people
from people.words import masked_phone
from texts.speech import Markup, say

LANGUAGES = (("zh", "中文"), ("en", "English"))


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    person = ctx.person
    known = await enterprise_service.represented(ctx.session, person.id)
    phone = Markup(masked_phone(person.phone) if person.phone else say("没有留"))
    lines = [
        say("<b>我的资料</b>"),
        say("姓名：{name}", name=person.name or Markup(say("还没有填"))),
        say("电话：{phone}", phone=phone),
    ]
    if person.hours:
        lines.append(say("方便接听：{hours}", hours=person.hours))
    if known:
        lines.append(say("企业：{names}", names="、".join(one.name for one in known)))
    for post in person.posts:
        unit = await ctx.unit_name(post.unit)
        lines.append(say("职务：{unit}　{title}", unit=unit, title=post.title or post.name))
    leave, specialist = take_leave.in_words(ctx), bool(leaves.specialists_posts(person))
    lines += [leave] if leave else []
    return {
        "me": "\n".join(lines),
        "languages": LANGUAGES,
        "may_be_called": bool(person.phone),
        "may_leave": specialist and not leave,
        "on_leave": bool(leave),
    }


async def _profile(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_profile(manager)


async def _enterprise(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_add_enterprise(manager)


async def _hours(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_hours(manager)


async def _leave(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_take_leave(manager)


async def _back(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    ctx = context(manager)
    set_person(manager, await leaves.end(ctx.session, ctx.person))


async def _elsewhere(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await my_chats.open_code(manager)


async def _where(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_my_chats(manager, MyChats.where)


async def _language(_: CallbackQuery, __: Any, manager: DialogManager, language: str) -> None:
    await speak(manager, language, ShowMode.AUTO)


async def speak(manager: DialogManager, language: str, show: ShowMode) -> None:
    """From now on in this language."""
    ctx = context(manager)
    set_person(manager, await people.choose_language(ctx.session, ctx.person, language))
    await start_home(manager, show)


async def _open(_: Any, manager: DialogManager) -> None:
    """Goes on to the leave that was asked for in words."""
    said = start_value(manager, "leave")
    if said and leaves.specialists_posts(context(manager).person):
        await start_take_leave(manager, said)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Shown("me"),
            Row(
                Button(Label("修改姓名电话"), id="profile", on_click=_profile),
                Button(Label("添加企业"), id="enterprise", on_click=_enterprise),
            ),
            Button(Label("方便接电话的时间"), id="hours", on_click=_hours, when="may_be_called"),
            Row(
                Button(Label("在别处也用"), id="elsewhere", on_click=_elsewhere),
                Button(Label("消息发到哪里"), id="where", on_click=_where),
            ),
            Button(Label("我要休假"), id="leave", on_click=_leave, when="may_leave"),
            Button(Label("结束休假"), id="back_at_work", on_click=_back, when="on_leave"),
            Row(SwitchTo(Label("语言 / Language"), id="language", state=Settings.language), ways.home()),
            listening(),
            state=Settings.menu,
            getter=_getter,
        ),
        Window(
            Say("请选择语言。Please choose your language."),
            choices.column("lang", "languages", _language),
            ways.home(),
            state=Settings.language,
            getter=_getter,
        ),
        on_start=_open,
    )
