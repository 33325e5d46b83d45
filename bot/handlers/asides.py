"""What is said to the service itself while an appeal is written is answered, and not written into the appeal."""

from collections.abc import Callable, Mapping

from aiogram_dialog import DialogManager, ShowMode

from bot.dialogs.appeals import receiving
from bot.dialogs.appeals.states import start_offer
from bot.dialogs.context import answer
from bot.dialogs.situation import is_filing
from texts.speech import say
from understanding import asides
from understanding.asides import Aside

ANSWERS: Mapping[Aside, Callable[[], str]] = {
    Aside.PAUSE: lambda: say("好的，不急。写到这里的都替您留着，回来接着说就行。"),
    Aside.WHERE: lambda: say("刚才到这一步："),
    Aside.SLIP: lambda: say("没关系。该是什么，直接告诉我，我来改。"),
    Aside.FILED: lambda: say("还没有提交，您写的都留着。走完下面几步，点「确认提交」才交上去。"),
}


async def done(manager: DialogManager, text: str) -> bool:
    """Whether the text is such an aside, and answered; the open window is shown again below."""
    aside = asides.read(text) if is_filing(manager) else None
    if aside is None:
        return False
    if aside is Aside.ASKING:
        return await _only_asks(manager)
    await answer(manager, ANSWERS[aside]())
    await manager.show(ShowMode.DELETE_AND_SEND)
    return True


async def _only_asks(manager: DialogManager) -> bool:
    """What was written is a question, and nothing to file."""
    written = await receiving.draft(manager)
    if written is not None:
        await start_offer(manager, written["text"])
    return written is not None
