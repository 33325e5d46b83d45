"""What is said against whoever handles an open appeal, or is to be kept from others, does not reach them."""

import re

from aiogram_dialog import DialogManager

from bot.dialogs.appeals.states import start_file_appeal
from bot.dialogs.context import answer, context, office
from bot.handlers import own_appeals, own_matters
from directory.route import route
from texts.folding import folded
from texts.speech import say
from understanding import secrecy
from understanding.model import Context, Kind, Meaning

MAX_LOOKED_AT = 200  # characters of a text
PASSED_ON = (Kind.ANSWER, Kind.MESSAGE, Kind.SUPPLEMENT, Kind.QUESTION, Kind.UNCLEAR)  # kinds that reach the handler
COMPLAINS = re.compile(
    "(?<!就)(?<!就去)(?<!就要)(?:投诉|举报|控告)(?:他|她|这|那|你|专员|经办|科长|局长|主任)|威胁|恐吓|刁难|"
    "故意(?:卡|拖|为难|刁)|卡(?:着|我的?|我们的?).{0,2}(?:证|批|不)|态度(?:恶劣|极差|很差|特别差)|太差劲|"
    "complain about (?:him|her|them|this|the)|\\bthreat|\\breport (?:him|her)\\b|\\b(?:very|so) rude\\b"
)


def is_against(text: str) -> bool:
    """Whether a text complains of the person who handles something."""
    return COMPLAINS.search(folded(text, MAX_LOOKED_AT)) is not None


async def must_not_read(manager: DialogManager, text: str) -> bool:
    """Whether whoever handles an appeal must not read the text: it complains, accuses, or is to be kept secret."""
    said = folded(text, MAX_LOOKED_AT)
    wishes_other = own_appeals.OTHER_HANDLER.search(said) is not None
    if wishes_other or is_against(text) or secrecy.is_wish(said) or secrecy.is_told(text):
        return True
    found = route(await context(manager).directory(), text)
    return found.confidential or bool(found.withheld)


async def done(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """Whether it is such a text, and was not passed on: who asks for another specialist is told who chooses, a
    complaint is a matter of its own."""
    reaches = meaning.kind in PASSED_ON and (meaning.kind is not Kind.ANSWER or here.asked == "supplement")
    if here.is_staff or not here.open or not reaches or not await must_not_read(manager, text):
        return False
    if await own_matters.done(manager, text, meaning.kind):
        return True
    if secrecy.is_wish(folded(text, MAX_LOOKED_AT)) and not is_against(text):
        told = say(
            "这句话我没有转给办理的人。这件要对谁保密，请打{office} {phone} 说明；"
            "要反映别的情况，可以另写一件，选「保密交纪委」。",
            **office(manager),
        )
        await answer(manager, told)
    else:
        await start_file_appeal(manager, text=text)
    return True
