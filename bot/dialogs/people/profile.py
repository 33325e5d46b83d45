"""The person's details: consent to the privacy notice, name, telephone, convenient hours, one question at a time."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs import choices, ways
from bot.dialogs.context import context, set_person
from bot.dialogs.kinds import typed
from bot.dialogs.people.states import Profile
from bot.dialogs.widgets import Label, Say
from people import service as people
from texts.speech import sentence, translated

HOURS = (
    sentence("工作日 9:00–12:00"),
    sentence("工作日 14:00–17:30"),
    sentence("工作日全天"),
    sentence("随时都可以"),
)


AGREED = {"同意", "我同意", "好", "好的", "可以", "行", "是", "是的", "agree", "i agree", "yes", "ok"}


async def _open(_: Any, manager: DialogManager) -> None:
    """Skip consent if already given; resume at the telephone if the dialog was left there."""
    person = context(manager).person
    if person.consented_at is not None:
        broke_off = bool(person.name) and not person.is_introduced
        await manager.switch_to(Profile.phone if broke_off else Profile.name)


async def _agree(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _go_on_agreed(manager)


async def _agree_typed(message: Message, __: MessageInput, manager: DialogManager) -> None:
    """Some people type their consent; for any other text the question is shown again."""
    if (message.text or "").lower().strip("。.!！ ") in AGREED:
        await _go_on_agreed(manager)


async def _go_on_agreed(manager: DialogManager) -> None:
    ctx = context(manager)
    set_person(manager, await people.give_consent(ctx.session, ctx.person, ctx.now))
    await manager.next()


async def _name(message: Message, __: MessageInput, manager: DialogManager) -> None:
    ctx = context(manager)
    set_person(manager, await people.give_name(ctx.session, ctx.person, message.text or ""))
    await manager.next()


async def _phone(message: Message, __: MessageInput, manager: DialogManager) -> None:
    ctx = context(manager)
    set_person(manager, await people.give_phone(ctx.session, ctx.person, message.text or ""))
    await manager.next()


async def _withhold(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    ctx = context(manager)
    set_person(manager, await people.withhold_phone(ctx.session, ctx.person))
    await manager.done(result=True)


async def _hours(_: CallbackQuery, __: Any, manager: DialogManager, index: str) -> None:
    await _keep_hours(manager, translated(HOURS[int(index)]))


async def _hours_typed(message: Message, __: MessageInput, manager: DialogManager) -> None:
    await _keep_hours(manager, message.text or "")


async def _keep_hours(manager: DialogManager, hours: str) -> None:
    ctx = context(manager)
    set_person(manager, await people.give_hours(ctx.session, ctx.person, hours))
    await manager.done(result=True)


async def _hours_getter(**_: Any) -> dict[str, Any]:
    return {"hours": [(index, translated(words)) for index, words in enumerate(HOURS)]}


async def _consent_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"office_name": context(dialog_manager).services.office.name}


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say(
                "先说明一下：您留下的姓名、电话和诉求内容，只给{office_name}和承办单位用来联系您、办理您的事，"
                "不作他用；随时可以发送 /privacy 查看说明。\n\n<b>您同意吗？</b>"
            ),
            Button(Label("同意，继续"), id="agree", on_click=_agree),
            ways.cancel("不同意，返回"),
            MessageInput(_agree_typed, filter=typed),
            state=Profile.consent,
            getter=_consent_getter,
        ),
        Window(
            Say("怎么称呼您？请输入姓名。"),
            MessageInput(_name, filter=typed),
            ways.cancel(),
            state=Profile.name,
        ),
        Window(
            Say("请留一个联系电话，专员好打给您。手机或带区号的固话都可以。"),
            MessageInput(_phone, filter=typed),
            Button(Label("不留电话，只在这里联系我"), id="withhold", on_click=_withhold),
            ways.back(),
            state=Profile.phone,
        ),
        Window(
            Say("什么时候方便接电话？"),
            choices.column("hours", "hours", _hours),
            MessageInput(_hours_typed, filter=typed),
            ways.back(),
            state=Profile.hours,
            getter=_hours_getter,
        ),
        on_start=_open,
    )
