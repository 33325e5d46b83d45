"""What is said to the service itself while an appeal is written is answered, and not written into the appeal."""

import re
from collections.abc import Callable, Mapping

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.appeals import receiving
from bot.dialogs.appeals.states import FileAppeal, start_offer
from bot.dialogs.appeals.unit_question import agrees
from bot.dialogs.context import answer
from bot.dialogs.situation import follows_notification, is_filing
from bot.dialogs.states import start_home
from texts.folding import folded
from texts.speech import say
from understanding import asides
from understanding.asides import Aside

MAX_CHARS = 16  # of an order to file, and of a word that only says yes
TO_FILE = re.compile("^(?!.*了).*(?:[交报]|submit|file)")  # "提交吧", and not "提交了吧"

ANSWERS: Mapping[Aside, Callable[[], str]] = {
    Aside.PAUSE: lambda: say("好的，不急。写到这里的都替您留着，回来接着说就行。"),
    Aside.WHERE: lambda: say("刚才到这一步："),
    Aside.SLIP: lambda: say("没关系。该是什么，直接告诉我，我来改。"),
    Aside.LEAVE: lambda: say("好的，没有提交。写到这里的都替您留着，想接着写随时可以。"),
    Aside.PHONE: lambda: say(
        "电话只给营商办和承办单位办这件事的人看；选了保密的，只给区纪委监委。不想给，就不留：提交前点「修改」、「联系人」。"
    ),
    Aside.FILED: lambda: say("还没有提交，您写的都留着。走完下面几步，点「确认提交」才交上去。"),
}


async def done(manager: DialogManager, text: str) -> bool:
    """Whether the text is such an aside, and answered; the open window is shown again below."""
    if not is_filing(manager) or _files(manager, text):
        return False
    aside = asides.read(text)
    if aside is Aside.ASKING:
        return await _only_asks(manager)
    if aside is None:
        return await _acknowledged(manager, text)
    await answer(manager, ANSWERS[aside]())
    if aside is Aside.LEAVE:
        await start_home(manager, ShowMode.SEND)
    else:
        await manager.show(ShowMode.DELETE_AND_SEND)
    return True


def _files(manager: DialogManager, text: str) -> bool:
    """Whether it orders, at the summary, to file what is written, whatever came meanwhile."""
    said = folded(text, MAX_CHARS + 1)
    is_order = len(said) <= MAX_CHARS and TO_FILE.search(said) is not None and agrees(said)
    return is_order and manager.current_context().state == FileAppeal.summary


async def _acknowledged(manager: DialogManager, text: str) -> bool:
    """Whether it only says yes to a notification that came meanwhile: that files nothing."""
    said = folded(text, MAX_CHARS + 1)
    if len(said) > MAX_CHARS or not agrees(said) or not await follows_notification(manager):
        return False
    await answer(manager, say("好的。您正在写的这件还没有提交："))
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


async def _only_asks(manager: DialogManager) -> bool:
    """What was written is a question, and nothing to file."""
    written = await receiving.draft(manager)
    if written is not None:
        await start_offer(manager, written["text"])
    return written is not None
