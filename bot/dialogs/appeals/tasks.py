"""A specialist's work: the list of tasks by due time, one appeal, and its three steps."""

import re
from datetime import date, timedelta
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from appeals import phrases, reading_service, words
from appeals import service as appeals
from appeals.draft import readable
from appeals.progress import Status
from bot.dialogs import choices, ways
from bot.dialogs.appeals import as_said, attachments, concluding, messaging, whole_text
from bot.dialogs.appeals.looking import look
from bot.dialogs.appeals.states import Tasks
from bot.dialogs.context import answer, context, start_value
from bot.dialogs.kinds import typed
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say, Shown, plain
from people.spoken_leave import read_spoken_day
from texts.refused import Refused
from texts.speech import say, sentence, translated
from workdays.deadline_rules import DISTRICT_TIME

MIN_PATH_CHARS = 12  # a shorter text that names no day tells no path
PARTS = re.compile("[ ,，。;；]+")  # "15天 12月18号前"
WAYS = (sentence("已电话联系"), sentence("已上门走访"), sentence("已在线上沟通"))
UNTIL = ((3, sentence("3 天内")), (7, sentence("一周内")), (14, sentence("两周内")), (0, sentence("办结时限前")))

DONE = {
    "contacted": sentence("已登记对接，企业也收到了消息。接下来请研究解决路径。"),
    "path": sentence("解决路径已反馈给企业。办好后请登记办结。"),
    "resolved": sentence("已登记办结，正在请企业确认。辛苦了！"),
    "messaged": sentence("已发给企业。企业回复了，我会告诉您。"),
}


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data["appeal"] = start_value(manager, "appeal")


async def _list_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    lines = await reading_service.tasks(ctx.session, ctx.person, ctx.services.deadline_rules)
    return {"tasks": [(line.id, plain(phrases.task_line(line, ctx.now))) for line in lines], "none": not lines}


async def _one_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, view = context(dialog_manager), await look(dialog_manager)
    status = view.progress.status
    return {
        "number": view.appeal.number,
        "enterprise": view.appeal.enterprise_name,
        "details": phrases.details(view),
        "is_shortened": phrases.is_shortened(view),
        "contact": words.contact(view),
        "left": phrases.time_left_phrase(view.progress, ctx.now),
        "timeline": phrases.timeline(view, ctx.services.deadline_rules),
        **await as_said.getter(dialog_manager),
        "can_message": messaging.can_message(ctx, view),
        "to_contact": status is Status.CONTACT,
        "to_path": status is Status.PATH,
        "to_resolve": status is Status.RESOLVE,
        "owes": concluding.owes(ctx.person, view),
        "files": len(view.files),
        "ways": [(index, translated(way)) for index, way in enumerate(WAYS)],
        "until": [(days, translated(label)) for days, label in UNTIL],
    }


