"""What is typed at the summary: a correction of the person's own details, or more about the matter."""

import re
from collections.abc import Awaitable, Callable, Mapping

from aiogram.types import Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from appeals import at_hand_store, categories
from bot.dialogs import telephones
from bot.dialogs.appeals import added_lines, filing, saved_draft
from bot.dialogs.appeals.states import FileAppeal, start_unsure
from bot.dialogs.appeals.submitting import submit
from bot.dialogs.context import answer, context, set_person
from bot.dialogs.listening import MAX_ASKED
from directory import enterprise_service
from directory.english import in_chinese
from people import service as people
from people.words import masked_phone
from texts.folding import as_written, folded
from texts.lines import joined
from texts.speech import say
from understanding import answers, corrections, replacements
from understanding.meaning import MATTERS, understand
from understanding.model import Context as Situation
from understanding.model import Kind

MAX_LINE_CHARS = 200  # characters of a text that are looked at
SIGNS = " .。!！~,，"
TO_UNIT = re.compile(
    "(?:这件?事?|应该|(?:单位|部门)不对|单位|部门|建议承办|承办|请|麻烦|帮我|就|还是|[,， ])*"
    "(?:(?<=不对)[,， ]*是|改成|改为|换成|应该是|应该归|归|交给|转给)"
    "(?P<unit>[一-龥]{2,16}?)(?:管|办|处理|负责|来|的|吧|才对)*"
)
TO_UNIT_IN_ENGLISH = re.compile(
    "(?:and |but |no |i |we |please |, ?)*(?:want|need|prefer|change (?:it|the (?:unit|office)) to|should (?:be|go to)|"
    "(?:send|give) it to)(?: it)?(?: to)?(?: go to)? (?:the )?(?P<unit>[a-z ,]{4,50}?)"
    "(?: (?:unit|bureau|department|office|people|authority)\\b[a-z ,]{0,40})?"
)
SENTENCE = re.compile("([^。.!！?？\n]+?)(?:[。.!！?？\n]+|, and )(?=.{4})")
CLAUSE = re.compile("[。；;！!\n]+|[,，] *(?:另外|还有|对了)")
NOT_URGENT = re.compile(
    "(?:这件|这个|我|也|其实|[,， ])*"
    "(?:急件?(?:去掉|不要|取消|删掉)|(?:没|不)(?:有|是|算)?(?:那么|这么|太|很)?(?:着)?急件?)"
    "(?:的|了|吧|[,， ])*(?:没|不)?(?:有|是)?(?:那么|这么)?急?|(?:it is |it.s )?not (?:that )?urgent"
)
TO_CATEGORY = re.compile(
    "(?:类别|分类|类型)(?:不对|错了|有误)?[,， ]*(?:是|应该是|改成|改为|换成|选)(?P<category>.{2,10})"
)
NOT_UNIT = re.compile(
    "(?:这|这个|这件?事|应该)*(?:不是|不归|不该(?:是|归|找)|跟|和|与)(?P<unit>[一-龥]{2,12}?)"
    "(?:管|的事|办|负责|没关系|无关|[,，。!！ ]|$)"
    "|(?:no,? )?(?:it.s )?not (?:for )?(?:the |a )?(?P<english>[a-z]{3,20}(?: [a-z]{3,20})?)"
)
REWRITES = re.compile(
    "^(?:请|帮我)?把?(?:诉求|内容|文字|正文|描述|整段|全部)(?:改成|改为|换成|写成)[:：,， ]*(?=.{6})|"
    "^(?:请|帮我)?(?:改成|改为|换成)[:：] *(?=.{6})|^(?:please )?change (?:it|the text) to[:,]? *(?=.{12})",
    re.IGNORECASE,
)
TO_REWRITE = re.compile(
    "(?:不是这样|不是这个意思|写得?不对|写错了|(?:你)?把|取消|文字|内容|诉求|全部?|整段|都|要|我|删掉|删了|[,，。 ])*"
    "(?:重来|重写|重新(?:写|来|说|打)|重填|从头写|"
    "rewrite(?: it)?|write it again|start (?:over|again))(?:一遍|一下|吧|了)*"
)
AND_MORE = re.compile("(?P<submit>确认提交|确认|提交|确定)[ ,，。]+(?:另外|还有|顺便)[,， ]*(?P<more>.{6,})", re.DOTALL)
TO_PHOTOS = re.compile(
    "(?:我)?(?:要|想|再)*(?:加|发|传|补)(?:一?[张个份]|几[张个])?(?:照片|图片?|文件|材料)(?:吧|呢|啊)?|"
    "(?:i )?(?:want to |would like to )?(?:add|send) (?:a |some )?(?:photos?|pictures?|files?)"
)
NOT_NEW = re.compile(
    "(?:取消|别提交|不提交|不对|这个?|这件|这条|我|其实|应该|就|还|也|都|[,， ])*"
    "(?:不是(?:新的|另一件|又一件|新事)|(?:跟|和|是|说)(?:的是?)?(?:原来|之前|上次|上回|以前|刚才)(?:那|的)?(?:个|件|条)(?:事|诉求)?)"
    "(?:的事|的|说|里|上|补充|一起|[,， ])*(?:[,， ].{0,30}|是(?:说|讲).{0,20}|(?:是)?一(?:回|件)事)?|"
    "(?:还是|就是)(?:说)?(?:原来|之前|上次|上回|以前)(?:那|的)(?:个|件|条|事|诉求|问题).{0,12}|(?:no,? )?(?:it is |"
    "it.s )?not (?:a )?new(?: one| matter)?|"
    ".{0,12}same (?:appeal|case|matter) as.{0,24}|.{0,16}my (?:old|earlier|first) (?:appeal|case).{0,12}"
)
MAX_NOT_NEW_CHARS, MAX_BARE_CHARS = 40, 16  # a longer text tells of the matter; one between them does that, too
TO_CHANGE = re.compile(
    "(?:我)?(?:要|想)?(?:修改|改改|改一下|改|不对|有错|错了|换)(?:一下|下|吧|个)?(?:承办)?(?:单位|部门|类别|地点|联系人|企业)?|"
    "(?:i (?:want|need) to )?(?:edit|change|modify)(?: (?:it|the (?:unit|office|category|place|contact|details)))?"
)


