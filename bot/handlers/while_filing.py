"""What is typed while an appeal is written and, by what it means, is none of it: done at once, answered, or kept apart
until the person says that it belongs there."""

import math
import re

from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.appeals import human, lately, receiving, unwritten
from bot.dialogs.appeals.receiving import NAMING, WORDLESS
from bot.dialogs.appeals.states import FileAppeal
from bot.dialogs.context import answer, context
from bot.dialogs.directory import find_unit
from bot.dialogs.situation import is_filing, situation
from bot.handlers import service_questions
from bot.handlers.small_talk import THANKS
from texts.folding import folded
from texts.speech import say
from understanding import asides, numbers, parts, secrecy
from understanding.meaning import understand
from understanding.model import Context, Kind, Meaning

WINDOWS = ({*WORDLESS, *NAMING} - {FileAppeal.integrity}) | {FileAppeal.text, FileAppeal.unit, FileAppeal.summary}
MAX_BARE_CHARS = 8  # thanks that ask for nothing; of longer ones it is said that they are not written in
MAX_NUMBER_CHARS = 2
MAX_CHARS = 40  # a longer text tells of the matter
# From how sure on a text that means this by itself is done at once, the draft being kept ...
AWAY = {Kind.WISH: 0.8, Kind.CONTACT_OF: 0.8, Kind.LOOKUP: 0.8}
HERE = ("file", "back", "leave", "home", "cancel", "profile")  # wishes that mean the appeal that is being written
# ... and from where on it is not taken for a line of the appeal.
APART = {
    Kind.WISH: 0.5,
    Kind.CONTACT_OF: 0.5,
    Kind.LOOKUP: 0.5,
    Kind.HUMAN: 0.65,
    Kind.WITHDRAW: 0.6,
    Kind.THANKS: 0.9,
    Kind.NOTHING: 0.9,
}
WITHDRAWS = re.compile(  # an order of the speaker
    "^(?!.*(?:没有?|他们|她们|让我|要我|叫我|要求|银行|处罚|决定))"
    "(?:.{0,16}(?:那|这)(?:个|件|条).{0,4}撤(?:回|掉|销|了)?(?:吧|了|算了)*$|"
    "(?:算了|那|就|请|帮我|麻烦|我要|我想|把|[,， ])*撤(?:回|掉|销))|^(?:please |i want to )*withdraw\\b"
)
OF_OPEN = (Kind.SOLVED, Kind.NOT_SOLVED, Kind.NO_CONTACT, Kind.PROGRESS)  # said of an appeal that is open already


async def leads_away(manager: DialogManager, text: str) -> bool:
    """Whether it asks for something else to be done at once: a function, a search, an appeal by its number."""
    if not is_filing(manager) or len(text) > MAX_CHARS:
        return False
    if await _begins_with_own_number(manager, text) or await _withdraws_own(manager, text):
        return True
    meaning = await _meaning(manager, text) if asides.read(text) is None else None
    if meaning is None or meaning.ask or meaning.sure < AWAY.get(meaning.kind, math.inf):
        return False
    if meaning.kind is Kind.CONTACT_OF:
        return not await find_unit.told(manager, text)
    return meaning.value != "mine" or bool((await _situation(manager)).open)


async def kept_apart(manager: DialogManager, text: str) -> bool:
    """Whether it is answered, or not written into the appeal: a button, or words, do so after all."""
    if not is_filing(manager) or len(text) > MAX_CHARS:
        return False
    if _is_number_alone(manager, text):
        return await _not_written(manager, text)
    meaning = await _meaning(manager, text)
    if meaning is None or not (_is_apart(manager, meaning) or await _is_of_open_appeal(manager, meaning)):
        return False
    await _answer(manager, text, meaning)
    unwritten.keep(manager, text)
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


def _is_number_alone(manager: DialogManager, text: str) -> bool:
    """Whether it is a number where none is asked for, and of no list."""
    asks_none = manager.current_context().state in (*WORDLESS, FileAppeal.summary)
    return asks_none and len(text.strip()) <= MAX_NUMBER_CHARS and text.strip().isdecimal()


async def _not_written(manager: DialogManager, text: str) -> bool:
    await answer(manager, say("「{text}」没有写进诉求。点下面的按钮，或者用一句话说。", text=text.strip()))
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


async def _answer(manager: DialogManager, text: str, meaning: Meaning) -> None:
    if meaning.kind is Kind.HUMAN:
        await human.offer(manager, None)
    elif meaning.kind is Kind.CONTACT_OF and (told := await find_unit.told(manager, text)):
        await answer(manager, told)
    elif meaning.kind is Kind.THANKS and len(text) <= MAX_BARE_CHARS:
        await answer(manager, say("不客气，您接着说。") if THANKS.search(text) else say("我在，您接着说。"))
    elif meaning.value == "mine":
        await answer(manager, say("这件还没有提交，您写的都留着。走完下面几步，点「确认提交」才交上去。"))
    else:
        await answer(manager, say("这句没有写进诉求。想写进去，就说「补充：……」。"))


def _is_apart(manager: DialogManager, meaning: Meaning) -> bool:
    state = manager.current_context().state
    if meaning.ask or meaning.sure < APART.get(meaning.kind, math.inf):
        return False
    if state in NAMING:
        return meaning.kind in (Kind.HUMAN, Kind.CONTACT_OF, Kind.WISH)
    return not (meaning.kind is Kind.NOTHING and state in (FileAppeal.unit, FileAppeal.text))


async def _is_of_open_appeal(manager: DialogManager, meaning: Meaning) -> bool:
    """Whether it says how another appeal stands, and is not the next line of this one."""
    if meaning.kind not in OF_OPEN or await lately.line_of(manager) == lately.DRAFT:
        return False
    return bool((await _situation(manager)).open)


async def _meaning(manager: DialogManager, text: str) -> Meaning | None:
    """What the words mean by themselves; None if they answer the window, say what is to become
    of the appeal, or that they are to be added."""
    if manager.current_context().state not in WINDOWS or parts.without_opening(text) != text:
        return None
    said = folded(text, secrecy.MAX_WISH_CHARS)
    if (
        secrecy.is_wish(said)
        or receiving.is_answer(text, manager)
        or await service_questions.answers_window(manager, text)
    ):
        return None
    meaning = understand(text, Context(), await context(manager).directory())
    return None if meaning.kind is Kind.WISH and meaning.value in HERE else meaning


async def _begins_with_own_number(manager: DialogManager, text: str) -> bool:
    said = folded(text, MAX_CHARS)
    if numbers.BEGINS.match(said) is None:
        return False
    here = await _situation(manager)
    named = numbers.appeals_named(said, here)
    return bool(named) and here.appeal(named[0]) is not None


async def _withdraws_own(manager: DialogManager, text: str) -> bool:
    """Whether it orders to withdraw an appeal that is open already."""
    if WITHDRAWS.search(folded(text, MAX_CHARS)) is None:
        return False
    here = await _situation(manager)
    if not here.open:
        return False
    meaning = understand(text, Context(open=here.open), await context(manager).directory())
    return meaning.kind is Kind.WITHDRAW and not meaning.ask


async def _situation(manager: DialogManager) -> Context:
    event = manager.event
    return await situation(event, manager) if isinstance(event, Message) else Context()
