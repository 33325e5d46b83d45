"""What a specialist types where a step or a message is written, and is none: an order to the buttons, a wish, a word
that was meant for something else. Nothing of it reaches the enterprise unasked."""

import re
from datetime import timedelta

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.appeals import by_link
from bot.dialogs.appeals.states import Tasks, start_tasks
from bot.dialogs.context import answer, context
from bot.dialogs.situation import asked_by_window, follows_notification, shown, window_shown_at
from bot.handlers.staff_words import speaks_to_enterprise, tells_step, to_send
from texts.folding import folded
from texts.speech import say
from understanding import numbers
from understanding.meaning import understand
from understanding.model import Context, Kind, Meaning

NOTES = ("contact_note", "path_note", "result_note")
STEPS = (Tasks.contact, Tasks.path, Tasks.resolve)
WINDOWS = (*STEPS, Tasks.message)
MAX_CHARS = 40  # a longer text tells something
FRESH = timedelta(minutes=10)  # so long the window is what a text answers, whatever it says
AWAY = (Kind.WISH, Kind.CONTACT_OF)
MIN_SURE, MIN_SURE_OF_NOTHING = 0.8, 0.9
ORDER = re.compile(  # "就按这个登记", "发给他": an order, and no words to write
    "(?:对的?|是的?|嗯|可以|ok|好的?|行|那|就|请|直接|原话|按|照|用|把|[,， ])*"
    "(?:这个|这句话?|这段|这样|它|上面那[句段]|刚才那[句段])?"
    "(?:(?:写|登记|记|录)(?:上去?|进去|一下|吧|就行|就好|了)*|"
    "登记[为成](?:对接|解决路径|路径|办理结果|结果|办结)(?:情况)?(?:吧|了)*|"
    "发(?:出去?|送|过去)?(?:吧|了)*|"
    "(?:发|转|传|告诉)(?:给|到)?(?:他们?|她们?|企业|人家|对方|老板)(?:吧|看|说|就行|一下|了)*)"
)
MISTYPED = re.compile(
    "(?:.{0,10}[,， ])?(?:刚才|刚刚|上面|前面|我|不小心|不好意思|[,， ])*(?:打|写|发|弄|搞|按|点|填|说)错了?[。.!！ ]*|"
    "(?:不对|等等|[,， ])*(?:还没|没)(?:弄|做|办|修)(?:完|好)(?:呢|啊)?(?:[,， ].{0,10}错了?)?"
)


async def leads_away(manager: DialogManager, text: str) -> bool:
    """Whether it wants something else than to write a note: a list, a telephone, an appeal by its number."""
    if asked_by_window(manager) not in NOTES or len(text) > MAX_CHARS:
        return False
    state = manager.current_context().state
    if state == Tasks.path_until or tells_step(state, text):  # the first takes days, and refuses the rest
        return False
    meaning = await _meaning(manager, text)
    is_number = meaning.kind is Kind.LOOKUP and numbers.BEGINS.match(folded(text, MAX_CHARS)) is not None
    return (is_number or meaning.kind in AWAY) and not meaning.ask and meaning.sure >= MIN_SURE


async def done(manager: DialogManager, text: str) -> bool:
    """Whether it is no note, and answered; what may be meant for another appeal is asked about."""
    if asked_by_window(manager) not in NOTES:
        return False
    if (number := numbers.only_number(folded(text, MAX_CHARS))) is not None:
        await by_link.open_appeal(manager, number)
        return True
    state, appeal = manager.current_context().state, shown(manager)
    if state in STEPS and await _says_nothing(manager, text):
        await answer(manager, say("这句没有登记。请写一句给企业看的话，或者点下面的按钮。"))
        await manager.show(ShowMode.DELETE_AND_SEND)
        return True
    if state in STEPS and appeal is not None and speaks_to_enterprise(text):
        await start_tasks(manager, appeal, Tasks.offer_message, said=to_send(text))
        return True
    if state in WINDOWS and appeal is not None and await _may_be_of_another(manager, text):
        await start_tasks(manager, appeal, Tasks.offer_message, said=text)
        return True
    return False


async def _says_nothing(manager: DialogManager, text: str) -> bool:
    """Whether it is an order, thanks or a face, and tells the enterprise nothing."""
    said = folded(text, MAX_CHARS)
    if len(text) <= MAX_CHARS and MISTYPED.fullmatch(said) is not None:
        return True
    if len(text) > MAX_CHARS or tells_step(manager.current_context().state, text):
        return False
    if ORDER.fullmatch(folded(text, MAX_CHARS).strip(" .。!！")):
        return True
    meaning = await _meaning(manager, text)
    return meaning.kind in (Kind.THANKS, Kind.NOTHING) and meaning.sure >= MIN_SURE_OF_NOTHING


async def _may_be_of_another(manager: DialogManager, text: str) -> bool:
    """Whether a notification came after the window, or the window is old and this tells nothing of its step."""
    if await follows_notification(manager):
        return True
    opened = await window_shown_at(manager)
    is_fresh = opened is not None and context(manager).real_now - opened <= FRESH
    return not is_fresh and not tells_step(manager.current_context().state, text)


async def _meaning(manager: DialogManager, text: str) -> Meaning:
    return understand(text, Context(role="handler"), await context(manager).directory())
