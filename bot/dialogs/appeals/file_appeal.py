"""Filing an appeal: from one sentence or step by step; nothing is filed before the person confirms."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from appeals import draft
from appeals import service as appeals
from bot.dialogs import choices, ways
from bot.dialogs.appeals import filing, receiving, saved_draft
from bot.dialogs.appeals.states import FileAppeal, start_file_appeal, start_my_appeals
from bot.dialogs.context import answer, context, start_value
from bot.dialogs.directory.states import start_add_enterprise
from bot.dialogs.kinds import attached, typed
from bot.dialogs.listening import listening
from bot.dialogs.people.states import start_hours, start_profile
from bot.dialogs.states import start_home
from bot.dialogs.widgets import Label, Say, Shown
from people import return_service
from texts.speech import say


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data.update(
        files=list(start_value(manager, "files") or []),
        unit=start_value(manager, "unit"),
        chosen=["unit"] if start_value(manager, "unit") else [],
        matters=start_value(manager, "matters") or [],
        later=start_value(manager, "later") or [],
        started=start_value(manager, "started") or context(manager).real_now.isoformat(),
    )
    await saved_draft.keep_all(manager, manager.dialog_data["later"])
    if text := start_value(manager, "text"):
        await filing.understand(manager, text)
        await _proceed(manager)


async def _returned(_: Data, result: Any, manager: DialogManager) -> None:
    """Back from the profile or enterprise dialog; a result of None means that the person cancelled it: what was written
    is offered at home."""
    if result is None and manager.dialog_data.get("changing"):
        await manager.switch_to(FileAppeal.change)
        return
    if result is None:
        await saved_draft.keep(manager, manager.dialog_data)
        await start_home(manager, ShowMode.EDIT)
        return
    if isinstance(result, dict):
        manager.dialog_data["enterprise"] = result["enterprise"]
    await _proceed(manager)


async def _proceed(manager: DialogManager) -> None:
    """Go to the next information that is missing, or to the summary if nothing is."""
    data = manager.dialog_data
    if data.get("integrity") and data.get("confidential") is None:
        await manager.switch_to(FileAppeal.integrity)
    elif filing.should_ask_unit(data):
        await manager.switch_to(FileAppeal.unit)
    elif not context(manager).person.is_introduced:
        await start_profile(manager)
    elif not await filing.choose_enterprise(manager):
        await start_add_enterprise(manager)
    else:
        await manager.switch_to(FileAppeal.summary)


async def _text(message: Message, _: MessageInput, manager: DialogManager) -> None:
    again = "text" in manager.dialog_data
    await filing.understand(manager, message.text or "")
    await (_proceed(manager) if again else manager.next())


async def _file(message: Message, _: MessageInput, manager: DialogManager) -> None:
    receiving.keep(manager.dialog_data.setdefault("files", []), message)
    await saved_draft.keep(manager, manager.dialog_data)
    # files of one album edit the window in place, others show it again below the last message
    manager.show_mode = ShowMode.EDIT if receiving.is_answered(message, manager) else ShowMode.DELETE_AND_SEND


async def _more(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """Text sent at the summary is added to the appeal."""
    await filing.understand(manager, manager.dialog_data["text"] + "\n" + (message.text or ""))


async def _category(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    filing.choose(manager.dialog_data, "category", chosen)
    await _onward(manager)


async def _place_chosen(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    filing.choose(manager.dialog_data, "place", await context(manager).unit_name(int(chosen)))
    await _onward(manager)


async def _place_typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
    filing.choose(manager.dialog_data, "place", draft.readable(message.text or "", most=60))
    await _onward(manager)


async def _unit(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    await _choose_unit(manager, int(chosen))


async def _choose_unit(manager: DialogManager, unit: int) -> None:
    filing.choose(manager.dialog_data, "unit", unit or None)
    manager.dialog_data["unit_asked"] = True
    await _proceed(manager)


async def _unit_typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """A unit on offer is chosen by its name in any form, the office by "你们看着办"; another unit is searched for, and
    what names none is more about the matter."""
    text, data = message.text or "", manager.dialog_data
    chosen = await filing.unit_meant(manager, text)
    if chosen is not None:
        await _choose_unit(manager, chosen)
    elif await filing.names_unit(manager, text):
        await filing.search_units(manager, text)
    else:
        await filing.understand(manager, f"{data['text']}\n{text}")
        await answer(manager, say("收到，这句话补充到诉求里了。"))
        await _proceed(manager)


async def _onward(manager: DialogManager) -> None:
    """Return to the summary if it was opened from there, otherwise go to the next step."""
    if manager.dialog_data.get("changing"):
        await _proceed(manager)
    else:
        await manager.next()


async def _skip(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _onward(manager)


async def _change(_: CallbackQuery, __: Any, manager: DialogManager) -> None:
    manager.dialog_data["changing"] = True


async def _confidential(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data["confidential"] = button.widget_id == "secret"
    await _proceed(manager)


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
    ctx = context(manager)
    appeal = await appeals.file(ctx.session, ctx.person, await filing.draft_of(manager), ctx.services.policy, ctx.now)
    manager.dialog_data["filed"] = appeal.id
    manager.dialog_data["code"] = await return_service.make_code(ctx.session, ctx.person, ctx.real_now)
    await saved_draft.drop(manager.dialog_data.get("started"))
    await manager.switch_to(FileAppeal.filed)


async def _next(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """The next of several matters, which is kept as a draft meanwhile."""
    matter, *later = manager.dialog_data["later"]
    started = next((one["started"] for one in await saved_draft.kept(manager) if one["text"] == matter), None)
    await start_file_appeal(manager, text=matter, later=later, started=started, show=ShowMode.EDIT)


async def _see(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_my_appeals(manager, manager.dialog_data["filed"], show=ShowMode.EDIT)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("请用一句话说说遇到了什么困难，写得越具体，找得越准。"),
            Say("<i>比如：我们厂扩建，环评报告交了一个月还没有批下来。</i>"),
            MessageInput(_text, filter=typed),
            ways.home("取消"),
            state=FileAppeal.text,
        ),
        Window(
            Say("有照片或文件吗？直接发过来，可以一次发几张。", when=lambda data, *_: not data["count"]),
            Say("已收到 {count} 个文件。还有就接着发，没有就点「下一步」。", when="count"),
            MessageInput(_file, filter=attached),
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
        Window(
            Shown("likely"),
            Say("请选一个最像的；都不像就输入单位名称，或者交给营商办判断，一样快。"),
            choices.column("unit", "options", _unit),
            MessageInput(_unit_typed, filter=typed),
            Row(
                SwitchTo(Label("返回"), id="back", state=FileAppeal.text, when=lambda data, *_: not data["changing"]),
                SwitchTo(Label("返回"), id="back_to_change", state=FileAppeal.change, when="changing"),
                ways.home("取消"),
            ),
            state=FileAppeal.unit,
            getter=filing.units_getter,
        ),
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
            Row(SwitchTo(Label("修改"), id="change", state=FileAppeal.change, on_click=_change), ways.home("取消")),
            MessageInput(_more, filter=typed),
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
            getter=filing.receipt_getter,
        ),
        on_start=_open,
        on_process_result=_returned,
    )