async def heard(message: Message, _: MessageInput, manager: DialogManager) -> None:
    text = await _without_details(manager, await _without_line(manager, message.text or ""))
    said = folded(text, MAX_LINE_CHARS)
    if text and not await _decided(manager, text, said) and not await _corrected(manager, text, said):
        await added_lines.add(manager, text)


async def _without_line(manager: DialogManager, text: str) -> str:
    """What is said besides that a line is to be taken out, which is done: "remove that. And I want ..."."""
    first = SENTENCE.match(text)
    lines = (
        added_lines.lines_meant(manager.dialog_data, folded(first[1].strip(SIGNS), MAX_LINE_CHARS)) if first else None
    )
    if first is None or not lines:
        return text
    await added_lines.take_out(manager, lines)
    return text[first.end() :].strip()


async def _without_details(manager: DialogManager, text: str) -> str:
    """What is said besides a name or a telephone that is corrected on the way: "不是80万，是18万。另外我叫李样例"."""
    clauses = [clause.strip() for clause in CLAUSE.split(text) if clause.strip()]
    if len(clauses) < 2:
        return text
    left = []
    for clause in clauses:
        said = folded(clause, MAX_LINE_CHARS)
        if not {"name", "phone"} & corrections.read(said).keys() or not await corrects_details(manager, clause, said):
            left.append(clause)
    return text if len(left) == len(clauses) else "，".join(left)


async def _decided(manager: DialogManager, text: str, said: str) -> bool:
    """Whether it does what a button of the window does: file it, change something, write it anew, take out a line."""
    whole = said.strip(SIGNS)
    lines = added_lines.lines_meant(manager.dialog_data, said.strip(SIGNS))
    if more := AND_MORE.match(text):
        said = more["submit"]
        if await filing.wants_secrecy(manager, more["more"]):
            await manager.switch_to(FileAppeal.integrity)
            return True
        await _settle(manager, more["more"])
        if manager.dialog_data.get("integrity") and manager.dialog_data.get("confidential") is None:
            await manager.switch_to(FileAppeal.integrity)
            return True
    if answers.read_personal(said, "summary") == {"summary": "submit"}:
        await submit(manager)
    elif lines:
        await added_lines.take_out(manager, lines)
    elif lines is not None or TO_REWRITE.fullmatch(whole):
        await manager.switch_to(FileAppeal.text)
    elif TO_CHANGE.fullmatch(whole):
        manager.dialog_data["changing"] = True
        await manager.switch_to(FileAppeal.change)
    elif TO_PHOTOS.fullmatch(whole):
        await answer(manager, say("直接发到这里就行，可以一次发几张。"))
    elif await filing.wants_secrecy(manager, text):
        await manager.switch_to(FileAppeal.integrity)
    else:
        return len(whole) <= MAX_NOT_NEW_CHARS and await _is_of_open_appeal(manager, text, whole)
    return True


