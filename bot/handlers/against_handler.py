"""What is said against whoever handles an open appeal, or is to be kept from others, does not reach them."""

from aiogram_dialog import DialogManager

from appeals.at_hand_store import AtHand
from bot.dialogs.appeals.states import start_file_appeal
from bot.dialogs.context import answer, office
from bot.handlers import own_appeals, own_matters
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
    said = folded(text, MAX_LOOKED_AT)
    wishes = secrecy.is_wish(said) and secrecy.is_bare(said)
    if here.is_staff or not here.open or not (reaches or wishes) or not await must_not_read(manager, text):
        return False
    if await own_matters.done(manager, text, meaning.kind):
        return True
    if (secrecy.is_wish(said) or secrecy.keeps_from(text)) and not is_against(text):
        return await _keep_secret(manager, said, await own_appeals.in_front(manager))
    if meaning.kind is Kind.NOT_SOLVED:
        await answer(manager, say("这句话没有转给办理的人。那件还没解决的，请在那条消息下面点「还没解决」。"))
    await start_file_appeal(manager, text=text)
    return True


async def _keep_secret(manager: DialogManager, said: str, about: AtHand | None) -> bool:
    """What is confidential goes to nobody else anyway, and takes words as ever. Of what is not, nothing is kept from
    who handles it: only another appeal can be."""
    if about is not None and about.is_secret:
        return secrecy.is_bare(said) and await _is_secret_already(manager, about)
    if about is not None and secrecy.is_wish(said):
        return await _another_in_secret(manager, about)
    told = say(
        "这句话我没有转给办理的人。这件要对谁保密，请打{office} {phone} 说明；"
        "要反映别的情况，可以另写一件，选「保密交纪委」。",
        **office(manager),
    )
    await answer(manager, told)
    return True


async def _is_secret_already(manager: DialogManager, about: AtHand) -> bool:
    told = say("{number} 已经选了保密，只有区纪委监委和您看得到内容。要补充什么，直接写在这里。", number=about.number)
    await answer(manager, told)
    return True


async def _another_in_secret(manager: DialogManager, about: AtHand) -> bool:
    told = say(
        "{number} 是照常办理的，改不成保密；这句话我没有转给办理的人。"
        "只想让区纪委监委知道的，写在下面，提交前会请您选谁来看：",
        number=about.number,
    )
    await answer(manager, told)
    await start_file_appeal(manager, secret=True)
    return True
