"""What specialists say of the appeals that they handle."""

import re

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from appeals import access
from appeals.progress import WITH_UNIT, Status
from bot.dialogs.appeals import as_said, by_link
from bot.dialogs.appeals.states import Tasks, start_tasks
from bot.dialogs.context import answer, context
from bot.dialogs.situation import id_of, in_front
from people.access import may, require
from texts.folding import as_written, folded
from texts.speech import say
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
CALL_TO_COME = re.compile(
    "^(?!.*(?:[了过]|已经))(?:.{0,6}[,， ])?(?:我|我们)?"
    "(?:明天|后天|今晚|下午|晚点|晚上|一会儿?|等下|待会儿?|马上|下?周[一二三四五]).{0,8}(?:打|联系|上门|过去|过来|到)"
)
HAS_HAPPENED = re.compile("已(?:经)?(?:办|送|发|出|换|批|领|修|交|给|为)|(?:办|修|发|领|换|送)(?:好|完|走|到|达)了")
ADDRESSED = re.compile("[您你贵]|请(?!示|求|假|款|教|客)|\\byour?\\b", re.IGNORECASE)
THEM = "(?:老板|企业|他们?|她们?|对方|人家|[一-龥]{1,3}(?:总|老板|女士|先生|经理|姐|哥)|[a-z]{2,16})"
TO_TELL = re.compile(
    "(?:请|麻烦|帮我?|你|那|就|[,， ])*"
    f"(?:(?P<direct>(?:跟|和|给|同){THEM}(?:说|讲|回)(?:一声|一下|下(?![午周个月班次礼星]))?"
    "(?![了过好完清解访定复]|明(?![天早晚年]))[:：,， ]*)|"
    f"(?:告诉|转告|通知|回复)(?:一下|一声)?{THEM}(?![了过])|"
    "(?:please )?tell (?:him|her|them|the (?:owner|boss))\\b).{3,}"
)
OF_THEM = re.compile("[他她]|让|叫|企业|对方|人家|老板")  # of somebody else than who reads it
YES = re.compile("(?:好的?|可以|行|没问题|不行|不可以|没关系)*(?:可以|行|没问题|不行)(?:的|啊|呀|吧|[,，。.!！])*")
MIN_REPLY_CHARS = 12  # a shorter text greets or thanks
TOLD_ALREADY = re.compile("已|[好完妥]了|办好|解决了?$")
WRITE = re.compile("(?:给企业)?(?:留言|发消息|写信)")
STEP = re.compile("(?:✓ ?)?(?:已?对接|反馈(?:解决)?路径|(?:登记)?办结)了?")  # the step by its name, and no report of it
ASKS = re.compile("[?？吗呢]|怎么|多少|哪|谁")


async def not_sent(manager: DialogManager) -> None:
    """Words that stand to be sent and were not: something else was typed."""
    if manager.has_context() and manager.current_context().state == Tasks.offer_message and as_said.words(manager):
        await answer(manager, say("上一句没有发给企业。要发的话，再说一遍。"))


async def of_task(manager: DialogManager, text: str, meaning: Meaning, about: OpenAppeal) -> bool:
    """What a specialist says of an appeal at hand: a report opens the step that it waits for; otherwise the appeal is
    shown, with the telephone to call."""
    windows = dict(STEPS.values())
    if speaks_to_enterprise(text) and may(context(manager).person, access.SEE_TASKS):
        await start_tasks(manager, id_of(about.number), Tasks.offer_message, said=to_send(text))
        return True
    if meaning.kind is Kind.MESSAGE and about.stage in windows and REPORT.match(text):
        await start_tasks(manager, id_of(about.number), windows[Status(about.stage)], said=text)
        return True
    is_message = meaning.kind is Kind.MESSAGE or (meaning.kind in TOLD and ADDRESSED.search(text))
    if is_message and may(context(manager).person, access.SEE_TASKS):
        await start_tasks(manager, id_of(about.number), Tasks.offer_message, said=text)
        return True
    await by_link.open_appeal(manager, id_of(about.number))
    return True


async def asks_enterprise(manager: DialogManager, text: str, here: Context) -> bool:
    """A question that speaks to somebody, below an appeal, is one for the enterprise."""
    front = in_front(here, (*WITH_UNIT, Status.CONFIRM))
    is_handler = may(context(manager).person, access.SEE_TASKS)
    if front is None or not is_handler or not ADDRESSED.search(text):
        return False
    await start_tasks(manager, id_of(front.number), Tasks.offer_message, said=text)
    return True


async def replies(manager: DialogManager, text: str, here: Context) -> bool:
    """Whether it may answer the enterprise, below news of an appeal: "可以的", "Hello Tom, your license…"."""
    about = here.appeal(here.replied_to) or here.appeal(here.spoken_of)
    is_answer = YES.fullmatch(folded(text, MAX_LOOKED_AT)) or (len(text) >= MIN_REPLY_CHARS and ADDRESSED.search(text))
    if about is None or about.stage not in WITH_UNIT or not is_answer:
        return False
    if not may(context(manager).person, access.SEE_TASKS):
        return False
    await start_tasks(manager, id_of(about.number), Tasks.offer_message, said=text)
    return True


