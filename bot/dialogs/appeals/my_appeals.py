"""The entrepreneur's own appeals: the list, one appeal with its timeline, confirmation, rating and withdrawal."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from appeals import feedback_words, phrases, reading_service, rules
from appeals import service as appeals
from appeals.deadlines import answer_due
from appeals.progress import UNDER_WAY, WITH_UNIT, Status
from appeals.view import View
from bot.dialogs import choices, ways
from bot.dialogs.appeals import attachments, lately, meant, receiving, whole_text, withdrawing
from bot.dialogs.appeals.looking import look
from bot.dialogs.appeals.states import MyAppeals
from bot.dialogs.context import Context, answer, context, office, start_value
from bot.dialogs.kinds import attached, typed
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say, Shown, plain
from people.words import written_phone
from texts.lines import joined, shortened
from texts.speech import say
from understanding import secrecy
from workdays.words import due_in_words

SCORES = (5, 4, 3, 2, 1)
MATTER_CHARS = 12


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data.update(appeal=start_value(manager, "appeal"), received=start_value(manager, "received"))


async def _list_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    lines = await reading_service.mine(ctx.session, ctx.person, ctx.services.deadline_rules)
    return {
        "appeals": [(line.id, f"{plain(phrases.status_of_line(line))}｜{line.head}") for line in lines],
        "none": not lines,
    }


async def _one_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, view = context(dialog_manager), await look(dialog_manager)
    status = view.progress.status
    return {
        "details": phrases.details(view),
        "is_shortened": phrases.is_shortened(view),
        "who": _who(view) if status in WITH_UNIT else "",
        "timeline": phrases.timeline(view, ctx.services.deadline_rules),
        "confirming": status is Status.CONFIRM,
        "rating": status is Status.RATE,
        "running": status in UNDER_WAY,
        "is_open": status is not Status.CLOSED,
        "withdrawn": bool(dialog_manager.dialog_data.get("withdrawn")),
        "told": feedback_words.who_handles(view),
        "answered_by": _answered_by(view, ctx) if status is Status.ANSWER else "",
        "is_last_no": rules.had_second_handling(view.appeal, view.progress),
        "answer_due": due_in_words(answer_due(ctx.now, ctx.services.deadline_rules), ctx.services.deadline_rules),
        "scores": [(score, plain(phrases.score_in_words(score))) for score in SCORES],
    }


def _who(view: View) -> str:
    """Whom the enterprise may call; of confidential appeals the commission calls."""
    if view.handler is None or view.appeal.confidential:
        return ""
    phone = written_phone(view.handler.phone)
    return say("承办：{unit}　{name}　{phone}", unit=view.lead, name=view.handler.name, phone=phone)


def _answered_by(view: View, ctx: Context) -> str:
    return "\n" + feedback_words.dispute_received(view, ctx.services.office.phone, ctx.services.deadline_rules)


async def _supplement_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    files = await attachments.accepted_files(dialog_manager, dialog_manager.dialog_data.get("files", []))
    view = await look(dialog_manager)
    return {"number": view.appeal.number, "matter": shortened(view.text, MATTER_CHARS), "count": len(files)}


async def _pick(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    manager.dialog_data["appeal"] = int(number)
    await manager.switch_to(MyAppeals.one)


def _act(
    use_case: Callable[[Context, int], Awaitable[Any]], then: Any
) -> Callable[[CallbackQuery, Button, DialogManager], Awaitable[None]]:
    """A button handler that runs ``use_case`` on the appeal and switches to the window ``then``."""

    async def on_click(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
        await use_case(context(manager), manager.dialog_data["appeal"])
        await manager.switch_to(then)

    return on_click


async def _confirm(ctx: Context, number: int) -> None:
    await appeals.confirm(ctx.session, ctx.person, number, ctx.services.policy, ctx.now)


async def _dispute(ctx: Context, number: int) -> None:
    await appeals.dispute(ctx.session, ctx.person, number, "", ctx.services.policy, ctx.now)


_not_solved = _act(_dispute, MyAppeals.one)


async def _supplement(message: Message, _: MessageInput, manager: DialogManager) -> None:
    await _pass_on(manager, message.text or "")


async def _supplement_file(message: Message, _: MessageInput, manager: DialogManager) -> None:
    receiving.keep(manager.dialog_data.setdefault("files", []), message)
    manager.show_mode = ShowMode.EDIT if receiving.is_answered(message, manager) else ShowMode.DELETE_AND_SEND


async def _send_files(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _pass_on(manager, "")


async def _pass_on(manager: DialogManager, text: str) -> None:
    data = manager.dialog_data
    files = tuple(file.id for file in await attachments.accepted_files(manager, data.pop("files", [])))
    await meant.pass_on(manager, meant.Word(data["appeal"], None, text, files))
    await lately.went_to(manager, data["appeal"])
    data["received"] = meant.WORDS
    await manager.switch_to(MyAppeals.received)


async def _received_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    view = await look(dialog_manager)
    is_denial = dialog_manager.dialog_data["received"] == meant.DENIAL
    said = feedback_words.denial_received(view) if is_denial else feedback_words.supplement_received(view)
    status = view.progress.status
    return {"said": said, "confirming": status is Status.CONFIRM, "rating": status is Status.RATE}


async def _what_is_missing(message: Message, _: MessageInput, manager: DialogManager) -> None:
    ctx = context(manager)
    await appeals.dispute(
        ctx.session, ctx.person, manager.dialog_data["appeal"], message.text or "", ctx.services.policy, ctx.now
    )
    await manager.switch_to(MyAppeals.one)


async def _score(_: CallbackQuery, __: Any, manager: DialogManager, score: str) -> None:
    manager.dialog_data["score"] = int(score)
    await manager.switch_to(MyAppeals.comment)


async def _comment(message: Message, _: MessageInput, manager: DialogManager) -> None:
    if not await refused(manager, message.text or ""):
        await _rate(manager, message.text or "")


async def refused(manager: DialogManager, text: str) -> bool:
    """Whether a comment is to be kept from somebody, who would read it: it is not kept, and that is said."""
    if not secrecy.keeps_from(text):
        return False
    told = say("这句没有记下：评语办理的人看得到。不想让谁知道的，请打{office} {phone} 说。", **office(manager))
    await answer(manager, told)
    return True


async def _no_comment(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _rate(manager, "")


async def _rate(manager: DialogManager, comment: str) -> None:
    ctx, data = context(manager), manager.dialog_data
    if data.get("score") is None:
        data["words"] = joined(data.get("words", ""), comment)
        await manager.switch_to(MyAppeals.rate)
        return
    comment = joined(data.pop("words", ""), comment)
    await appeals.rate(ctx.session, ctx.person, data["appeal"], data["score"], comment, ctx.services.policy, ctx.now)
    await manager.switch_to(MyAppeals.thanks)


def _is_first_no(data: dict[str, Any], *_: Any) -> bool:
    return not data["is_last_no"]


def _no_files(data: dict[str, Any], *_: Any) -> bool:
    return not data["count"]


def _solved_or_not() -> Row:
    return Row(
        Button(Label("解决了"), id="solved", on_click=_act(_confirm, MyAppeals.rate)),
        SwitchTo(Label("还没解决"), id="unsolved", state=MyAppeals.not_solved),
        when="confirming",
    )


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("您还没有提交过诉求。遇到困难，直接用一句话告诉我就行。", when="none"),
            Say("您的诉求，点开看进度：", when=lambda data, *_: not data["none"]),
            choices.pages("one", "appeals", _pick),
            ways.home(),
            listening(),
            state=MyAppeals.list,
            getter=_list_getter,
        ),
        Window(
            Shown("details"),
            Shown("who", when="who"),
            Say("\n<b>进度</b>"),
            Shown("timeline"),
            Say("\n已经撤回，{told}也收到了消息。以后有什么难处，随时告诉我。", when="withdrawn"),
            Shown("answered_by", when="answered_by"),
            Say("\n<b>您的问题解决了吗？</b>", when="confirming"),
            Say("\n<b>这次办理，您满意吗？</b>", when="rating"),
            _solved_or_not(),
            SwitchTo(Label("去评价"), id="rate", state=MyAppeals.rate, when="rating"),
            SwitchTo(Label("补充情况、照片"), id="supplement", state=MyAppeals.supplement, when="is_open"),
            whole_text.button(),
            SwitchTo(Label("撤回诉求"), id="withdraw", state=MyAppeals.withdraw, when="running"),
            Row(ways.back(MyAppeals.list), ways.home()),
            listening(),
            state=MyAppeals.one,
            getter=_one_getter,
        ),
        Window(
            Say("抱歉让您久等了。还有什么没有解决？写一句，承办单位会二次办理，营商办也会知道。", when=_is_first_no),
            Say(
                "真对不起，办了两次还没有解决。还差什么？写一句，营商办会亲自跟进，在 {answer_due} 前给您答复。",
                when="is_last_no",
            ),
            MessageInput(_what_is_missing, filter=typed),
            Button(Label("不写了，直接退回办理"), id="reopen", on_click=_not_solved, when=_is_first_no),
            Button(Label("不写了，请营商办跟进"), id="follow", on_click=_not_solved, when="is_last_no"),
            ways.back(MyAppeals.one),
            state=MyAppeals.not_solved,
            getter=_one_getter,
        ),
        Window(
            Say("给 {number}（{matter}）补充什么？写下来，或者发照片、文件，我转给办理的人。", when=_no_files),
            Say("已收到 {count} 个文件。想说的话写下来，一起转过去。", when="count"),
            MessageInput(_supplement, filter=typed),
            MessageInput(_supplement_file, filter=attached),
            Button(Label("就这些，转给办理的人"), id="send", on_click=_send_files, when="count"),
            ways.back(MyAppeals.one),
            state=MyAppeals.supplement,
            getter=_supplement_getter,
        ),
        Window(
            Say("这次办理，您满意吗？"),
            choices.column("score", "scores", _score),
            Row(ways.back(MyAppeals.one), ways.home("以后再说")),
            state=MyAppeals.rate,
            getter=_one_getter,
        ),
        Window(
            Say("想再说一句吗？好的坏的都行。"),
            MessageInput(_comment, filter=typed),
            Button(Label("不用了，提交评价"), id="none", on_click=_no_comment),
            ways.back(MyAppeals.rate),
            state=MyAppeals.comment,
        ),
        withdrawing.window(),
        Window(
            Say("谢谢您的评价，我们会做得更好。"),
            SwitchTo(Label("查看这件诉求"), id="see", state=MyAppeals.one),
            ways.home(),
            listening(),
            state=MyAppeals.thanks,
        ),
        Window(
            Shown("said"),
            Say("\n<b>您的问题解决了吗？</b>", when="confirming"),
            _solved_or_not(),
            SwitchTo(Label("去评价"), id="rate", state=MyAppeals.rate, when="rating"),
            SwitchTo(Label("查看这件诉求"), id="see", state=MyAppeals.one),
            ways.home(),
            listening(),
            state=MyAppeals.received,
            getter=_received_getter,
        ),
        on_start=_open,
    )