async def _pick(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    manager.dialog_data["appeal"] = int(number)
    as_said.forget(manager)
    await manager.switch_to(Tasks.one)


async def _way(_: CallbackQuery, __: Any, manager: DialogManager, index: str) -> None:
    await _contacted(manager, translated(WAYS[int(index)]))


async def _as_said(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """The step is recorded with the words that opened its window."""
    said, state = as_said.words(manager), manager.current_context().state
    if state == Tasks.contact:
        await _contacted(manager, readable(said, appeals.MAX_NOTE_CHARS))
    elif state == Tasks.path:
        await _keep_path(manager, said)
    else:
        await _resolve(manager, said)


async def _way_typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
    await _contacted(manager, readable(as_said.and_more(manager, message.text or ""), appeals.MAX_NOTE_CHARS))


async def _contacted(manager: DialogManager, note: str) -> None:
    ctx = context(manager)
    await appeals.record_contact(
        ctx.session, ctx.person, manager.dialog_data["appeal"], note, ctx.services.policy, ctx.now
    )
    await _done(manager, "contacted")


async def _path(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """A day alone is added to the words that opened the window."""
    said, until = as_said.words(manager), _day(manager, message.text or "")
    if not said or until is None or len(message.text or "") >= MIN_PATH_CHARS:
        path = as_said.and_more(manager, message.text or "")
        await _keep_path(manager, path)
        if path != message.text:
            await answer(manager, say("两句一起写：「{path}」。要改就再写一遍。", path=path))
        return
    manager.dialog_data["path"] = readable(said, appeals.MAX_NOTE_CHARS)
    await _give_path(manager, until)


async def _keep_path(manager: DialogManager, said: str) -> None:
    manager.dialog_data["path"] = readable(said, appeals.MAX_NOTE_CHARS)
    await manager.switch_to(Tasks.path_until)


async def _until(_: CallbackQuery, __: Any, manager: DialogManager, days: str) -> None:
    await _give_path(manager, _today(manager) + timedelta(days=int(days)) if int(days) else None)


async def _until_typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
    text, until = message.text or "", _day(manager, message.text or "")
    if until is None and len(text) >= MIN_PATH_CHARS:
        manager.dialog_data["path"] = readable(text, appeals.MAX_NOTE_CHARS)
        await answer(manager, say("解决路径换成这段了。预计什么时候能办好？点选一项，或者写一个日子。"))
        return
    if until is None or until < _today(manager):
        raise Refused(say("请点选一项，或者写明今天以后的哪一天，比如「12月12日」「下周五」。"))
    await _give_path(manager, until)


def _day(manager: DialogManager, text: str) -> date | None:
    """The first day that the text names."""
    days = (read_spoken_day(part, _today(manager)) for part in (text, *PARTS.split(text)))
    return next((day for day in days if day is not None), None)


def _today(manager: DialogManager) -> date:
    return context(manager).now.astimezone(DISTRICT_TIME).date()


async def _give_path(manager: DialogManager, until: date | None) -> None:
    ctx, number = context(manager), manager.dialog_data["appeal"]
    path = manager.dialog_data["path"]
    await appeals.give_path(ctx.session, ctx.person, number, path, until, ctx.services.policy, ctx.now)
    await _done(manager, "path")


async def _resolved(message: Message, _: MessageInput, manager: DialogManager) -> None:
    await _resolve(manager, as_said.and_more(manager, message.text or ""))


async def _resolve(manager: DialogManager, said: str) -> None:
    ctx, number = context(manager), manager.dialog_data["appeal"]
    await appeals.resolve(ctx.session, ctx.person, number, said, ctx.services.policy, ctx.now)
    await _done(manager, "resolved")


async def _done(manager: DialogManager, step: str) -> None:
    manager.dialog_data["done"] = step
    as_said.forget(manager)
    await manager.switch_to(Tasks.done)


async def _files(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await attachments.show(manager)


async def _done_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    data = dialog_manager.dialog_data
    return {"said": translated(DONE[data["done"]]) if "done" in data else data.get("said", "")}


def _says_contact(data: dict[str, Any], *_: Any) -> bool:
    return bool(data["said"]) and bool(data["to_contact"])


def _says_path(data: dict[str, Any], *_: Any) -> bool:
    return bool(data["said"]) and bool(data["to_path"])


def _says_result(data: dict[str, Any], *_: Any) -> bool:
    return bool(data["said"]) and bool(data["to_resolve"])


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("现在没有待办，辛苦了。", when="none"),
            Say("您单位在办的诉求，快到期的在前：", when=lambda data, *_: not data["none"]),
            choices.pages("task", "tasks", _pick),
            ways.home(),
            listening(),
            state=Tasks.list,
            getter=_list_getter,
        ),
        Window(
            Shown("details"),
            Shown("contact"),
            Say("\n<b>{left}</b>", when="left"),
            Shown("timeline"),
            SwitchTo(Label("✓ 已对接"), id="contact", state=Tasks.contact, when="to_contact"),
            SwitchTo(Label("✓ 反馈路径"), id="path", state=Tasks.path, when="to_path"),
            SwitchTo(Label("✓ 办结"), id="resolve", state=Tasks.resolve, when="to_resolve"),
            messaging.button(Tasks.message),
            concluding.button(Tasks.conclude),
            whole_text.button(),
            Button(Label("看附件（{files}）"), id="files", on_click=_files, when="files"),
            Row(ways.back(Tasks.list), ways.home()),
            listening(),
            state=Tasks.one,
            getter=_one_getter,
        ),
        Window(
            Say("怎么与企业对接的？点选一种，或者写一句（哪个科室、谁联系的）。企业会看到这句话。"),
            as_said.button(_as_said),
            messaging.button_instead(Tasks.done),
            choices.column("way", "ways", _way),
            MessageInput(_way_typed, filter=typed),
            ways.back(Tasks.one),
            state=Tasks.contact,
            getter=_one_getter,
        ),
        concluding.window(Tasks.conclude, Tasks.one),
        messaging.window(Tasks.message, Tasks.one, Tasks.done),
        messaging.offer(
            Tasks.offer_message,
            Tasks.one,
            Tasks.done,
            _one_getter,
            SwitchTo(Label("登记为对接情况"), id="contact", state=Tasks.contact, when=_says_contact),
            SwitchTo(Label("登记为解决路径"), id="path", state=Tasks.path, when=_says_path),
            SwitchTo(Label("登记为办理结果"), id="result", state=Tasks.resolve, when=_says_result),
        ),
        Window(
            Say("请写明怎么解决、走什么程序。企业会原样看到这段话。"),
            MessageInput(_path, filter=typed),
            as_said.button(_as_said),
            messaging.button_instead(Tasks.done),
            ways.back(Tasks.one),
            state=Tasks.path,
            getter=as_said.getter,
        ),
        Window(
            Say("预计什么时候能办好？点选一项，或者写一个日子。"),
            choices.column("until", "until", _until),
            MessageInput(_until_typed, filter=typed),
            ways.back(Tasks.path),
            state=Tasks.path_until,
            getter=_one_getter,
        ),
        Window(
            Say("办理结果是什么？请写给企业看。"),
            MessageInput(_resolved, filter=typed),
            as_said.button(_as_said),
            messaging.button_instead(Tasks.done),
            ways.back(Tasks.one),
            state=Tasks.resolve,
            getter=as_said.getter,
        ),
        Window(
            Shown("said"),
            SwitchTo(Label("查看这件诉求"), id="see", state=Tasks.one),
            SwitchTo(Label("下一件"), id="next", state=Tasks.list),
            ways.home(),
            listening(),
            state=Tasks.done,
            getter=_done_getter,
        ),
        on_start=_open,
    )
