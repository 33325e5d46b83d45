"""What is typed at the summary: a correction of the person's own details, or more about the matter."""

import re
from collections.abc import Awaitable, Callable, Mapping

from aiogram.types import Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from bot.dialogs.appeals import filing
from bot.dialogs.appeals.states import FileAppeal
from bot.dialogs.context import answer, context, set_person
from directory import enterprise_service
from directory.english import in_chinese
from people import service as people
from people.words import masked_phone
from texts.folding import as_written, folded
from texts.speech import say
from understanding import answers, corrections

MAX_LINE_CHARS = 200  # characters of a text that are looked at
SIGNS = " .。!！~,，"
TO_UNIT = re.compile(
    "(?:这件?事?|应该|单位|部门|建议承办|承办|请|麻烦|帮我|就|还是|[,， ])*"
    "(?:改成|改为|换成|应该是|应该归|归|交给|转给)"
    "(?P<unit>[一-龥]{2,16}?)(?:管|办|处理|负责|来|的|吧|才对)*"
)
NOT_UNIT = re.compile(
    "(?:这|这个|这件?事|应该)*(?:不是|不归|不该(?:是|归|找)|跟|和|与)(?P<unit>[一-龥]{2,12}?)"
    "(?:管|的事|办|负责|没关系|无关|[,，。!！ ]|$)"
    "|(?:no,? )?(?:it.s )?not (?:for )?(?:the |a )?(?P<english>[a-z]{3,20}(?: [a-z]{3,20})?)"
)
REWRITES = re.compile("^(?:请|帮我)?把?(?:诉求|内容|文字|正文|描述)(?:改成|改为|换成|写成)[:：,， ]*(?=.{6})")


async def heard(message: Message, _: MessageInput, manager: DialogManager) -> None:
    text = message.text or ""
    said = folded(text, MAX_LINE_CHARS)
    if corrected := corrections.read(said):
        for field, found in corrected.items():
            await answer(manager, await _CORRECTED[field](manager, as_written(text, found)))
    elif (unit := await _unit_meant(manager, said)) is not None:
        filing.choose(manager.dialog_data, "unit", unit)
        await answer(manager, say("好的，建议交给{unit}。", unit=await context(manager).unit_name(unit)))
    elif await _rejects_unit(manager, said):
        filing.choose(manager.dialog_data, "unit", None)
        await manager.switch_to(FileAppeal.unit)
    elif (written := REWRITES.match(text)) is not None:
        await filing.understand(manager, text[written.end() :])
        await answer(manager, say("诉求换成您新写的这段了。"))
    else:
        await filing.add(manager, text)


async def _unit_meant(manager: DialogManager, said: str) -> int | None:
    """The unit that the text asks for in the place of the suggested one: "改成区城管局"."""
    found = TO_UNIT.fullmatch(said.strip(SIGNS))
    unit = await _named(manager, found["unit"]) if found else None
    return None if unit in manager.dialog_data["accused"] else unit


async def _rejects_unit(manager: DialogManager, said: str) -> bool:
    """Whether it says that the suggested unit is the wrong one: "不是法院"."""
    found, current = NOT_UNIT.match(said), await context(manager).directory()
    if found is None or manager.dialog_data.get("unit") is None:
        return False
    chinese = found["unit"] or in_chinese(found["english"], current).partition("，")[0]
    return bool(await _named(manager, chinese) == manager.dialog_data["unit"])


async def _named(manager: DialogManager, text: str) -> int | None:
    """The only unit that the text names."""
    current = await context(manager).directory()
    told = answers.read(text, "unit", current) or {"unit": "office"}
    return None if told["unit"] == "office" else current.by_name[told["unit"]].id


async def _name(manager: DialogManager, name: str) -> str:
    ctx = context(manager)
    set_person(manager, await people.give_name(ctx.session, ctx.person, name))
    return say("联系人改成{name}了。", name=context(manager).person.name)


async def _phone(manager: DialogManager, phone: str) -> str:
    ctx = context(manager)
    set_person(manager, await people.give_phone(ctx.session, ctx.person, phone))
    return say("电话改成 {phone} 了。", phone=masked_phone(context(manager).person.phone))


async def _enterprise(manager: DialogManager, name: str) -> str:
    ctx, readable = context(manager), enterprise_service.readable_name(name)
    enterprise = await enterprise_service.represent(ctx.session, ctx.person.id, readable, "", ctx.now)
    manager.dialog_data["enterprise"] = enterprise.id
    return say("企业改成{name}了。", name=enterprise.name)


async def _hours(manager: DialogManager, hours: str) -> str:
    ctx = context(manager)
    set_person(manager, await people.give_hours(ctx.session, ctx.person, hours))
    return say("记下了，{hours}给您打电话。", hours=context(manager).person.hours)


_CORRECTED: Mapping[str, Callable[[DialogManager, str], Awaitable[str]]] = {
    "name": _name,
    "phone": _phone,
    "enterprise": _enterprise,
    "hours": _hours,
}
