"""The question which unit is responsible: a choice, a name in any form, or more about the matter."""

import re
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Row, SwitchTo

from bot.dialogs import choices, ways
from bot.dialogs.appeals import added_lines, filing, next_step, receiving, summary_words, unwritten
from bot.dialogs.appeals.states import FileAppeal, start_several
from bot.dialogs.context import answer, context
from bot.dialogs.kinds import typed
from bot.dialogs.widgets import Label, Say, Shown
from directory import match
from directory import service as directory
from directory.english import in_chinese
from texts.folding import folded
from texts.speech import Markup, say, translated
from understanding import answers, ordinals

OFFICE = 0  # instead of a unit's id: the office decides
MAX_DUTY_CHARS = 6  # 排污许可; longer texts tell something
MAX_TEXT_CHARS = 200  # characters of a typed unit that are looked at
MAX_QUERY_CHARS = 40  # characters shown of a search without results
CHANGES_TO = re.compile("^(?:单位|部门)?(?:不对)?[,， ]*(?:改成|改为|换成|应该是|应该归)")
MAX_SEPARATE_CHARS = 24
MIN_SENTENCE_WORDS = 4
TELLS = re.compile("\\b(?:is|are|was|were|we|our|my|i|they|needs?|ha[sd]|have|been|wants?|stopped|broken|please)\\b")
APART = re.compile(
    "(?:这|是|这是)*[两俩二三](?:件|码)事?[,， ]*(?:分开|各).{0,8}|.{0,6}分开(?:报|提|交|办|写).{0,6}|"
    "(?:please )?(?:file )?(?:them |it )?separately.{0,10}"
)
BODY = re.compile("bureau|office|department|commission|authority|cent(?:er|re)|court|police|company|administration")
AGREES = re.compile("(?:对|是|嗯|好|同意|没错|就是)+(?:的|它|这个|了|吧)?|(?:i )?agree|right|correct|that.?s it")
SEPARATE = re.compile("分开|[两俩二三]件|[两俩二]码事|各(?:办|报)各|separate|two (?:things|matters)", re.IGNORECASE)


async def _unit(_: CallbackQuery, __: Any, manager: DialogManager, chosen: str) -> None:
    await _choose_unit(manager, int(chosen))


async def _choose_unit(manager: DialogManager, unit: int) -> None:
    filing.choose(manager.dialog_data, "unit", unit or None)
    manager.dialog_data["unit_asked"] = True
    await next_step.proceed(manager)


async def _unit_typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """A unit on offer is chosen by its name in any form, the office by "你们看着办"; another unit is searched for, and
    what names none is more about the matter. Name and telephone are kept for the windows that ask for them."""
    text, data = message.text or "", manager.dialog_data
    if len(text) <= MAX_SEPARATE_CHARS and SEPARATE.search(text):
        await separate(manager)
        return
    if await filing.wants_secrecy(manager, text):
        await next_step.proceed(manager)
        return
    if lines := added_lines.lines_meant(data, text):
        await added_lines.take_out(manager, lines)
        return
    if await receiving.introduced_early(manager, data, text):
        return
    said = folded(text, MAX_TEXT_CHARS)
    if context(manager).person.is_introduced and await summary_words.corrects_details(manager, text, said):
        return
    chosen = await _meant(manager, text)
    if chosen is not None:
        if chosen != OFFICE:
            await answer(manager, say("好的，建议交给{unit}。", unit=await context(manager).unit_name(chosen)))
        await _choose_unit(manager, chosen)
    elif await _names_unit(manager, text):
        await _search(manager, text)
    else:
        await added_lines.add(manager, text)
        if manager.current_context().state.group is FileAppeal:  # and is not asked whether to file two
            await next_step.proceed(manager)


def wants_apart(text: str) -> bool:
    """Whether the whole text asks to file the matters one by one."""
    return APART.fullmatch(folded(text, MAX_TEXT_CHARS)) is not None


async def separate(manager: DialogManager) -> None:
    """Files the matters of the text one by one, if they can be told apart."""
    text = manager.dialog_data["text"]
    if matters := await filing.matters(manager, text):
        await start_several(manager, text, matters)
    else:
        await answer(manager, say("这段话我分不开。先提交其中一件，另一件随后单独发给我就行。"))


