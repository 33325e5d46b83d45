"""Asks which enterprise the person represents: its name, and its credit code if it has one."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs import ways
from bot.dialogs.context import context
from bot.dialogs.directory.states import AddEnterprise
from bot.dialogs.kinds import typed
from bot.dialogs.widgets import Label, Say
from directory import enterprise_service


async def _name(message: Message, _: MessageInput, manager: DialogManager) -> None:
    manager.dialog_data["name"] = enterprise_service.readable_name(message.text or "")
    await manager.next()


async def _code(message: Message, _: MessageInput, manager: DialogManager) -> None:
    code, is_right = enterprise_service.readable_code(message.text or "")
    if is_right:
        await _add(manager, code)
        return
    manager.dialog_data["code"] = code
    await manager.switch_to(AddEnterprise.sure)


async def _is_sure(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _add(manager, manager.dialog_data["code"])


async def _no_code(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _add(manager, "")


async def _add(manager: DialogManager, code: str) -> None:
    ctx = context(manager)
    enterprise = await enterprise_service.represent(
        ctx.session, ctx.person.id, manager.dialog_data["name"], code, ctx.now
    )
    await manager.done(result={"enterprise": enterprise.id})


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {name: dialog_manager.dialog_data.get(name, "") for name in ("name", "code")}


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("是哪家企业的事？请输入企业或店铺的名称。"),
            MessageInput(_name, filter=typed),
            ways.cancel(),
            state=AddEnterprise.name,
        ),
        Window(
            Say("<b>{name}</b>的统一社会信用代码是多少？营业执照上的那 18 位。"),
            MessageInput(_code, filter=typed),
            Button(Label("没有或不在手边，跳过"), id="none", on_click=_no_code),
            ways.back(),
            state=AddEnterprise.code,
            getter=_getter,
        ),
        Window(
            Say("<b>{code}</b> 的校验位对不上，可能有一位输错了。营业执照上就是这样写的吗？不是的话，请再输入一次。"),
            MessageInput(_code, filter=typed),
            Button(Label("就是这样写的"), id="sure", on_click=_is_sure),
            Button(Label("没有或不在手边，跳过"), id="none", on_click=_no_code),
            ways.back(),
            state=AddEnterprise.sure,
            getter=_getter,
        ),
    )
