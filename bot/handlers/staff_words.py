"""What specialists say of the appeals that they handle."""

import re

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from appeals import access
from appeals.progress import WITH_UNIT, Status
from bot.dialogs.appeals import by_link
from bot.dialogs.appeals.states import Tasks, start_tasks
from bot.dialogs.context import context
from bot.dialogs.situation import asked_by_window, id_of, in_front
from people.access import may, require
from texts.folding import folded
from understanding import numbers
from understanding.cues import STRONG, groups
from understanding.model import Context, Kind, Meaning, OpenAppeal

STEPS = {
    "contact": (Status.CONTACT, Tasks.contact),
    "path": (Status.PATH, Tasks.path),
    "result": (Status.RESOLVE, Tasks.resolve),
}
REPORT = re.compile("(?:解决)?(?:路径|方案|办法|计划|结果|处理|已|办)")  # how a report of a step begins
REPORTED = (Status.PATH, Status.RESOLVE)  # the steps of which specialists tell in whole sentences
TOLD = (Kind.NEW, Kind.SEVERAL, Kind.MESSAGE, Kind.SUPPLEMENT, Kind.SOLVED, Kind.ANSWER, Kind.PROGRESS)
MIN_REPORT_CHARS, MAX_LOOKED_AT = 8, 200
TO_COME = re.compile(
    "(?:[0-9一二三四五六七八九十]+[月号日天]|明天|后天|今晚|下周|下个?月|月底|周[一二三四五六日天]).{0,6}"
    "(?:前|能|可以|才|会|要|再|修|办|出|完)|"
    "(?:提前|推迟|延|拖)到|预计|准备|打算|计划|将会|先别|还要|还需|还得|等.{1,8}(?:再|就|才)|"
    "will |by (?:the end|next|monday|friday)"
)
NOTES = ("contact_note", "path_note", "result_note")
ADDRESSED = re.compile("[您你贵]|\\byour?\\b", re.IGNORECASE)
ASKS = re.compile("[?？吗呢]|怎么|多少|哪|谁")


async def looks_up(manager: DialogManager, text: str) -> bool:
    """Whether the text, in a window that takes a note, is only an appeal's number: it is looked up and no note."""
    number = numbers.only_number(folded(text, MAX_LOOKED_AT))
    if number is None or asked_by_window(manager) not in NOTES:
        return False
    await by_link.open_appeal(manager, number)
    return True


async def of_task(manager: DialogManager, text: str, meaning: Meaning, about: OpenAppeal) -> bool:
    """What a specialist says of an appeal at hand: a report opens the step that it waits for; otherwise the appeal is
    shown, with the telephone to call."""
    windows = dict(STEPS.values())
    if meaning.kind is Kind.MESSAGE and about.stage in windows and REPORT.match(text):
        await start_tasks(manager, id_of(about.number), windows[Status(about.stage)], said=text)
        return True
    if meaning.kind is Kind.MESSAGE and may(context(manager).person, access.SEE_TASKS):
        await start_tasks(manager, id_of(about.number), Tasks.message, said=text)
        return True
    await by_link.open_appeal(manager, id_of(about.number))
    return True


async def asks_enterprise(manager: DialogManager, text: str, here: Context) -> bool:
    """A question that speaks to somebody, below an appeal, is one for the enterprise."""
    front = in_front(here, (*WITH_UNIT, Status.CONFIRM))
    is_handler = may(context(manager).person, access.SEE_TASKS)
    if front is None or not is_handler or not ADDRESSED.search(text):
        return False
    await start_tasks(manager, id_of(front.number), Tasks.message, said=text)
    return True


async def reports(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """What a specialist tells of the appeal in front of them opens the step that it waits for, with these words. A
    trouble is no report."""
    front = in_front(here, REPORTED)
    is_trouble = groups("complaint")[""].found(folded(text, MAX_LOOKED_AT)).weight == STRONG
    is_report = _is_report(text) and meaning.kind in TOLD
    is_message = meaning.kind is Kind.MESSAGE and bool(meaning.why) and not REPORT.match(text)
    if front is None or is_trouble or is_message or not is_report or _is_to_come(text, front):
        return False
    await start_tasks(manager, id_of(front.number), dict(STEPS.values())[Status(front.stage or "")], said=text)
    return True


def _window(text: str, meaning: Meaning, about: OpenAppeal | None) -> State | None:
    """Where the step is recorded that the appeal waits for: any report may tell the path, but of a result only one that
    says that it is there ("12月15日修好" is none)."""
    if about is None or _is_to_come(text, about):
        return None
    stage, window = STEPS.get(str(meaning.value), ("", None))
    if about.stage == stage:
        return window
    if meaning.value is None and not meaning.ask:  # a step, and not said which: the one that comes
        return dict(STEPS.values()).get(Status(about.stage)) if about.stage else None
    is_result = groups("act")["result"].found(folded(text, MAX_LOOKED_AT)).weight == STRONG
    if about.stage == Status.RESOLVE and is_result:
        return Tasks.resolve
    return Tasks.path if about.stage == Status.PATH and _is_report(text) else None


def _is_report(text: str) -> bool:
    return len(text) >= MIN_REPORT_CHARS and not ASKS.search(text)


def _is_to_come(text: str, about: OpenAppeal) -> bool:
    """Whether an appeal waits for its result, and the text tells of something that will be."""
    return about.stage == Status.RESOLVE and TO_COME.search(folded(text, MAX_LOOKED_AT)) is not None


async def act(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """The window in which the step is recorded opens, if the appeal waits for it; otherwise the appeal, or the list."""
    require(context(manager).person, access.SEE_TASKS)
    about = here.appeal(meaning.appeal) if not meaning.ask else in_front(here, REPORTED) if _is_report(text) else None
    window = _window(text, meaning, about)
    await start_tasks(manager, id_of(about.number) if about else None, window, said=text if window else "")
    return True
