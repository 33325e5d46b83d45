"""What specialists say of the appeals that they handle."""

import re

from aiogram_dialog import DialogManager

from appeals import access
from appeals.progress import Status
from bot.dialogs.appeals import by_link
from bot.dialogs.appeals.states import Tasks, start_tasks
from bot.dialogs.context import answer, context
from bot.dialogs.situation import id_of, in_front
from people.access import require
from texts.folding import folded
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
ASKS = re.compile("[?？吗呢]|怎么|多少|哪|谁")


async def of_task(manager: DialogManager, text: str, meaning: Meaning, about: OpenAppeal) -> bool:
    """What a specialist says of an appeal at hand: a report opens the step that it waits for; otherwise the appeal is
    shown, with the telephone to call."""
    windows = dict(STEPS.values())
    if meaning.kind is Kind.MESSAGE and about.stage in windows and REPORT.match(text):
        await start_tasks(manager, id_of(about.number), windows[Status(about.stage)], said=text)
        return True
    if meaning.kind is Kind.MESSAGE:
        await answer(manager, say("这句话我还不能替您转给企业，请打电话告诉对方。"))
    await by_link.open_appeal(manager, id_of(about.number))
    return True


async def reports(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """What a specialist tells of the appeal in front of them opens the step that it waits for, with these words. A
    trouble is no report."""
    front = in_front(here, REPORTED)
    is_trouble = groups("complaint")[""].found(folded(text, MAX_LOOKED_AT)).weight == STRONG
    if front is None or is_trouble or meaning.kind not in TOLD or len(text) < MIN_REPORT_CHARS or ASKS.search(text):
        return False
    await start_tasks(manager, id_of(front.number), dict(STEPS.values())[Status(front.stage or "")], said=text)
    return True


async def act(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """The window in which the step is recorded opens, if the appeal waits for it; otherwise the appeal, or the list."""
    require(context(manager).person, access.SEE_TASKS)
    about = None if meaning.ask else here.appeal(meaning.appeal)
    step = STEPS.get(str(meaning.value))
    window = step[1] if about and step and about.stage == step[0] else None
    await start_tasks(manager, id_of(about.number) if about else None, window, said=text if window else "")
    return True
