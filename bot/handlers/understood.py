"""Texts that say something else than a new matter, in the context in which they are said: it is done.

What is unsure, answers, and new matters go on to the dialogs.
"""

import re
from collections.abc import Awaitable, Callable, Mapping

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode

from appeals import feedback_words
from appeals.progress import WITH_UNIT
from bot.dialogs.appeals import by_link, found, human, meant, my_appeals, saved_draft, submitting, unsure
from bot.dialogs.appeals.states import (
    MyAppeals,
    start_file_appeal,
    start_my_appeals,
    start_offer,
    start_several,
    start_unsure,
)
from bot.dialogs.context import answer, context
from bot.dialogs.directory.states import start_find_unit
from bot.dialogs.kinds import typed
from bot.dialogs.listening import MAX_ASKED
from bot.dialogs.menu import MENU
from bot.dialogs.people.states import start_settings
from bot.dialogs.situation import id_of, in_front, situation, wants_text
from bot.handlers import (
    against_handler,
    going_on,
    language,
    notes,
    orders,
    own_matters,
    replies,
    service_questions,
    small_talk,
    staff_matters,
    staff_words,
)
from directory.english import in_chinese
from people.access import require
from texts.folding import folded
from texts.speech import say
from understanding import answers, parts
from understanding.meaning import CONSEQUENTIAL, MATTERS, understand
from understanding.model import Context, Feeling, Kind, Meaning

Act = Callable[[DialogManager, str, Meaning, Context], Awaitable[bool]]

WISHES = {
    "tasks": "tasks", "triage": "desk", "mine": "mine", "file": "appeal", "find_unit": "find", "profile": "me",
    "language": "language", "privacy": "privacy", "help": "help", "home": "start", "cancel": "start", "back": "start",
    "leave": "me",
}  # fmt: skip
COMFORTED = (Kind.NEW, Kind.SEVERAL, Kind.PROGRESS, Kind.QUESTION)  # other answers begin with a kind word anyway
LISTS = ("tasks", "desk")  # of what is to be done: who has one of them means that one
NOT_YET = {"talk", "notices"}
SEARCHED_FOR = (Kind.CONTACT_OF, Kind.QUESTION, Kind.THANKS, Kind.NOTHING)  # what such texts mean in a search window
ADDED_TO_NUMBER = re.compile("补充[一下:：,， ]*(.{4,})", re.DOTALL)  # "00003 补充：现在还有扬尘"
ITEMS = {item.name: item for item in MENU}
OF_APPEALS = [kind for kind in Kind if kind in meant.ACTS]
WORDS_TO_FIND = (Kind.NEW, Kind.NOTHING, Kind.SUPPLEMENT, Kind.QUESTION)  # what words to look for are taken for
MAX_SEARCHED, MAX_SEARCHED_BY_STAFF = 4, 10  # characters: a text up to this long may be one to look for
MAX_BARE_RATING_CHARS = 6  # "非常满意！"; a longer text says why
MAX_BARE_PROGRESS_CHARS = 8  # "有人看了吗"
MAX_TOLD_CHARS = 200  # characters of a text that are looked at


def router() -> Router:
    understood = Router(name="understood")
    understood.message.register(_heard, typed)
    return understood


async def _heard(message: Message, dialog_manager: DialogManager) -> None:
    text = message.text or ""
    if text.startswith("/") or not any(sign.isprintable() for sign in text):
        raise SkipHandler
    if wants_text(dialog_manager) and not await notes.leads_away(dialog_manager, text):
        if await notes.done(dialog_manager, text):
            return
        raise SkipHandler
    await language.speak_as_written(dialog_manager, text)
    if await submitting.goes_on_in_words(dialog_manager, text):
        return
    await staff_words.not_sent(dialog_manager)
    waiting, here = unsure.waiting(dialog_manager), await situation(message, dialog_manager)
    if waiting is not None and await unsure.answered(dialog_manager, text, here):
        return
    if await done(dialog_manager, text, here):
        await unsure.ask_again(dialog_manager, waiting)
        return
    await unsure.not_placed(dialog_manager, waiting)
    raise SkipHandler


