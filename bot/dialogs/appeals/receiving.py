"""Photos, files and further text for the appeal being filed: accepted at any time, whatever its window asks."""

import re
from collections.abc import Sequence
from typing import Any, cast

from aiogram.types import Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.entities import Context as DialogContext
from aiogram_dialog.api.internal import STORAGE_KEY

from bot.dialogs.appeals import added_lines, lately, next_step, saved_draft, summary_words, unwritten
from bot.dialogs.appeals.filing import extend, keep_secret
from bot.dialogs.appeals.states import FileAppeal
from bot.dialogs.context import answer, context
from bot.dialogs.directory.states import AddEnterprise
from bot.dialogs.kinds import file_of
from bot.dialogs.people.states import Profile
from directory.enterprise_service import split_code
from people.contact_details import LIKE_PHONE, is_phone_alone
from texts.folding import as_written, folded
from texts.refused import Refused
from texts.speech import say
from understanding import answers, consent, parts, secrecy, service_questions
from understanding.meaning import understand
from understanding.model import Context as Situation
from understanding.model import Kind

MOST_FILES = 9
MIN_TEXT_CHARS = 10  # characters; a shorter text answers the window ("同意") and adds no information
TAKING_FILES = (FileAppeal.photos, FileAppeal.summary)  # these windows handle files themselves
# Windows that do not ask for text: what is sent there is added to the appeal.
WORDLESS = (
    FileAppeal.photos,
    FileAppeal.category,
    FileAppeal.integrity,
    FileAppeal.change,
    FileAppeal.enterprise,
    Profile.consent,
)
NAMING = (Profile.name, Profile.phone, AddEnterprise.name)  # these ask for a few characters: a sentence is no answer
ASKED_IN = {
    FileAppeal.photos: "photos",
    FileAppeal.category: "category",
    Profile.consent: "consent",
    Profile.name: "name",
    Profile.phone: "phone",
    AddEnterprise.name: "enterprise",
}
NAMED = ("我叫", "叫我", "我姓", "my name is")
LABELS = re.compile(
    "(?:我的?|我们的?|本人|联系|手机|电话|号码?|姓名|名字|企业|公司|店名|叫|是|phone|mobile|tel|my|is|[:： .。])*"
)
TOLD = (Kind.NEW, Kind.SEVERAL, Kind.SUPPLEMENT)
MAX_DETAIL_CHARS = 12  # a longer part is no name and no enterprise
MAX_LATIN_DETAIL_CHARS = 60
MAX_LINE_CHARS = 200  # characters of a line that are looked at


def keep(files: list[str], message: Message) -> None:
    if len(files) >= MOST_FILES:
        raise Refused(say("一次最多 {most} 个文件，已经收满了。其余的可以在办理时再给专员。", most=MOST_FILES))
    files.append(file_of(message))


def is_answered(message: Message, manager: DialogManager) -> bool:
    """Whether the message belongs to an album whose first photo was already answered."""
    album = message.media_group_id
    return album is not None and album == manager.current_stack().last_income_media_group_id


async def add_to_open(message: Message, manager: DialogManager) -> bool:
    """Add a file to the appeal being filed, while its window asks something else. False if that is not the case."""
    filing = await _being_filed(manager)
    if filing is None or manager.current_context().state in TAKING_FILES:
        return False
    keep(_known(filing).setdefault("files", []), message)
    await saved_draft.keep(manager, _known(filing))
    await _keep_open(filing, manager)
    if not is_answered(message, manager):
        await _answer(message, manager)
    return True


