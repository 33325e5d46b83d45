"""Asks which enterprise the person represents: its name, with its credit code if that is at hand; or none."""

import re
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs import ways
from bot.dialogs.context import context, set_person
from bot.dialogs.directory.states import INDIVIDUAL, AddEnterprise
from bot.dialogs.kinds import typed
from bot.dialogs.widgets import Label, Say
from directory import enterprise_service
from people import service as people
from texts.folding import as_written, folded
from texts.refused import Refused
from texts.speech import say
from understanding import answers

KNOWS_NOT = re.compile(
    "(?:我|俺|也|都)*(?:不知道|不清楚|不晓得|随便|你们?(?:定|看着办|决定)|都行|都可以)|"
    "(?:i |have )*(?:no idea|don.?t know|dunno|not sure)\\b|(?:u|you) (?:decide|choose|pick)|whatever"
)
WITHHOLDS = re.compile("电话|手机|号码|phone|number")
MIN_SENTENCE_CHARS = 6  # "会飞的鱼" is a name
MAX_LINE_CHARS = 200  # characters of a line that are looked at


async def _name(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """The name, the credit code, or both on one line; a sentence is no name."""
    name, code = enterprise_service.split_code(message.text or "")
    said = folded(name, MAX_LINE_CHARS)
    told = answers.read_personal(said, "enterprise") or {}
    if told.get("enterprise") == "none" and not code:
        await _as_individual(manager)
        return
    if name and not code and KNOWS_NOT.match(said):
        raise Refused(say("没关系。招牌上怎么写就怎么写；还没有企业，就点下面的按钮。"))
    if WITHHOLDS.search(said) and answers.read_personal(said, "phone") == {"phone": "none"}:
        set_person(manager, await people.withhold_phone(context(manager).session, context(manager).person))
        raise Refused(say("好的，电话不留。是哪家企业的事？还没有企业，就点下面的按钮。"))
    if name and not code and not told and _is_sentence(said):
        raise Refused(say("这像是一句话，不像名称。请输入企业或店铺的名称；还没有企业，就点下面的按钮。"))
    if "more" in told or answers.is_firm(told.get("enterprise", "")):
        name = as_written(name, told["enterprise"])
    if name:
        manager.dialog_data["name"] = enterprise_service.readable_name(name)
    if code:
        await _keep_code(manager, code)
    if "name" not in manager.dialog_data:
        raise Refused(say("还差企业的名称，请输入。"))
    if manager.current_context().state != AddEnterprise.sure:
        await _add(manager, manager.dialog_data.get("code", ""))


def _is_sentence(said: str) -> bool:
    bare = answers.bare(said)
    is_long = len(bare) >= MIN_SENTENCE_CHARS and answers.is_sentence(bare) and not answers.is_firm(bare)
    return answers.is_told(said) or (is_long and not said.isascii())


async def _keep_code(manager: DialogManager, written: str) -> None:
    manager.dialog_data["code"], is_right = enterprise_service.readable_code(written)
    if not is_right and "name" in manager.dialog_data:
        await manager.switch_to(AddEnterprise.sure)


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


async def _no_enterprise(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _as_individual(manager)


async def _as_individual(manager: DialogManager) -> None:
    await manager.done(result={"enterprise": INDIVIDUAL})


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
            Say("是哪家企业的事？请输入企业或店铺的名称；统一社会信用代码在手边的，写在名称后面。"),
            MessageInput(_name, filter=typed),
            Button(Label("还没有企业 / 我是个人"), id="individual", on_click=_no_enterprise),
            ways.cancel(),
            state=AddEnterprise.name,
        ),
        Window(  # dialogs opened by an earlier version still stand here
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
            ways.back(AddEnterprise.name),
            state=AddEnterprise.sure,
            getter=_getter,
        ),
    )