async def done(manager: DialogManager, text: str, here: Context) -> bool:
    """Whether the text says something else than an answer or a new matter, and it is done."""
    meaning = understand(text, here, await context(manager).directory())
    if await against_handler.done(manager, text, meaning, here):
        return True
    if await replies.done(manager, text, meaning, here):
        return True
    if await _said_otherwise(manager, text, meaning, here):
        return True
    meaning = await going_on.as_chosen(manager, text, meaning, here)
    act = _unsure_act(meaning) if meaning.ask else ACTS.get(meaning.kind)
    if here.asked == "search" and meaning.kind in SEARCHED_FOR:
        act = None
    elif here.asked == "search" and meaning.kind in MATTERS and not here.is_staff and _is_told(text):
        await start_file_appeal(manager, text=text)
        return True
    elif await _finds(manager, text, meaning, here):
        return True
    if here.is_staff and await staff_words.reports(manager, text, meaning, here):
        return True
    if here.is_staff and meaning.kind in (Kind.NEW, Kind.SEVERAL):  # an appeal of their own only if they say so
        await found.show(manager, text, text)
        return True
    is_clear = not meaning.ask or meaning.kind is Kind.QUESTION
    if meaning.kind in COMFORTED and is_clear and meaning.feeling is not Feeling.NONE:
        await answer(manager, feedback_words.comfort(in_distress=meaning.feeling is Feeling.DISTRESS))
    return act is not None and await act(manager, text, meaning, here)