async def add_words(message: Message, manager: DialogManager) -> bool:
    """Add text to the appeal being filed, unless it answers the window; a short one only right after another line."""
    if not manager.has_context() or manager.current_context().state not in (*WORDLESS, *NAMING, FileAppeal.place):
        return False
    filing = await _being_filed(manager)
    if filing is None or "text" not in _known(filing):
        return False
    text = (message.text or "").strip()
    if parts.without_opening(text) != text:  # "补充：……"
        await _add(text, filing, manager)
        await _answer(message, manager)
        return True
    state, said = manager.current_context().state, folded(text, MAX_LINE_CHARS)
    if state == Profile.name and consent.is_denied(said):
        return False
    if (more := _beside_name(text, manager)) and service_questions.read(more) is None:
        await _add(more, filing, manager)
        await message.answer(say("收到了，会和这件诉求一起提交。"))
        return False
    if state.group is FileAppeal and await _told_of_oneself(text, filing, manager):
        await manager.show(ShowMode.DELETE_AND_SEND)
        return True
    if state == FileAppeal.integrity and await _chosen(text, filing, manager):
        return True
    if state not in NAMING and is_answer(text, manager):
        return False
    if secrecy.is_wish(said):
        await _keep_secret(text, filing, manager)
        return True
    is_short = len(text) < MIN_TEXT_CHARS and not _submits(text, manager)
    if text.startswith("/") or state == FileAppeal.place or (is_short and not await _goes_on(text, manager)):
        return False
    if state in NAMING and not _is_told(text, manager):
        return False
    if _submits(text, manager):
        await manager.switch_to(FileAppeal.summary)
        await manager.show(ShowMode.SEND)
        return True
    if added_lines.lines_meant(_known(filing), text) is not None:
        await answer(manager, say("好的。提交之前会把全文给您看，那时想删哪句、改哪句都行。"))
        await manager.show(ShowMode.DELETE_AND_SEND)
        return True
    await _add(text, filing, manager)
    await _answer(message, manager)
    return True


async def _told_of_oneself(text: str, filing: DialogContext, manager: DialogManager) -> bool:
    """Whether it tells name or telephone: before they are asked, or in the place of those that are known."""
    if manager.current_context().state == FileAppeal.change:
        return await summary_words.corrects_details(manager, text, folded(text, MAX_LINE_CHARS))
    return await introduced_early(manager, _known(filing), text)


async def _chosen(text: str, filing: DialogContext, manager: DialogManager) -> bool:
    """Whether who is to read it is chosen in a sentence, or asked once more; False if it tells more of the matter."""
    if secrecy.is_chosen(folded(text, MAX_LINE_CHARS)):
        await _add(text, filing, manager)
        _known(filing)["confidential"] = True
        await next_step.proceed(manager)
        if manager.current_context() is filing:  # no other dialog, which shows itself, was opened
            await manager.show(ShowMode.SEND)
        return True
    meaning = understand(text, Situation(), await context(manager).directory())
    if answers.is_told(folded(text, MAX_LINE_CHARS)) or meaning.kind in TOLD:
        return False
    unwritten.keep(manager, text)
    await answer(manager, say("先选一下这件给谁看："))
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


async def introduced_early(manager: DialogManager, data: dict[str, Any], text: str) -> bool:
    """Whether somebody new says who they are before it is asked: it is kept for the windows that ask."""
    if context(manager).person.is_introduced or not _introduces(text):
        return False
    data["line"] = " ".join((data.get("line", ""), text)).strip()
    await answer(manager, say("称呼和电话我先记着，一会儿用上。"))
    return True


def _introduces(text: str) -> bool:
    """A name and a telephone on one line, a name that is called one, or a telephone."""
    said = folded(text, MAX_LINE_CHARS)
    told = answers.read_personal(said, "name") or {}
    return ("name" in told and ("phone" in told or said.startswith(NAMED))) or is_phone_alone(said)


async def _keep_secret(text: str, filing: DialogContext, manager: DialogManager) -> None:
    """Who is to read it is asked: at once, or as soon as the person is known."""
    if not secrecy.is_bare(folded(text, MAX_LINE_CHARS)):
        await _add(text, filing, manager)
    keep_secret(_known(filing))
    await saved_draft.keep(manager, _known(filing))
    if filing is manager.current_context():
        await manager.switch_to(FileAppeal.integrity)
        await manager.show(ShowMode.SEND)
        return
    await _keep_open(filing, manager)
    if _known(filing)["confidential"]:
        await answer(manager, say("这件已经选了保密，只有区纪委监委和您看得到内容。"))
    else:
        await answer(manager, say("好的，这件可以保密。提交前会请您选由谁来办。"))
    await manager.show(ShowMode.DELETE_AND_SEND)


def _submits(text: str, manager: DialogManager) -> bool:
    """Whether it says, where something of the summary is being changed, that it is to be filed."""
    said = answers.read_personal(folded(text, MAX_LINE_CHARS), "summary")
    return manager.current_context().state == FileAppeal.change and said == {"summary": "submit"}


def is_answer(text: str, manager: DialogManager) -> bool:
    """Whether it answers the window, or is the name and telephone that the next window asks for."""
    state, said = manager.current_context().state, folded(text, MAX_LINE_CHARS)
    is_introduction = "phone" in (answers.read_personal(said, "name") or {}) or is_phone_alone(said)
    if state == Profile.consent and (is_introduction or answers.is_firm(answers.bare(said))):
        return True
    return state in ASKED_IN and answers.read_personal(said, ASKED_IN[state]) is not None


