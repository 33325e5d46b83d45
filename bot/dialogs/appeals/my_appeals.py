"""The entrepreneur's own appeals: the list, one appeal with its timeline, confirmation, rating and withdrawal."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from appeals import phrases, reading_service
from appeals import service as appeals
from appeals.progress import Status
from bot.dialogs import choices, ways
from bot.dialogs.appeals import whole_text
from bot.dialogs.appeals.looking import look
from bot.dialogs.appeals.states import MyAppeals
from bot.dialogs.context import Context, context, start_value
from bot.dialogs.kinds import typed
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say, Shown, plain
from texts.lines import shortened

SCORES = (5, 4, 3, 2, 1)
MATTER_CHARS = 12


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data["appeal"] = start_value(manager, "appeal")


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
        "timeline": phrases.timeline(view, ctx.services.deadline_rules),
        "confirming": status is Status.CONFIRM,
        "rating": status is Status.RATE,
        "running": status in (Status.ASSIGN, *reading_service.IN_HAND),
        "scores": [(score, plain(phrases.score_in_words(score))) for score in SCORES],
    }


async def _withdraw_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    view = await look(dialog_manager)
    return {"number": view.appeal.number, "matter": shortened(view.text, MATTER_CHARS)}


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


async def _reopen(ctx: Context, number: int) -> None:
    await appeals.reopen(ctx.session, ctx.person, number, "", ctx.services.policy, ctx.now)


async def _withdraw(ctx: Context, number: int) -> None:
    await appeals.withdraw(ctx.session, ctx.person, number, ctx.services.policy, ctx.now)


async def _what_is_missing(message: Message, _: MessageInput, manager: DialogManager) -> None:
    ctx = context(manager)
    await appeals.reopen(
        ctx.session, ctx.person, manager.dialog_data["appeal"], message.text or "", ctx.services.policy, ctx.now
    )
    await manager.switch_to(MyAppeals.one)


async def _score(_: CallbackQuery, __: Any, manager: DialogManager, score: str) -> None:
    manager.dialog_data["score"] = int(score)
    await manager.switch_to(MyAppeals.comment)


async def _comment(message: Message, _: MessageInput, manager: DialogManager) -> None:
    await _rate(manager, message.text or "")


async def _no_comment(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _rate(manager, "")


async def _rate(manager: DialogManager, comment: str) -> None:
    ctx, data = context(manager), manager.dialog_data
    await appeals.rate(ctx.session, ctx.person, data["appeal"], data["score"], comment, ctx.services.policy, ctx.now)
    await manager.switch_to(MyAppeals.thanks)


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
            Say("\n<b>进度</b>"),
            Shown("timeline"),
            Say("\n<b>您的问题解决了吗？</b>", when="confirming"),
            Say("\n<b>这次办理，您满意吗？</b>", when="rating"),
            Row(
                Button(Label("解决了"), id="solved", on_click=_act(_confirm, MyAppeals.rate)),
                SwitchTo(Label("还没解决"), id="unsolved", state=MyAppeals.not_solved),
                when="confirming",
            ),
            SwitchTo(Label("去评价"), id="rate", state=MyAppeals.rate, when="rating"),
            whole_text.button(),
            SwitchTo(Label("撤回诉求"), id="withdraw", state=MyAppeals.withdraw, when="running"),
            Row(ways.back(MyAppeals.list), ways.home()),
            listening(),
            state=MyAppeals.one,
            getter=_one_getter,
        ),
        Window(
            Say("抱歉让您久等了。还有什么没有解决？写一句，承办单位会二次办理，营商办也会知道。"),
            MessageInput(_what_is_missing, filter=typed),
            Button(Label("不写了，直接退回办理"), id="reopen", on_click=_act(_reopen, MyAppeals.one)),
            ways.back(MyAppeals.one),
            state=MyAppeals.not_solved,
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
        Window(
            Say("撤回 {number}（{matter}）后，承办单位就不再办理这件诉求了。确定撤回吗？"),
            Row(
                Button(Label("确定撤回"), id="sure", on_click=_act(_withdraw, MyAppeals.one)), ways.back(MyAppeals.one)
            ),
            state=MyAppeals.withdraw,
            getter=_withdraw_getter,
        ),
        Window(
            Say("谢谢您的评价，我们会做得更好。"),
            SwitchTo(Label("查看这件诉求"), id="see", state=MyAppeals.one),
            ways.home(),
            listening(),
            state=MyAppeals.thanks,
        ),
        on_start=_open,
    )
