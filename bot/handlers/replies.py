"""What an enterprise types below a message of whoever handles its appeal answers that message."""

import re

from aiogram.types import Message
from aiogram_dialog import DialogManager

from bot.dialogs.appeals import meant
from bot.dialogs.context import context
from bot.dialogs.kinds import file_of
from bot.dialogs.situation import asked_by_window, awaits_reply, id_of
from bot.handlers.must_not_read import must_not_read
from directory.model import Directory
from texts.folding import folded
from understanding.meaning import OF_APPEALS
from understanding.model import Context, Kind, Meaning, OpenAppeal
from understanding.named import named
from understanding.numbers import appeals_named

MAX_LOOKED_AT = 200  # characters
MOVES = (Kind.WITHDRAW, Kind.SOLVED, Kind.NOT_SOLVED)
ASKS = re.compile("[?？]$|吗$|[对是]吧$|么$")  # "那停业那个事就是不停了对吧"
REPLIES = (Kind.ANSWER, Kind.MESSAGE, Kind.SUPPLEMENT, Kind.QUESTION, Kind.UNCLEAR)


async def done(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> bool:
    """Whether it is a reply, and passed on. A matter of its own, or a wish, is none."""
    about = here.appeal(here.spoken_of)
    if here.is_staff or here.asked != "supplement" or asked_by_window(manager) == "supplement" or about is None:
        return False
    if _is_of_another(text, meaning, here, about.number):
        return False
    asks_way = meaning.kind is Kind.CONTACT_OF and _names(await context(manager).directory(), text, about)
    only_asks = meaning.kind in MOVES and ASKS.search(text) is not None
    if meaning.kind not in REPLIES and not asks_way and not only_asks:
        return False
    await meant.supplement(manager, meant.Word(id_of(about.number), about.stage, text))
    return True


async def file(message: Message, manager: DialogManager) -> bool:
    """Whether a photo or file below such a message is passed on with its caption."""
    appeal = None if context(manager).person.posts else await awaits_reply(manager)
    if appeal is None or (message.caption and await must_not_read(manager, message.caption)):
        return False
    await meant.supplement(manager, meant.Word(appeal, None, message.caption or "", (file_of(message),)))
    return True


def _is_of_another(text: str, meaning: Meaning, here: Context, number: str) -> bool:
    """Whether it names, or was written below, another of the person's appeals, or may be about one."""
    named = {*appeals_named(folded(text, MAX_LOOKED_AT), here), here.replied_to, meaning.appeal} - {None}
    return bool(named - {number}) or (meaning.ask and meaning.kind in OF_APPEALS and len(here.open) > 1)


def _names(directory: Directory, text: str, about: OpenAppeal) -> bool:
    """Whether the unit is named that handles the appeal: "上午九点半我到，环保局几楼"."""
    mentions = named(directory, folded(text, MAX_LOOKED_AT))
    return any(unit.name == about.unit for mention in mentions for unit in mention.units)