async def _settle(manager: DialogManager, more: str) -> None:
    """What is said beside the word to file: a correction is done, another matter waits, the rest is added."""
    if await _corrected(manager, more, folded(more, MAX_LINE_CHARS)):
        return
    if understand(more, Situation(), await context(manager).directory()).kind in MATTERS:
        manager.dialog_data["later"] = [more, *manager.dialog_data.get("later", [])]
        await saved_draft.keep_all(manager, manager.dialog_data["later"])
    else:
        await filing.add(manager, more)


async def _is_of_open_appeal(manager: DialogManager, text: str, said: str) -> bool:
    """Whether what was written belongs to an appeal that is open already, which the person is asked about. What says
    more than that goes along."""
    ctx, data = context(manager), manager.dialog_data
    keeps_apart = data.get("confidential") or data.get("integrity") or data.get("accused")
    is_meant = not keeps_apart and NOT_NEW.fullmatch(said.strip(SIGNS))
    own = await at_hand_store.own(ctx.session, ctx.person) if is_meant else []
    if own:
        written = joined(data["text"], text if len(said) > MAX_BARE_CHARS else "")
        appeals = [one.id for one in own[:MAX_ASKED]]
        await start_unsure(manager, written, Kind.SUPPLEMENT, appeals, data["files"], data.get("started"))
    return bool(own)


async def _corrected(manager: DialogManager, text: str, said: str) -> bool:
    """Whether it corrects something that the summary shows."""
    if await corrects_details(manager, text, said) or await _replaced(manager, text):
        return True
    if NOT_URGENT.fullmatch(said.strip(SIGNS)) and manager.dialog_data.get("urgent"):
        manager.dialog_data.update(urgent=False, not_urgent=True)
        await answer(manager, say("好的，不按急件办。"))
        return True
    if (category := _category_meant(said)) is not None:
        filing.choose(manager.dialog_data, "category", category)
        await answer(manager, say("类别改成{category}了。", category=categories.label(category)))
        return True
    if (unit := await _unit_meant(manager, said)) is not None:
        filing.choose(manager.dialog_data, "unit", unit)
        await answer(manager, say("好的，建议交给{unit}。", unit=await context(manager).unit_name(unit)))
    elif await _rejects_unit(manager, said):
        filing.choose(manager.dialog_data, "unit", None)
        await manager.switch_to(FileAppeal.unit)
    elif (written := REWRITES.match(text)) is not None:
        await filing.understand(manager, text[written.end() :])
        await answer(manager, say("诉求换成您新写的这段了。"))
    else:
        return False
    return True


async def _replaced(manager: DialogManager, text: str) -> bool:
    """Whether it puts other words in the place of some that were written."""
    replaced, written = replacements.read(text), manager.dialog_data["text"]
    if replaced is None or replacements.applied(replaced, written) == written:
        return False
    if not any(sign.isdecimal() for sign in replaced.new) and await _named(manager, replaced.new) is not None:
        return False
    await filing.understand(manager, replacements.applied(replaced, written))
    await answer(manager, say("「{old}」改成「{new}」了。", old=replaced.old, new=replaced.new))
    return True


def _category_meant(said: str) -> str | None:
    """The category that the text asks for: "类别不对，是政策补贴"."""
    found = TO_CATEGORY.fullmatch(said.strip(SIGNS))
    told = answers.read_personal(found["category"], "category") if found else None
    return told["category"] if told else None


async def corrects_details(manager: DialogManager, text: str, said: str) -> bool:
    """Whether it gives another name, telephone, enterprise or hours; ``said``: the text, folded."""
    if await telephones.prefers(manager, said):
        return True
    corrected = corrections.read(said)
    for field, found in corrected.items():
        await answer(manager, await _CORRECTED[field](manager, as_written(text, found)))
    return bool(corrected)


async def _unit_meant(manager: DialogManager, said: str) -> int | None:
    """The unit that the text asks for in the place of the suggested one: "改成区城管局"."""
    found = TO_UNIT.fullmatch(said.strip(SIGNS))
    unit = await _named(manager, found["unit"]) if found else None
    if unit is None and (english := TO_UNIT_IN_ENGLISH.fullmatch(said.strip(SIGNS))) is not None:
        chinese = in_chinese(english[0], await context(manager).directory())
        unit = await _named(manager, chinese.partition("，")[0]) if chinese != english[0] else None
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
