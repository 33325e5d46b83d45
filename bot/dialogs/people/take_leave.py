"""A specialist's leave: its dates, and the substitute."""

from contextlib import suppress
from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput

from bot.dialogs import choices, ways
from bot.dialogs.context import Context, context, set_person, start_value
from bot.dialogs.kinds import typed
from bot.dialogs.people.states import TakeLeave
from bot.dialogs.widgets import Say
from directory import leave_service as leaves
from people.model import Leave
from people.spoken_leave import read_spoken_leave
from texts.refused import Refused
from texts.speech import Markup, say, translated
from workdays.deadline_rules import day_of
from workdays.words import day_in_words

NO_SUBSTITUTE = 0


def in_words(ctx: Context) -> str:
    """The person's leave in words; "" if there is none or it is over."""
    today = day_of(ctx.now)
    told = [post for post in leaves.specialists_posts(ctx.person) if post.leave and post.leave.last >= today]
    if not told or told[0].leave is None:
        return ""
    period, names = period_in_words(told[0].leave), "、".join(one.substitute for one in told if one.substitute)
    if not names:
        return say("休假：{period}", period=period)
    return say("休假：{period}，由{name}代办", period=period, name=names)


def period_in_words(leave: Leave) -> Markup:
    first, last = day_in_words(leave.first), day_in_words(leave.last, leave.first.year)
    return first if leave.first == leave.last else Markup(say("{first}至{last}", first=first, last=last))


async def _open(_: Any, manager: DialogManager) -> None:
    """Days that were named when the leave was asked for are not asked again."""
    with suppress(Refused):
        _keep_days(manager, start_value(manager, "said") or "")
        await manager.switch_to(TakeLeave.substitute)


async def _dates(message: Message, _: MessageInput, manager: DialogManager) -> None:
    _keep_days(manager, message.text or "")
    await manager.next()


def _keep_days(manager: DialogManager, said: str) -> None:
    today = day_of(context(manager).now)
    leave = read_spoken_leave(said, today)
    if leave.last < today:
        raise Refused(say("这几天已经过去了，请写还没有过完的休假。"))
    manager.dialog_data.update(first=leave.first.isoformat(), last=leave.last.isoformat())


async def _who(_: CallbackQuery, __: Any, manager: DialogManager, post: str) -> None:
    ctx = context(manager)
    set_person(manager, await leaves.take(ctx.session, ctx.person, _leave(manager), int(post)))
    await manager.done()


async def _who_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    known = [(one.id, one.name) for one in await leaves.colleagues(ctx.session, ctx.person)]
    return {
        "period": period_in_words(_leave(dialog_manager)),
        "colleagues": [*known, (NO_SUBSTITUTE, translated("不指定，交给首席专员"))],
    }


def _leave(manager: DialogManager) -> Leave:
    first, last = (date.fromisoformat(manager.dialog_data[name]) for name in ("first", "last"))
    return Leave(first, last)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say("从哪天休假到哪天？比如「明天到周五」「下周」或「12月1日到12月4日」，头尾两天都算。"),
            MessageInput(_dates, filter=typed),
            ways.cancel(),
            state=TakeLeave.dates,
        ),
        Window(
            Say("休假：{period}\n\n这段时间由谁代办？新的诉求和提醒会发给代办人。"),
            choices.column("who", "colleagues", _who),
            ways.back(),
            state=TakeLeave.substitute,
            getter=_who_getter,
        ),
        on_start=_open,
    )
