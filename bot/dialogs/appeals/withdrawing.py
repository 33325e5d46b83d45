"""The window that asks before an appeal is withdrawn, and what may be meant instead."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from appeals import feedback_words
from appeals import service as appeals
from bot.dialogs.appeals import meant
from bot.dialogs.appeals.looking import look
from bot.dialogs.appeals.states import MyAppeals
from bot.dialogs.context import context, start_value
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say
from texts.lines import shortened

MATTER_CHARS = 12
MIN_SAID_CHARS = 8  # "撤回吧"; a longer text may say more than that


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    view, said = await look(dialog_manager), start_value(dialog_manager, "said") or ""
    matter = shortened(view.text, MATTER_CHARS)
    return {
        "number": view.appeal.number,
        "matter": matter,
        "who": feedback_words.who_handles(view),
        "says_more": len(said) > MIN_SAID_CHARS,
    }


async def _withdraw(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    ctx = context(manager)
    await appeals.withdraw(ctx.session, ctx.person, manager.dialog_data["appeal"], ctx.services.policy, ctx.now)
    manager.dialog_data["withdrawn"] = True
    await manager.switch_to(MyAppeals.one)


async def _pass_on(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await meant.supplement(manager, meant.Word(manager.dialog_data["appeal"], None, start_value(manager, "said")))


def window() -> Window:
    return Window(
        Say("撤回 {number}（{matter}）后，{who}就不再办理这件诉求了。确定撤回吗？"),
        Row(
            Button(Label("确定撤回"), id="sure", on_click=_withdraw),
            SwitchTo(Label("先不撤"), id="back", state=MyAppeals.one),
        ),
        Button(Label("不撤，把这句话转给办理的人"), id="pass_on", on_click=_pass_on, when="says_more"),
        listening(),
        state=MyAppeals.withdraw,
        getter=_getter,
    )