async def _said_otherwise(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """Whether it is no word about a matter: of the person, of the service, an order of the office."""
    return (
        await language.switched(manager, text)
        or await staff_matters.done(manager, text)
        or await own_matters.done(manager, text, meaning.kind)
        or await service_questions.done(manager, text, meaning, here)
        or await orders.done(manager, text)
        or await small_talk.leaves(manager, text, here)
        or await small_talk.confirms(manager, text, here)
        or await small_talk.only_angry(manager, text, meaning, here)
    )


def _is_told(text: str) -> bool:
    """Whether it tells of a trouble, and is nothing to look for."""
    return answers.is_told(folded(text, MAX_TOLD_CHARS))


def _unsure_act(meaning: Meaning) -> Act | None:
    """A step that is recorded in a window may open it; what is said of an appeal is asked about first."""
    if meaning.kind is Kind.ACT:
        return staff_words.act
    if meaning.kind is Kind.QUESTION:  # it says who can answer, and asks whether to file it
        return _question
    return _unsure if meaning.kind in (*OF_APPEALS, Kind.NEW) else None


async def _of_appeal(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    about = here.appeal(meaning.appeal)
    if about is not None and here.is_staff:
        return await staff_words.of_task(manager, text, meaning, about)
    if about is not None:
        await meant.ACTS[meaning.kind](manager, meant.Word(id_of(about.number), about.stage, text))
    elif meaning.kind is Kind.PROGRESS and here.open:
        await start_my_appeals(manager)
    return about is not None or (meaning.kind is Kind.PROGRESS and bool(here.open))


async def _unsure(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """The likely appeal first, then the others. Of those at hand as a specialist the list is shown."""
    if here.is_staff:
        return await staff_words.unsure(manager, text, here)
    numbers = dict.fromkeys(number for number in (meaning.appeal, *(one.number for one in here.open)) if number)
    appeals = [id_of(number) for number in numbers if here.appeal(number)][:MAX_ASKED]
    if len(appeals) == 1 and meaning.kind is Kind.PROGRESS and len(text) <= MAX_BARE_PROGRESS_CHARS:
        await start_my_appeals(manager, appeals[0])
    elif appeals:
        is_said = meaning.kind is not Kind.NEW and (bool(meaning.why) or meaning.kind not in CONSEQUENTIAL)
        kind = meaning.kind if is_said else Kind.SUPPLEMENT
        await start_unsure(manager, text, kind, appeals)
    return bool(appeals)


async def _answer(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """Words about the handling are kept with the score, which is asked as long as they give none."""
    if here.asked != "rate" or manager.current_context().state != MyAppeals.rate:
        return False
    if await my_appeals.refused(manager, text):
        await manager.show(ShowMode.SEND)
        return True
    told = meaning.value.get("rate") if isinstance(meaning.value, dict) else None
    score = told if isinstance(told, int) else None
    manager.dialog_data["score"] = score
    if score is None or len(text) > MAX_BARE_RATING_CHARS:
        manager.dialog_data["words"] = text
    if score is None:
        await answer(manager, say("这句话我记下了，和评价一起交。先点一项："))
    else:
        await manager.switch_to(MyAppeals.comment)
    await manager.show(ShowMode.SEND)
    return True


async def _wish(manager: DialogManager, text: str, meaning: Meaning, _: Context) -> bool:
    if meaning.value in NOT_YET:
        await start_offer(manager, text)
        return True
    item = ITEMS.get(WISHES.get(meaning.value, ""))
    if item is None:
        return False
    if meaning.value in ("language", "profile") and context(manager).person.posts and language.is_of_another(text):
        return False
    if meaning.value == "language" and await language.wished(manager, folded(text, MAX_TOLD_CHARS)):
        return True
    if meaning.value == "leave":
        await start_settings(manager, leave=text)
        return True
    person = context(manager).person
    if item.name in LISTS and not item.is_for(person):
        item = next((ITEMS[name] for name in LISTS if ITEMS[name].is_for(person)), item)
    if item.needs is not None:
        require(person, item.needs)
    await item.opens(manager, "", ShowMode.SEND)
    return True


async def _lookup(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    own = here.appeal(meaning.appeal) if not here.is_staff else None
    if own is not None and (more := ADDED_TO_NUMBER.search(text)):
        await meant.supplement(manager, meant.Word(id_of(own.number), own.stage, more[1]))
    elif meaning.appeal is not None:
        await by_link.open_appeal(manager, id_of(meaning.appeal))
    else:
        await found.show(manager, str(meaning.value or text), text)
    return True


async def _finds(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """Whether a short text that tells nothing of its own finds appeals, which are then shown."""
    most = MAX_SEARCHED_BY_STAFF if here.is_staff else MAX_SEARCHED
    may_find = meaning.kind in WORDS_TO_FIND or meaning.ask or text.strip().isdecimal()
    if not may_find or len(text.strip()) > most:
        return False
    return await found.show_if_any(manager, text)


async def _contact_of(manager: DialogManager, text: str, _: Meaning, __: Context) -> bool:
    chinese = in_chinese(text, await context(manager).directory())
    await start_find_unit(manager, query=text if chinese == text else chinese.partition("，")[0])
    return True


async def _question(manager: DialogManager, text: str, _: Meaning, here: Context) -> bool:
    """Who can answer is told, and whether to file it is asked, or to ask whoever handles the appeal in front."""
    if here.is_staff:
        return await staff_words.asks_enterprise(manager, text, here)
    handled = in_front(here, WITH_UNIT)
    await start_offer(manager, text, id_of(handled.number) if handled else None)
    return True


async def _several(manager: DialogManager, text: str, meaning: Meaning, _: Context) -> bool:
    await saved_draft.keep(manager, {"text": text})
    await start_several(manager, text, [parts.tidied(matter) for matter in meaning.matters])
    return True


async def _human(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    if text.strip().isdecimal():
        return await small_talk.nothing(manager, text, meaning, here)
    handled = None if here.is_staff else in_front(here, WITH_UNIT)
    await human.offer(manager, id_of(handled.number) if handled else None)
    return True


ACTS: Mapping[Kind, Act] = {
    **dict.fromkeys(OF_APPEALS, _of_appeal),
    Kind.ANSWER: _answer,
    Kind.ACT: staff_words.act,
    Kind.WISH: _wish,
    Kind.LOOKUP: _lookup,
    Kind.CONTACT_OF: _contact_of,
    Kind.QUESTION: _question,
    Kind.SEVERAL: _several,
    Kind.HUMAN: _human,
    Kind.THANKS: small_talk.thanks,
    Kind.NOTHING: small_talk.nothing,
}
