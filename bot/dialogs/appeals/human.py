"""Whoever wants to speak with somebody: whoever handles the appeal is asked to call, and the office can be called."""

from aiogram_dialog import DialogManager

from bot.dialogs.appeals import meant
from bot.dialogs.context import answer, context
from texts.speech import say


async def offer(manager: DialogManager, appeal: int | None) -> None:
    """``appeal``: the one that the person has in front, if a unit has it at hand."""
    ctx = context(manager)
    office, rules = ctx.services.office, ctx.services.deadline_rules
    reached = {"office": office.name, "phone": office.phone, "hours": f"{rules.opening:%H:%M}–{rules.closing:%H:%M}"}
    called = await meant.ask_for_call(manager, appeal) if appeal is not None else ""
    if called:
        said = say(
            "我已经请{who}直接联系您。等不及的话，请打{office}电话 {phone}（工作日 {hours}）。", who=called, **reached
        )
    else:
        said = say(
            "这里先由我接待。想和人直说，请打{office}电话 {phone}（工作日 {hours}）；也可以写给我，由专员联系您。",
            **reached,
        )
    await answer(manager, said)