def _beside_name(text: str, manager: DialogManager) -> str:
    """What is told behind the name that the window asks for: "我是张姐，在菜场里开店的"."""
    state = manager.current_context().state
    if state == Profile.consent:
        return _beside_details(text)
    if state not in (Profile.name, AddEnterprise.name):
        return ""
    told = answers.read_personal(folded(text, MAX_LINE_CHARS), ASKED_IN[state]) or {}
    return as_written(text, told.get("more", ""))


def _beside_details(text: str) -> str:
    """What is told beside a name and a telephone: "我叫张示例，13800001234，消防说不合格，要罚两万"."""
    details = answers.read_personal(folded(text, MAX_LINE_CHARS), "name") or {}
    if "phone" not in details:
        return ""
    known = [value for field, value in details.items() if field != "phone"]
    parts = [part.strip() for part in LIKE_PHONE.sub("，", text).replace(",", "，").split("，")]
    return "，".join(part for part in parts if _is_beside(folded(part, MAX_LINE_CHARS), known))


def _is_beside(part: str, details: Sequence[str]) -> bool:
    """Whether a part of a line says something else than the details that were read from it."""
    within = sum(len(value) for value in details if value in part)
    if answers.is_told(part) or len(part) - within > MAX_DETAIL_CHARS:
        return True
    return not within and not LABELS.fullmatch(part)


def _is_told(text: str, manager: DialogManager) -> bool:
    """Whether it tells something in a window that asks for a name or a telephone."""
    asked = ASKED_IN[manager.current_context().state]
    if asked == "name" and LIKE_PHONE.search(text):
        return _tells_beside_phone(text)
    name, _ = split_code(text)
    said = folded(name, MAX_LINE_CHARS)
    if answers.read_personal(said, asked) is not None:
        return False
    return answers.is_told(said) or (asked == "name" and answers.is_no_name(said))


def _tells_beside_phone(text: str) -> bool:
    """Whether a text with a number tells of something, and is not somebody's own telephone: "环保局的电话…没人接"."""
    beside = LIKE_PHONE.sub("", text).strip(" ,，。.")
    most = MAX_LATIN_DETAIL_CHARS if beside.isascii() else MAX_DETAIL_CHARS
    is_told = answers.is_told(folded(beside, MAX_LINE_CHARS)) or len(beside) > most
    return is_told and "phone" not in (answers.read_personal(folded(text, MAX_LINE_CHARS), "name") or {})


async def _goes_on(text: str, manager: DialogManager) -> bool:
    """Whether it is one more line of what was just written, and no answer to the window."""
    if await lately.line_of(manager) != lately.DRAFT:
        return False
    asked = ASKED_IN.get(manager.current_context().state)
    said = folded(text, MIN_TEXT_CHARS)
    return asked is None or answers.read_personal(said, asked) is None


async def _add(text: str, filing: DialogContext, manager: DialogManager) -> None:
    await extend(context(manager), _known(filing), text)
    await saved_draft.keep(manager, _known(filing))
    await lately.went_to(manager, lately.DRAFT)
    await _keep_open(filing, manager)


def _known(filing: DialogContext) -> dict[str, Any]:
    return cast(dict[str, Any], filing.dialog_data)


async def _keep_open(filing: DialogContext, manager: DialogManager) -> None:
    if filing is not manager.current_context():
        await manager.middleware_data[STORAGE_KEY].save_context(filing)


async def _answer(message: Message, manager: DialogManager) -> None:
    """Confirm, and show the open window again below, since it still needs an answer."""
    await message.answer(await added_lines.confirmed(manager, message.text or ""))
    await manager.show(ShowMode.DELETE_AND_SEND)


async def draft(manager: DialogManager) -> dict[str, Any] | None:
    """What is known of the appeal being written; None if there is none, or no text yet."""
    filing = await _being_filed(manager)
    return _known(filing) if filing is not None and "text" in _known(filing) else None


async def _being_filed(manager: DialogManager) -> DialogContext | None:
    if not manager.has_context():
        return None
    here = manager.current_context()
    for name in reversed(manager.current_stack().intents):
        open_dialog = here if name == here.id else await manager.middleware_data[STORAGE_KEY].load_context(name)
        if open_dialog.state.group is FileAppeal and open_dialog.state != FileAppeal.filed:
            return open_dialog
    return None
