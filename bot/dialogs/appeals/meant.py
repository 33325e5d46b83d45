"""What an enterprise says of its appeals in words is done as its buttons do it."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram_dialog import DialogManager

from appeals import service as appeals
from appeals.progress import Status
from bot.dialogs.appeals.states import MyAppeals, start_my_appeals
from bot.dialogs.context import answer, context
from texts.speech import say

BARE_CHARS = 8  # a longer text says what is missing


async def solved(manager: DialogManager, appeal: int, stage: str | None, _: str) -> None:
    ctx = context(manager)
    if stage == Status.CONFIRM:
        await appeals.confirm(ctx.session, ctx.person, appeal, ctx.services.policy, ctx.now)
        await start_my_appeals(manager, appeal, MyAppeals.rate)
        return
    if stage != Status.RATE:
        await answer(manager, say("太好了。这件诉求还在办理中，承办单位登记办结后，会请您确认。"))
    await start_my_appeals(manager, appeal, MyAppeals.rate if stage == Status.RATE else None)


async def not_solved(manager: DialogManager, appeal: int, stage: str | None, text: str) -> None:
    """What is missing is asked, unless the text says it."""
    ctx = context(manager)
    if stage not in (Status.CONFIRM, Status.RATE):
        await answer(manager, say("确实还没有办结，我们会盯着它。现在的进度是这样："))
    elif len(text) <= BARE_CHARS:
        await start_my_appeals(manager, appeal, MyAppeals.not_solved)
        return
    else:
        await appeals.reopen(ctx.session, ctx.person, appeal, text, ctx.services.policy, ctx.now)
        await answer(manager, say("抱歉让您久等了。您的话已转给承办单位，请它二次办理，营商办也会知道。"))
    await start_my_appeals(manager, appeal)


async def withdraw(manager: DialogManager, appeal: int, stage: str | None, _: str) -> None:
    running = stage in (Status.ASSIGN, Status.CONTACT, Status.PATH, Status.RESOLVE)
    await start_my_appeals(manager, appeal, MyAppeals.withdraw if running else None)


async def progress(manager: DialogManager, appeal: int, _: str | None, __: str) -> None:
    await start_my_appeals(manager, appeal)


ACTS: Mapping[str, Callable[[DialogManager, int, str | None, str], Awaitable[None]]] = {
    "solved": solved,
    "not_solved": not_solved,
    "withdraw": withdraw,
    "progress": progress,
}
"""By the kind of meaning: what is done with the appeal, which is in that stage, after that text."""
