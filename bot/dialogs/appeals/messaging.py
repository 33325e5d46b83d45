"""The window in which whoever handles an appeal sends the enterprise a message."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from appeals import access, rules
from appeals import service as appeals
from appeals.model import Fact, FactKind
from appeals.view import View
from bot.dialogs import ways
from bot.dialogs.appeals import as_said
from bot.dialogs.context import Context, context
from bot.dialogs.kinds import typed
from bot.dialogs.listening import listening
from bot.dialogs.widgets import Label, Say
from people.access import may
from texts.speech import sentence

Getter = Callable[..., Awaitable[dict[str, Any]]]


def can_message(ctx: Context, view: View) -> bool:
    """Whether the person may send the enterprise a message about the appeal now."""
    fact = Fact(FactKind.MESSAGED, ctx.now, by=ctx.person.id)
    is_allowed = may(ctx.person, access.MESSAGE, access.protected(view.appeal, view.progress))
    return is_allowed and rules.may(view.appeal, view.progress, fact, ctx.services.deadline_rules)


def button(to: State) -> SwitchTo:
    """For a window whose getter returns ``can_message``."""
    return SwitchTo(Label("给企业留言"), id="message", state=to, when="can_message")


def button_instead(done: State) -> Button:
    """For a window that records a step with the words that opened it, and whose getter returns ``said``."""

    async def send_as_said(_: CallbackQuery, __: Any, manager: DialogManager) -> None:
        await _send(manager, as_said.words(manager), done)

    return Button(Label("不登记，只发给企业"), id="message", on_click=send_as_said, when="said")


async def _send(manager: DialogManager, text: str, done: State) -> None:
    ctx, number = context(manager), manager.dialog_data["appeal"]
    await appeals.message(ctx.session, ctx.person, number, text, ctx.services.policy, ctx.now)
    manager.dialog_data["done"] = "messaged"
    as_said.forget(manager)
    await manager.switch_to(done)


def window(state: State, shown: State, done: State) -> Window:
    async def send(message: Message, _: MessageInput, manager: DialogManager) -> None:
        await _send(manager, message.text or "", done)

    return Window(
        Say("要对企业说什么？企业会原样看到，也可以回复。"),
        MessageInput(send, filter=typed),
        ways.back(shown),
        state=state,
    )


def _can_send(data: dict[str, Any], *_: Any) -> bool:
    return bool(data["said"]) and bool(data["can_message"])


def offer(state: State, shown: State, done: State, getter: Getter, *steps: SwitchTo) -> Window:
    """Offers to send the words that opened it; ``steps`` record them instead. Anything typed is understood anew."""

    async def send(_: CallbackQuery, __: Any, manager: DialogManager) -> None:
        await _send(manager, as_said.words(manager), done)

    return Window(
        Say("<b>{number}</b> {enterprise}"),
        Say("要发给企业吗？企业会原样看到，也可以回复。", when="can_message"),
        Say("这一步不能给企业留言。", when=lambda data, *_: not data["can_message"]),
        as_said.button(send, sentence("发出「{said}」"), when=_can_send),
        *steps,
        ways.back(shown),
        listening(),
        state=state,
        getter=getter,
    )
