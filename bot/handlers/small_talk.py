"""Thanks, greetings, faces, and what is nobody's business here."""

import re

from aiogram_dialog import DialogManager, ShowMode

from appeals import feedback_words
from appeals.progress import WITH_UNIT
from bot.dialogs.appeals import meant, saved_draft
from bot.dialogs.appeals.states import FileAppeal, MyAppeals, start_my_appeals, start_thanks
from bot.dialogs.context import answer
from bot.dialogs.situation import id_of, in_front
from bot.dialogs.states import Home, start_home
from bot.handlers import staff_words
from texts.folding import folded
from texts.speech import say
from understanding import answers, asides, feelings
from understanding.asides import Aside
from understanding.model import Context, Kind, Meaning

ANGRY_FACE = re.compile("[😡😠🤬😤👿💢😭😢]")
KIND_FACE = re.compile("[👍🙏🌹😊😄😁🤝👌💐]")
GREETING = re.compile("[你您]们?好|早上好|下午好|晚上好|hello|\\bhi\\b|good (?:morning|afternoon|evening)")
THANKS = re.compile("谢|感激|辛苦|thank|thx", re.IGNORECASE)
LEAVES = re.compile("(?:都|全部?|我|那|就|算了|先|[,， ])*(?:(?:不要|不用|不弄|不办)了?(?:吧|啦|谢谢|[,， 。])*){1,3}")
CANCELS = re.compile(
    "(?:算了|那|我|先|请|[,， ])*(?:取消|退出|返回|回首页|返回首页)(?:了|吧|啦)*|"
    "cancel|exit|quit|back|forget (?:it|about it)|never ?mind"
)
CONFIRMS = re.compile(
    "(?:我|再|就|都|好的?|[,， ])*(?:确认|确定)(?:一?下|提交|无误|了|的|过)*|提交|submit|confirm(?:ed)?"
)
SUBMITS = re.compile("[交报]|submit|send")
ASKS_NOTHING = (Home.menu, FileAppeal.filed, MyAppeals.one, MyAppeals.received)
MIN_PASSED_ON_CHARS = 8  # "审计报告补好了，给你们发过去"; a shorter one greets
MAX_LOOKED_AT = 200  # characters of a text


async def thanks(manager: DialogManager, text: str, _: Meaning, here: Context) -> bool:
    """What says more than a greeting may be passed on."""
    if here.is_staff and await staff_words.replies(manager, text, here):
        return True
    handled = None if here.is_staff else in_front(here, (*WITH_UNIT, *meant.RESOLVED))
    if handled and (THANKS.search(text) or len(text) >= MIN_PASSED_ON_CHARS):
        await start_thanks(manager, text, id_of(handled.number))
    elif THANKS.search(text):
        await answer(manager, say("不客气，这是我们该做的。有事随时告诉我。"))
    else:
        await start_home(manager, ShowMode.SEND)
    return True


async def leaves(manager: DialogManager, text: str, here: Context) -> bool:
    """Whether somebody with no appeal says that nothing is wanted any more, or presses a button that is not there."""
    said = folded(text, MAX_LOOKED_AT).strip(" 。.!！")
    if here.open and not here.is_staff and here.asked is None and CANCELS.fullmatch(said):
        await answer(manager, say("好的，现在没有正在写的。要撤回已经提交的诉求，请说「撤回」。"))
        await start_home(manager, ShowMode.SEND)
        return True
    if here.open or here.is_staff or not (LEAVES.fullmatch(said) or asides.read(text) is Aside.LEAVE):
        return False
    await answer(manager, say("好的，没有提交什么。有事随时告诉我。"))
    await start_home(manager, ShowMode.SEND)
    return True


async def only_angry(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """Whether it says nothing but anger: what happened is asked, or how the open appeals stand is shown. Nothing is
    filed, and nobody is sent it."""
    is_answer = here.is_staff or here.asked is not None or meaning.kind not in (Kind.NEW, Kind.NOTHING)
    if is_answer or not feelings.is_only_anger(folded(text, MAX_LOOKED_AT)):
        return False
    if not here.open:
        await answer(manager, feedback_words.ask_what_happened())
        return True
    await answer(manager, say("让您着急了，对不起。您的事现在到这一步；有什么要催的、要补充的，直接写给我："))
    await start_my_appeals(manager, id_of(here.open[0].number) if len(here.open) == 1 else None)
    return True


async def confirms(manager: DialogManager, text: str, here: Context) -> bool:
    """Whether somebody confirms who was asked nothing: what was filed is filed, and no draft waits."""
    said = folded(text, MAX_LOOKED_AT).strip(" 。.!！")
    is_order = SUBMITS.search(said) is not None and answers.read_personal(said, "summary") == {"summary": "submit"}
    if here.is_staff or not here.open or not (is_order or CONFIRMS.fullmatch(said)):
        return False
    is_asked = manager.has_context() and manager.current_context().state not in ASKS_NOTHING
    if is_asked or any(one.stage in meant.RESOLVED for one in here.open) or await saved_draft.kept(manager):
        return False
    await answer(manager, say("{number} 已经提交好了，不用再确认。", number=here.open[0].number))
    return True


async def nothing(manager: DialogManager, text: str, _: Meaning, __: Context) -> bool:
    if ANGRY_FACE.search(text):
        await answer(manager, feedback_words.ask_what_happened())
    elif KIND_FACE.search(text):
        await answer(manager, say("不客气，有事随时告诉我。"))
    elif THANKS.search(text):
        await answer(manager, say("不客气，这是我们该做的。有事随时告诉我。"))
    elif GREETING.search(folded(text, MAX_LOOKED_AT)):
        await answer(manager, say("您好！办事遇到什么困难，用一句话告诉我就行，我来找负责的人。"))
    else:
        await answer(manager, say("这个我帮不上忙。办事遇到困难，用一句话告诉我就行。"))
    return True
