"""Filing an appeal: from one sentence or step by step; nothing is filed before the person confirms."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from appeals import draft
from bot.dialogs import choices, ways
from bot.dialogs.appeals import (
    added_lines,
    filing,
    next_step,
    receipt,
    receiving,
    saved_draft,
    submitting,
    summary_words,
    unit_question,
    unwritten,
)
from bot.dialogs.appeals.states import FileAppeal, start_my_appeals
from bot.dialogs.context import context, start_value
from bot.dialogs.directory.states import start_add_enterprise
from bot.dialogs.kinds import attached, typed
from bot.dialogs.listening import listening
from bot.dialogs.people.states import start_hours, start_profile
from bot.dialogs.states import start_home
from bot.dialogs.widgets import Label, Say, Shown
from texts.folding import folded
from texts.refused import Refused
from texts.speech import say
from understanding import answers, parts

MAX_CATEGORY_CHARS = 40  # characters of a typed category that are looked at


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data.update(
        files=list(start_value(manager, "files") or []),
        unit=start_value(manager, "unit"),
        chosen=["unit"] if start_value(manager, "unit") else [],
        matters=start_value(manager, "matters") or [],
        later=start_value(manager, "later") or [],
        started=start_value(manager, "started") or context(manager).real_now.isoformat(),
        secret=start_value(manager, "secret") or await saved_draft.is_secret(start_value(manager, "started")),
    )
    await saved_draft.keep_all(manager, manager.dialog_data["later"])
    if text := start_value(manager, "text"):
        await filing.understand(manager, text)
        await next_step.proceed(manager)
    else:
        await saved_draft.keep(manager, manager.dialog_data)  # photos that came first


async def _returned(_: Data, result: Any, manager: DialogManager) -> None:
    """Back from the profile or enterprise dialog; a result of None means that the person cancelled it: what was written
    is offered at home."""
    if result is None and manager.dialog_data.get("changing"):
        await manager.switch_to(FileAppeal.change)
        return
    if result is None:
        await saved_draft.keep(manager, manager.dialog_data)
        await start_home(manager, ShowMode.EDIT if isinstance(manager.event, CallbackQuery) else ShowMode.SEND)
        return
    if isinstance(result, dict):
        manager.dialog_data["enterprise"] = result["enterprise"]
    await next_step.proceed(manager)


async def _text(message: Message, _: MessageInput, manager: DialogManager) -> None:
    data, text = manager.dialog_data, message.text or ""
    goes_on = "text" in data or bool(data.get("files")) or bool(data.get("secret"))
    if manager.dialog_data.get("text") and unit_question.wants_apart(text):
        await unit_question.separate(manager)
        return
    is_more = bool(manager.dialog_data.get("text")) and parts.without_opening(text) != text
    await (filing.add if is_more else filing.understand)(manager, text)
    await (next_step.proceed(manager) if goes_on else manager.next())


async def _keep_text(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await next_step.proceed(manager)


async def _file(message: Message, _: MessageInput, manager: DialogManager) -> None:
    receiving.keep(manager.dialog_data.setdefault("files", []), message)
    await saved_draft.keep(manager, manager.dialog_data)
    # files of one album edit the window in place, others show it again below the last message
    manager.show_mode = ShowMode.EDIT if receiving.is_answered(message, manager) else ShowMode.DELETE_AND_SEND


async def _category(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    filing.choose(manager.dialog_data, "category", chosen)
    await next_step.onward(manager)


async def _category_typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
    told = answers.read_personal(folded(message.text or "", MAX_CATEGORY_CHARS), "category")
    if told is None:
        raise Refused(say("没认出是哪一类。点一个就行，拿不准就点「其他」。"))
    filing.choose(manager.dialog_data, "category", told["category"])
    await next_step.onward(manager)


async def _place_chosen(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    filing.choose(manager.dialog_data, "place", await context(manager).unit_name(int(chosen)))
    await next_step.onward(manager)


async def _place_typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
    filing.choose(manager.dialog_data, "place", draft.readable(message.text or "", most=60))
    await next_step.onward(manager)


async def _skip(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await next_step.onward(manager)


async def _change(_: CallbackQuery, __: Any, manager: DialogManager) -> None:
    manager.dialog_data["changing"] = True


async def _confidential(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data["confidential"] = button.widget_id == "secret"
    await next_step.proceed(manager)


async def _enterprise(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    manager.dialog_data["enterprise"] = int(chosen)
    await manager.switch_to(FileAppeal.summary)


async def _add_enterprise(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_add_enterprise(manager)


async def _contact(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_profile(manager)


async def _hours(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_hours(manager)


async def _submit(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await submitting.submit(manager)


async def _take_out(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    if lines := added_lines.added_to(manager.dialog_data):
        await filing.take_out(manager, lines[-1])


async def _next(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """The next of several matters, which is kept as a draft meanwhile."""
    await submitting.begin_next(manager, ShowMode.EDIT)


async def _see(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_my_appeals(manager, manager.dialog_data["filed"], show=ShowMode.EDIT)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("收到 {count} 个照片或文件了。", when="count"),
            Say("请用一句话说说遇到了什么困难，写得越具体，找得越准。", when=lambda data, *_: not data["written"]),
            Say("<i>比如：我们厂扩建，环评报告交了一个月还没有批下来。</i>", when=lambda data, *_: not data["written"]),
            Say("您写的是：<i>{written}</i>\n\n想换个说法，就把整件事重新发一遍，会换掉这段。", when="written"),
            MessageInput(_text, filter=typed),
            Button(Label("不改了，接着往下"), id="keep", on_click=_keep_text, when="written"),
            ways.home("取消"),
            state=FileAppeal.text,
            getter=filing.text_getter,
        ),
        Window(
            Say("有照片或文件吗？直接发过来，可以一次发几张。", when=lambda data, *_: not data["count"]),
            Say("已收到 {count} 个文件。还有就接着发，没有就点「下一步」。", when="count"),
            MessageInput(_file, filter=attached),
            unwritten.button(),
            Button(Label("下一步"), id="go", on_click=_skip, when="count"),
            Button(Label("没有，跳过"), id="skip", on_click=_skip, when=lambda data, *_: not data["count"]),
            Row(ways.back(FileAppeal.text), ways.home("取消")),
            state=FileAppeal.photos,
            getter=filing.files_getter,
        ),
        Window(
            Say("属于哪一类？"),
            Say("看起来像「{guess}」。", when="guess"),
            choices.grid("category", "categories", _category),
            MessageInput(_category_typed, filter=typed),
            Row(ways.back(FileAppeal.photos), ways.home("取消")),
            state=FileAppeal.category,
            getter=filing.categories_getter,
        ),
        Window(
            Say("事情发生在哪里？可以点选乡镇街道，也可以直接输入地址。"),
            choices.grid("place", "places", _place_chosen),
            MessageInput(_place_typed, filter=typed),
            Button(Label("说不清，跳过"), id="skip", on_click=_skip),
            Row(ways.back(FileAppeal.category), ways.home("取消")),
            state=FileAppeal.place,
            getter=filing.places_getter,
        ),
        unit_question.window(),
        Window(
            Say(
                "您提到的情况可能涉及干部作风或廉洁问题。您希望怎么办？\n\n"
                "• <b>保密交纪委</b>：只有区纪委监委和您看得到内容。\n• <b>照常办理</b>：和其他诉求一样交承办单位。\n\n"
                "您选之前，不会通知任何人。"
            ),
            Button(Label("保密交纪委"), id="secret", on_click=_confidential),
            Button(Label("照常办理"), id="normal", on_click=_confidential),
            ways.home("取消"),
            state=FileAppeal.integrity,
        ),
        Window(
            Shown("summary"),
            Button(Label("✓ 确认提交"), id="submit", on_click=_submit),
            Button(Label("＋ 什么时候方便接电话"), id="hours", on_click=_hours, when="no_hours"),
            unwritten.button(),
            Button(Label("去掉后加的「{added}」"), id="take_out", on_click=_take_out, when="added"),
            Row(SwitchTo(Label("修改"), id="change", state=FileAppeal.change, on_click=_change), ways.home("取消")),
            MessageInput(summary_words.heard, filter=typed),
            MessageInput(_file, filter=attached),
            state=FileAppeal.summary,
            getter=filing.summary_getter,
        ),
        Window(
            Say("想改哪一项？"),
            Row(
                SwitchTo(Label("文字"), id="to_text", state=FileAppeal.text),
                SwitchTo(Label("照片文件"), id="to_photos", state=FileAppeal.photos),
            ),
            Row(
                SwitchTo(Label("类别"), id="to_category", state=FileAppeal.category),
                SwitchTo(Label("地点"), id="to_place", state=FileAppeal.place),
            ),
            Row(
                SwitchTo(Label("建议单位"), id="to_unit", state=FileAppeal.unit),
                SwitchTo(Label("企业"), id="to_enterprise", state=FileAppeal.enterprise),
            ),
            Row(
                Button(Label("联系人"), id="to_contact", on_click=_contact),
                Button(Label("接电话时间"), id="to_hours", on_click=_hours),
            ),
            SwitchTo(Label("是否保密"), id="to_secret", state=FileAppeal.integrity),
            Row(ways.back(FileAppeal.summary), ways.home("取消")),
            state=FileAppeal.change,
        ),
        Window(
            Say("这是哪家企业的事？"),
            choices.column("enterprise", "enterprises", _enterprise),
            Button(Label("＋ 另一家企业"), id="add", on_click=_add_enterprise),
            ways.back(FileAppeal.summary),
            state=FileAppeal.enterprise,
            getter=filing.enterprises_getter,
        ),
        Window(
            Shown("receipt"),
            Button(Label("接着提交下一件：{next}"), id="next", on_click=_next, when="next"),
            Button(Label("查看进度"), id="see", on_click=_see),
            ways.home(),
            listening(),
            state=FileAppeal.filed,
            getter=receipt.getter,
        ),
        on_start=_open,
        on_process_result=_returned,
    )
