"""Lines that follow soon, and answers to "which one?", which hold for a while: they go where the one before went."""

from dataclasses import replace

from aiogram_dialog import DialogManager

from bot.dialogs.appeals import lately, unsure
from bot.dialogs.situation import id_of
from understanding import which_appeal
from understanding.model import Context, Kind, Meaning

LOOSE = (Kind.SUPPLEMENT, Kind.MESSAGE)  # what adds to an appeal and moves nothing
CLEARLY_NEW = 0.8  # a matter that is new with this probability is never one more line of another


async def as_chosen(manager: DialogManager, text: str, meaning: Meaning, here: Context) -> Meaning:
    """A line that follows soon goes where the one before went, and an answer to "which one?" holds for a while."""
    if unsure.waiting(manager) is not None:  # the words before this line are still to be placed
        return meaning
    line, chosen = await lately.line_of(manager), await lately.choice(manager)
    if line and _may_go_on(meaning) and (number := _number(here, line)) and not which_appeal.is_told(text, here):
        named = which_appeal.by_words(text, here)
        if named in (None, number) and (meaning.ask or meaning.appeal in (None, number)):
            return replace(meaning, kind=Kind.SUPPLEMENT, appeal=number, ask=False)
        if named not in (None, number):
            return replace(meaning, kind=Kind.SUPPLEMENT, appeal=named, ask=True)
    if chosen is None or not meaning.ask or meaning.kind not in LOOSE:
        return meaning
    if chosen == lately.DRAFT:
        return replace(meaning, kind=Kind.NEW, ask=False)
    number = _number(here, chosen)
    return replace(meaning, appeal=number, ask=False) if number else meaning


def _may_go_on(meaning: Meaning) -> bool:
    """Whether it may be one more line of what was just said, and is not clearly a matter of its own."""
    return meaning.kind in LOOSE or (meaning.kind is Kind.NEW and meaning.sure < CLEARLY_NEW)


def _number(here: Context, appeal: int) -> str | None:
    return next((one.number for one in here.open if id_of(one.number) == appeal), None)
