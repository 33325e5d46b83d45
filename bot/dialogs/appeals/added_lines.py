"""Lines that were added to the appeal being written: confirmed, and taken out again if they were not meant for it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aiogram_dialog import DialogManager

from bot.dialogs.appeals import filing
from bot.dialogs.appeals.states import start_several
from bot.dialogs.context import Context, answer, context, office
from texts.folding import folded, pairs
from texts.lines import shortened
from texts.speech import say
from understanding import service_questions
from understanding.meaning import understand
from understanding.model import Context as Situation
from understanding.model import Kind

MAX_CHARS = 40  # a longer text tells of the matter
MAX_LOOKED_AT = 200  # characters of a text that may ask something
SHOWN_CHARS = 24  # of a line that was taken out
MIN_SHARED = 2  # pairs of characters that name a line
LINE = "(?:句|(?<!银)行|(?<!路)(?<!地)段|一句话)"
DROP = "(?:(?:删|去|拿|撤|划|抹|消)(?:掉|除)|删(?:了|去)?)"
ORDER = "^(?:请|麻烦|帮我|你|把|那|就|还是|算了|刚才|上面|前面|后面|我|[,， ])*"
DROPS = re.compile(
    f"{ORDER}.{{0,24}}{LINE}话?(?:话|的|都|[,， ])*(?:{DROP}|不要了?$|不要(?:写|加|放)|别写|不用写|不算$)|"
    f"{ORDER}{DROP}.{{0,14}}(?:{LINE}|那个|这个)|"
    f"^.{{0,30}}{LINE}.{{0,6}}{DROP}(?:吧|了|掉)?$|^.{{2,16}}{DROP}.{{0,8}}{LINE}$|"
    "^(?:刚才|上面|前面|那|这).{0,6}(?:不要|别|不用)(?:写|加|放|记)(?:进去|进|上去|在里面|里面|上|了)|"
    "(?:remove|delete|drop|take out|erase|cross out)\\b.{0,30}"
    "(?:lines?|sentences?|part|words?|questions?|that|it|last)\\b|"
    "^(?:please |no,? )?take (?:that|this|it|the last (?:line|one)) out\\b|"
    "(?:do not|don.?t) (?:add|include|write|put) (?:that|this|it)\\b"
)
LAST = re.compile("最后|刚才|刚刚|上面|\\blast\\b")
DROPS_ALL = re.compile(
    "(?:请|麻烦|帮我|把|后面|后来|加|的|那|这|几|两|句|行|都|全部?|给|我|[,， ])*"
    "(?:删(?:掉|除|了|去)?|(?:去|拿|撤|划)(?:掉|除))(?:都|全)?(?:吧|了)?|"
    "(?:please )?(?:remove|delete|drop|take out|erase) (?:them |it )?(?:both|all)"
    "(?: of (?:them|it|those))?(?: lines)?(?: please)?"
)
EVERY = re.compile("都|全|两|几|both|all")
TOLD = re.compile(  # what somebody else took out is told, and nobody's wish: "他们把合同第三条删掉了"
    "^(?!请|麻烦|把|删|去掉|拿掉|划掉|please|remove|delete).*(?:他们|她们|对方|人家|窗口|物业|房东|平台|公司|单位|局|合同|协议|条款|名单|\\b(?:they|he|she|officer|bureau|contract|landlord)\\b)"
)
FIRST = re.compile(f"第一{LINE}|first (?:line|sentence)")


def added_to(data: Mapping[str, Any]) -> list[str]:
    """The lines that were added and still stand in the text, oldest first."""
    return [line for line in data.get("added") or () if line in data.get("text", "").split("\n", 1)[-1]]


async def confirmed(manager: DialogManager, text: str) -> str:
    """What is answered when ``text`` was added: who asks is told where to ask at once."""
    if not text or not await asks(context(manager), text):
        return say("收到了，会和这件诉求一起提交。")
    return say("这个要专员来答，我先写进诉求里。想马上问，请打{office} {phone}。", **office(manager))


async def add(manager: DialogManager, text: str) -> None:
    """Add what was typed to the appeal and say so; what sounds like another matter is asked about, kept meanwhile."""
    matters = await filing.matters_added(manager, text)
    await filing.add(manager, text)
    if matters:
        await start_several(manager, manager.dialog_data["text"], matters)
    else:
        await answer(manager, await confirmed(manager, text))


async def asks(ctx: Context, text: str) -> bool:
    """Whether it is a question, and written as one."""
    is_asked = service_questions.QUESTION.search(folded(text, MAX_LOOKED_AT)) is not None
    return is_asked and understand(text, Situation(), await ctx.directory()).kind is Kind.QUESTION


def lines_meant(data: Mapping[str, Any], text: str) -> list[str] | None:
    """The added lines that the text wants taken out; none if it wants another part of the appeal rewritten; None if it
    wants neither."""
    said = folded(text, MAX_CHARS + 1)
    if len(said) > MAX_CHARS or not (DROPS.search(said) or DROPS_ALL.fullmatch(said)) or TOLD.search(said):
        return None
    lines = added_to(data)
    if not lines or FIRST.search(said):
        return []
    if DROPS_ALL.fullmatch(said):
        return lines if EVERY.search(said) else lines[-1:]
    if LAST.search(said):
        return lines[-1:]
    shared = {line: _shared(said, folded(line, MAX_CHARS)) for line in lines}
    most = max(shared.values())
    return [lines[-1] if most < MIN_SHARED else max(lines, key=lambda line: shared[line])]


def _shared(said: str, line: str) -> int:
    """How much of a line the order names: pairs of characters, in English words."""
    return len(set(said.split()) & set(line.split())) if said.isascii() else len(pairs(said) & pairs(line))


async def take_out(manager: DialogManager, lines: Sequence[str]) -> None:
    """Take the lines out, and say so: it was asked for in words."""
    for line in lines:
        await filing.take_out(manager, line)
        await answer(manager, say("去掉了：「{line}」", line=shortened(line, SHOWN_CHARS)))