async def _meant(manager: DialogManager, text: str) -> int | None:
    """The unit on offer that ``text`` names, or its place among them; 0 for the office; None if it is neither."""
    current, on_offer = await context(manager).directory(), _on_offer(manager)
    said = folded(in_chinese(text, current).partition("，")[0], MAX_TEXT_CHARS)
    if len(on_offer) == 1 and agrees(said):
        return on_offer[0]
    place = ordinals.ordinal(said)
    if place is not None and place < len(on_offer):
        return on_offer[place]
    told = answers.read(CHANGES_TO.sub("", said), "unit", current)
    if told is None:
        return None
    if told["unit"] == "office":
        return OFFICE
    if _is_english_sentence(text):
        return None
    named = current.by_name[told["unit"]].id
    return named if named in on_offer else None


def agrees(said: str) -> bool:
    """Whether a folded text says nothing but yes, in any words."""
    bare = answers.bare(said)
    is_yes = answers.is_yes(bare) or AGREES.fullmatch(bare) is not None
    return is_yes or answers.read_personal(said, "summary") == {"summary": "submit"}


def _on_offer(manager: DialogManager) -> list[int]:
    return [unit for unit, _ in manager.dialog_data["options"]]


def _is_english_sentence(text: str) -> bool:
    """Whether it tells something in English ("we need the water supply restored"), and names no office."""
    said = folded(text, MAX_TEXT_CHARS)
    is_told = len(said.split()) >= MIN_SENTENCE_WORDS and TELLS.search(said) is not None
    return said.isascii() and is_told and BODY.search(said) is None


async def _names_unit(manager: DialogManager, text: str) -> bool:
    """Whether ``text`` names a unit, or a duty of one, and tells nothing."""
    said, current = folded(text, MAX_TEXT_CHARS), await context(manager).directory()
    if _is_english_sentence(text):
        return False
    if answers.read(said, "unit", current) is not None or not answers.tells_something(said):
        return True
    is_short = len(answers.bare(said)) <= MAX_DUTY_CHARS and not answers.is_sentence(answers.bare(said))
    return is_short and match.decide(match.find(current, said)) != "none"


async def _search(manager: DialogManager, query: str) -> None:
    """Offer the matching units, except those complained about; if there are none, keep the previous options."""
    ctx, data = context(manager), manager.dialog_data
    found = directory.find(await ctx.directory(), query)
    units = {match.unit.id: match for match in reversed(found) if match.unit.id not in data["accused"]}
    data["missed"] = "" if units else query[:MAX_QUERY_CHARS]
    if units:
        data["options"] = [[number, units[number].unit.name] for number in reversed(units)]
        data["whys"] |= {str(number): match.why.to_json() for number, match in units.items()}
        data["asks"] = len(units) > 1


async def _getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    data = dialog_manager.dialog_data
    return {
        "likely": _likely(data),
        "changing": bool(data.get("changing")),
        "unwritten": filing.on_button(data.get("unwritten") or ""),
        "options": [*data["options"], (OFFICE, translated("请营商办判断"))],
    }


def _likely(data: dict[str, Any]) -> str:
    """The units that may be responsible, each with its reason, and the search that found nothing."""
    missed = [say("没有找到“{query}”。", query=data["missed"])] if data.get("missed") else []
    lines = [
        say("• <b>{unit}</b>：{why}", unit=name, why=Markup(reason))
        for unit, name in data["options"]
        if (reason := filing.why(data, unit))
    ]
    if not lines:
        head = say("这件事归哪个单位管？")
    elif data["asks"] or len(lines) > 1:
        head = say("这件事归哪个单位管？我拿不太准：")
    else:
        head = say("这件事看起来归这里管：")
    return "\n".join([*missed, head, *lines, ""])


def window() -> Window:
    return Window(
        Shown("likely"),
        Say("请选一个最像的；都不像就输入单位名称，或者交给营商办判断，一样快。"),
        choices.column("unit", "options", _unit),
        unwritten.button(),
        MessageInput(_unit_typed, filter=typed),
        Row(
            SwitchTo(Label("返回"), id="back", state=FileAppeal.text, when=lambda data, *_: not data["changing"]),
            SwitchTo(Label("返回"), id="back_to_change", state=FileAppeal.change, when="changing"),
            ways.home("取消"),
        ),
        state=FileAppeal.unit,
        getter=_getter,
    )
