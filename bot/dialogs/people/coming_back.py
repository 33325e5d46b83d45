"""Coming back without the first device: the receipt's code, the telephone's last four digits, and a confirmation."""

import re
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row

from bot.dialogs import ways
from bot.dialogs.appeals.states import start_my_appeals
from bot.dialogs.context import answer, context, set_person, start_value
from bot.dialogs.kinds import typed
from bot.dialogs.listening import listening
from bot.dialogs.people import codes, offers, returning
from bot.dialogs.people.states import ComingBack
from bot.dialogs.rights import GIVES_RIGHTS
from bot.dialogs.widgets import Label, Say
from people.codes import CODE_LENGTH, Declined
from people.contact_details import LAST_DIGITS
from texts.folding import folded
from texts.refused import Refused
from texts.speech import say, sentence

BETWEEN = re.compile(r"(?<=\d)[ -](?=\d)")  # "138 0000 1234", "0551-66660000"
EXTENSION = re.compile(r"(?:转|ext)\D{0,3}\d+")
DIGITS = re.compile(rf"\d{{{LAST_DIGITS}}}(?!\d)")
SIGNS_OF_CODE = re.compile("[0-9A-Za-z]")
MAX_LINE_CHARS = 100


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data.update({key: start_value(manager, key) for key in ("digest", "owner", "name")})


async def _code(message: Message, __: MessageInput, manager: DialogManager) -> None:
    """What cannot be a code says that there is none: it counts as no try."""
    text, office = message.text or "", context(manager).services.office
    if len(SIGNS_OF_CODE.findall(text)) < CODE_LENGTH:
        await answer(
            manager,
            say(
                "没有回执码也不要紧：请打{office}电话 {phone}，核实以后帮您接着办。",
                office=office.name,
                phone=office.phone,
            ),
        )
        return
    await codes.use_code(manager, text)


async def _not_yet(_: Message, __: MessageInput, ___: DialogManager) -> None:
    raise Refused(say("先点「是我，确认」，您的诉求就都在这里了，再接着说。"))


async def _digits(message: Message, __: MessageInput, manager: DialogManager) -> None:
    """A wrong try says nothing of the right ones; the whole telephone is understood too."""
    data, said = manager.dialog_data, EXTENSION.sub("", folded(message.text or "", MAX_LINE_CHARS))
    found = DIGITS.search(BETWEEN.sub("", said))
    if found is None:
        await answer(manager, say("请输入 4 位数字，就是您留给我们的电话的最后四位。"))
    elif await returning.try_digits(context(manager), data["owner"], data["digest"], found[0]):
        data["known"] = True
        await manager.switch_to(ComingBack.offered)
    else:
        await answer(manager, say("后四位对不上。请核对一下，是您留给我们的那个电话。"))


async def _offered_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"name": dialog_manager.dialog_data["name"]}


async def _back_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"name": context(dialog_manager).person.name, "code": dialog_manager.dialog_data["code"]}


async def _take(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """Stays in this dialog instead of opening another, so that a second tap of the button still finds it."""
    data = manager.dialog_data
    if not data.get("known"):
        return
    taken = await returning.take(context(manager), data["digest"])
    if isinstance(taken, Declined):
        await offers.decline(manager, taken, ComingBack.declined)
        return
    person, data["code"] = taken
    set_person(manager, person)
    await manager.switch_to(ComingBack.back)


async def _mine(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_my_appeals(manager)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("请输入回执码。提交诉求的时候，它写在回执的最后一行，比如 K7QF-29XM。"),
            MessageInput(_code, filter=typed),
            ways.home("取消"),
            state=ComingBack.code,
        ),
        Window(
            Say("这个回执码有效。请输入您留给我们的<b>电话的后四位</b>，我就帮您接着看。"),
            MessageInput(_digits, filter=typed),
            ways.home("取消"),
            state=ComingBack.digits,
        ),
        Window(
            Say("对上了，是 {name} 的诉求。确认以后，这里就能看到和办理，原来的聊天会收到通知。"),
            Button(Label("是我，确认"), id=GIVES_RIGHTS, on_click=_take),
            offers.not_me(sentence("好的，没有接上，回执码还能用。")),
            MessageInput(_not_yet, filter=typed),
            state=ComingBack.offered,
            getter=_offered_getter,
        ),
        offers.lapsed_window(ComingBack.declined),
        Window(
            Say("欢迎回来，{name}！您的诉求都在这里，提醒和进展也会发到这里。"),
            Say("\n新的回执码：<b>{code}</b>。旧的都作废了，请留好这一个。", when="code"),
            Row(Button(Label("我的诉求"), id="mine", on_click=_mine), ways.home()),
            listening(),
            state=ComingBack.back,
            getter=_back_getter,
        ),
        on_start=_open,
    )
