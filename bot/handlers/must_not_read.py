"""Texts that whoever handles an appeal must not read: complaints of that person, accusations, what is to be secret."""

import re

from aiogram_dialog import DialogManager

from bot.dialogs.context import context
from bot.handlers.own_appeals import OTHER_HANDLER
from directory.route import route
from texts.folding import folded
from understanding import secrecy

MAX_LOOKED_AT = 2_000  # characters of a text
COMPLAINS = re.compile(
    "(?<!就)(?<!就去)(?<!就要)(?:投诉|举报|控告)(?:他|她|这|那|你|专员|经办|科长|局长|主任)|威胁|恐吓|刁难|"
    "故意(?:卡|拖|为难|刁)|卡(?:着|我的?|我们的?).{0,2}(?:证|批|不)|态度(?:恶劣|极差|很差|特别差)|太差劲|"
    "complain about (?:him|her|them|this|the)|\\bthreat|\\breport (?:him|her)\\b|\\b(?:very|so) rude\\b"
)


def is_against(text: str) -> bool:
    """Whether a text complains of the person who handles something."""
    return COMPLAINS.search(folded(text, MAX_LOOKED_AT)) is not None


async def must_not_read(manager: DialogManager, text: str) -> bool:
    said = folded(text, MAX_LOOKED_AT)
    wishes_other = OTHER_HANDLER.search(said) is not None
    if wishes_other or is_against(text) or secrecy.is_wish(said) or secrecy.keeps_from(text):
        return True
    found = route(await context(manager).directory(), text)
    return found.confidential or bool(found.withheld)