async def reports(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """What a specialist tells of the appeal in front of them opens the step that it waits for, with these words. A
    trouble is no report."""
    front = in_front(here, REPORTED)
    is_trouble = groups("complaint")[""].found(folded(text, MAX_LOOKED_AT)).weight == STRONG
    is_report = _is_report(text) and meaning.kind in TOLD
    if front is None or is_trouble or not is_report:
        return False
    if speaks_to_enterprise(text) or _is_message(text, meaning, front) or _is_to_come(text, front):
        await start_tasks(manager, id_of(front.number), Tasks.offer_message, said=to_send(text))
        return True
    await start_tasks(manager, id_of(front.number), dict(STEPS.values())[Status(front.stage or "")], said=text)
    return True


def _window(text: str, meaning: Meaning, about: OpenAppeal) -> State | None:
    """Where the step is recorded that the appeal waits for: any report may tell the path, but of a result only one that
    says that it is there ("12月15日修好" is none)."""
    if _is_to_come(text, about):
        return None
    stage, window = STEPS.get(str(meaning.value), ("", None))
    if about.stage == stage:
        return window
    if meaning.value is None and not meaning.ask:  # a step, and not said which: the one that comes
        return dict(STEPS.values()).get(Status(about.stage)) if about.stage else None
    if about.stage == Status.RESOLVE and _is_result(text):
        return Tasks.resolve
    return Tasks.path if about.stage == Status.PATH and _is_report(text) else None


def _is_message(text: str, meaning: Meaning, about: OpenAppeal) -> bool:
    """Whether it is said to the enterprise, and reports nothing to it."""
    if REPORT.match(text):
        return False
    is_said_so = meaning.kind is Kind.MESSAGE and bool(meaning.why)
    return is_said_so or (about.stage == Status.RESOLVE and not _is_result(text) and bool(ADDRESSED.search(text)))


def _is_result(text: str) -> bool:
    said = folded(text, MAX_LOOKED_AT)
    return groups("act")["result"].found(said).weight == STRONG or HAS_HAPPENED.search(said) is not None


def speaks_to_enterprise(text: str) -> bool:
    """Whether it asks to tell the enterprise something: "跟老板说下午三点可以"."""
    said = folded(text, MAX_LOOKED_AT)
    return TO_TELL.match(said) is not None and TOLD_ALREADY.search(said) is None


def to_send(text: str) -> str:
    """The words that the enterprise is to read: "跟王老板说明天带章过来" is sent as "明天带章过来"."""
    told = TO_TELL.match(folded(text, MAX_LOOKED_AT))
    words = folded(text, len(text))[told.end("direct") :] if told and told["direct"] else ""
    return text if not words or OF_THEM.search(words) else as_written(text, words)


def tells_step(window: State, text: str) -> bool:
    """Whether it tells what the window of a step asks for."""
    if window == Tasks.contact:
        return groups("act")["contact"].found(folded(text, MAX_LOOKED_AT)).weight == STRONG
    return _is_report(text) if window == Tasks.path else window == Tasks.resolve and _is_result(text)


def _is_report(text: str) -> bool:
    return len(text) >= MIN_REPORT_CHARS and not ASKS.search(text)


def _is_to_come(text: str, about: OpenAppeal) -> bool:
    """Whether an appeal waits for its result, or for its contact, and the text tells of something that will be."""
    said = folded(text, MAX_LOOKED_AT)
    if about.stage == Status.CONTACT:
        return CALL_TO_COME.search(said) is not None
    is_done = HAS_HAPPENED.search(said) is not None
    return about.stage == Status.RESOLVE and not is_done and TO_COME.search(said) is not None


async def act(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """The window in which the step is recorded opens, if the appeal waits for it; otherwise the appeal, or the list."""
    require(context(manager).person, access.SEE_TASKS)
    about = here.appeal(meaning.appeal) if not meaning.ask else in_front(here, REPORTED) if _is_report(text) else None
    if about is None:
        return await unsure(manager, text, here)
    window = Tasks.offer_message if speaks_to_enterprise(text) else _window(text, meaning, about)
    if window is None and about.stage in WITH_UNIT and (ADDRESSED.search(text) or meaning.ask):
        window = Tasks.offer_message
    said = to_send(text) if window and not STEP.fullmatch(text.strip()) else ""
    await start_tasks(manager, id_of(about.number), window, said=said)
    return True


async def unsure(manager: DialogManager, text: str, here: Context) -> bool:
    """What is no step, below a message about an appeal, may be for the enterprise; otherwise the list is shown."""
    about = here.appeal(here.replied_to) or here.appeal(here.showing) or here.appeal(here.spoken_of)
    if about is not None and WRITE.fullmatch(text.strip()):
        await start_tasks(manager, id_of(about.number), Tasks.message)
        return True
    is_said_to_it = not here.showing or ADDRESSED.search(text) is not None
    is_for_enterprise = about is not None and about.stage in WITH_UNIT and is_said_to_it and not ASKS.search(text)
    if about is not None and is_for_enterprise:
        await start_tasks(manager, id_of(about.number), Tasks.offer_message, said=text)
    else:
        await start_tasks(manager)
    return True
