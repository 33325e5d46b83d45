"""The receipt of an appeal that was filed: who handles it by when, and how to come back to it."""

from typing import Any

from aiogram_dialog import DialogManager

from appeals import assignment_service, reading_service, words
from bot.dialogs.context import context
from people.model import Person
from texts.lines import joined, shortened
from texts.speech import say

NEXT_CHARS = 16  # characters of the next matter on its button


async def getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, data = context(dialog_manager), dialog_manager.dialog_data
    rules = ctx.services.deadline_rules
    view = await reading_service.look(ctx.session, ctx.person, data["filed"], rules)
    expected = view.handler or await assignment_service.expected_handler(ctx.session, view.appeal, ctx.now)
    later = data.get("later") or [""]
    receipt = joined(words.receipt(view, expected, rules), _way_back(data.get("code", ""), ctx.person))
    return {"receipt": receipt, "next": shortened(later[0], NEXT_CHARS)}


def _way_back(code: str, person: Person) -> str:
    """A code to come back with needs the last digits of a telephone."""
    if not code and not person.phone:
        return say(
            "\n您没有留电话，所以没有回执码：换了手机或清空浏览器后就看不到这件了。需要的话，在「我的资料」里补一个。"
        )
    if not code:
        return ""
    return say("\n换了手机也找得回来：发送回执码 <b>{code}</b>，再输入您电话的后四位。", code=code)
