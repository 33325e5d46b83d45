"""What is said against whoever handles an open appeal, or is to be kept from others, does not reach them."""

from aiogram_dialog import DialogManager

from bot.dialogs.appeals.states import start_file_appeal
from bot.dialogs.context import answer, office
from bot.handlers import own_matters
from bot.handlers.must_not_read import is_against, must_not_read
from texts.folding import folded
from texts.speech import say
from understanding import secrecy
from understanding.model import Context, Kind, Meaning

MAX_LOOKED_AT = 200  # characters of a text
PASSED_ON = (  # kinds that reach the handler
    Kind.ANSWER,
    Kind.MESSAGE,
    Kind.SUPPLEMENT,
    Kind.QUESTION,
    Kind.UNCLEAR,
    Kind.NO_CONTACT,
    Kind.PROGRESS,
    Kind.NOT_SOLVED,
)


async def done(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """Whether it is such a text, and was not passed on: who asks for another specialist is told who chooses, a
    complaint is a matter of its own."""
    reaches = meaning.kind in PASSED_ON and (meaning.kind is not Kind.ANSWER or here.asked == "supplement")
    if here.is_staff or not here.open or not reaches or not await must_not_read(manager, text):
        return False
    if await own_matters.done(manager, text, meaning.kind):
        return True
    if (secrecy.is_wish(folded(text, MAX_LOOKED_AT)) or secrecy.keeps_from(text)) and not is_against(text):
        told = say(
            "这句话我没有转给办理的人。这件要对谁保密，请打{office} {phone} 说明；"
            "要反映别的情况，可以另写一件，选「保密交纪委」。",
            **office(manager),
        )
        await answer(manager, told)
    else:
        if meaning.kind is Kind.NOT_SOLVED:
            await answer(manager, say("这句话没有转给办理的人。那件还没解决的，请在那条消息下面点「还没解决」。"))
        await start_file_appeal(manager, text=text)
    return True
