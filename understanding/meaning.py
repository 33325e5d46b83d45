"""What a text means in its context: the ways to read it are weighed, and what is unsure is asked about."""

from collections.abc import Callable
from functools import partial

from directory.model import Directory
from directory.route import Route, route
from understanding import parts
from understanding.cues import STRONG
from understanding.features import features
from understanding.feelings import feeling
from understanding.model import Context, Kind, Meaning, Reading
from understanding.readers import ABOUT_AN_APPEAL, about, readings
from understanding.said import Said
from understanding.weights import probabilities

OF_APPEALS = (*ABOUT_AN_APPEAL, Kind.SUPPLEMENT, Kind.MESSAGE, Kind.ACT)
MAY_HIDE_NEW = (*OF_APPEALS, Kind.THANKS, Kind.NOTHING)
TOLD_FREELY = ("rate_words", "withdraw_reason")  # where people also tell what else troubles them
CONSEQUENTIAL = (Kind.WITHDRAW, Kind.SOLVED, Kind.NOT_SOLVED, Kind.ACT)  # never without words that say so
SAYS_SO = (Kind.QUESTION, Kind.THANKS, Kind.NOTHING)  # no trouble is told without words that say so
MATTERS = (Kind.NEW, Kind.SEVERAL)
MAX_NEW = 0.2  # above this probability of a new matter, anything else is asked about first
MAX_NEW_IN_QUESTION, MAX_NEW_IN_FREE_ANSWER = 0.02, 0.05  # where new matters hide best
MIN_NEW = 0.005  # below this probability of a new matter, nothing hides one
MIN_SURE = 0.35
MIN_CONTACT_OF = 0.6  # a text whose words say less than this of a telephone or address is about something else
MIN_MATTER_CHARS, MIN_KNOWN = 5, 0.4  # how long a text and how likely its unit must be for it to hide a matter


def understand(
    text: str, context: Context, directory: Directory, judge: Callable[[str], Route] | None = None
) -> Meaning:
    """Accepts any text and never raises. ``judge`` routes a text; by default by the directory's knowledge alone."""
    said = Said(text, context, directory, judge or partial(route, directory))
    found = readings(said)
    certain = next((one for one in found.values() if one.certain), None)
    likely = {certain.kind: 1.0} if certain else probabilities(features(said, found))
    kind = max(likely, key=lambda one: likely[one])
    if kind in CONSEQUENTIAL and kind not in found:
        kind = max((one for one in likely if one in found or one is Kind.NEW), key=lambda one: likely[one])
    if kind in SAYS_SO and kind not in found and said.found("complaint").weight == STRONG:
        kind = Kind.NEW
    if kind is Kind.NEW and _is_only_thanks(said, found):
        kind = Kind.THANKS
    reading = found.get(kind) or about(said, kind, 0.0, ())
    if kind in MATTERS:
        return _matter(said, likely, reading)
    hides = (kind is Kind.ANSWER or likely.get(Kind.NEW, 0.0) > MIN_NEW) and _may_hide_matter(said, kind, found)
    asks = not certain and (hides or _is_unsure(said, kind, likely, reading))
    appeal = reading.appeal if kind in (*OF_APPEALS, Kind.LOOKUP) else None
    return Meaning(kind, appeal, reading.value, (), feeling(said.text), likely[kind], asks, reading.why)


def _is_only_thanks(said: Said, found: dict[Kind, Reading]) -> bool:
    """Joy has words of its own ("真的吗，不停了？谢谢谢谢"): nobody is troubled, and no unit is likely."""
    is_thanks = Kind.THANKS in found and said.found("thanks").weight == STRONG
    return is_thanks and not said.found("complaint").weight and said.likeliest < MIN_KNOWN


def _matter(said: Said, likely: dict[Kind, float], reading: Reading) -> Meaning:
    matters = parts.several(said.original, said.judge)
    kind, sure = Kind.SEVERAL if matters else Kind.NEW, likely[Kind.NEW]
    whole = (said.original.strip(),)
    return Meaning(kind, None, None, matters or whole, feeling(said.text), sure, sure < MIN_SURE, reading.why)


def _is_unsure(said: Said, kind: Kind, likely: dict[Kind, float], reading: Reading) -> bool:
    doubts_appeal = reading.doubts_appeal and kind in OF_APPEALS
    return likely[Kind.NEW] > _max_new(said, kind) or likely[kind] < MIN_SURE or doubts_appeal


def _max_new(said: Said, kind: Kind) -> float:
    """How likely a new matter may be before it is asked about."""
    if said.context.is_staff:
        return MAX_NEW
    if kind is Kind.QUESTION:
        return MAX_NEW_IN_QUESTION
    is_free = kind is Kind.ANSWER and said.context.asked in TOLD_FREELY
    return MAX_NEW_IN_FREE_ANSWER if is_free else MAX_NEW


def _may_hide_matter(said: Said, kind: Kind, found: dict[Kind, Reading]) -> bool:
    """Whether a unit is likely to be responsible that has none of the open appeals, or somebody is troubled and no word
    speaks for the kind: then it may be a new matter."""
    free_answer = kind is Kind.ANSWER and said.context.asked in TOLD_FREELY
    if kind is Kind.CONTACT_OF:  # "somebody telephones in the office's name" has its words, and much more
        return kind not in found or found[kind].strength < MIN_CONTACT_OF
    if said.context.is_staff or not (kind in MAY_HIDE_NEW or free_answer):
        return False
    if said.references or said.named or said.is_of_open_unit:
        return False
    other_unit = said.length >= MIN_MATTER_CHARS and said.likeliest >= MIN_KNOWN
    return other_unit or ((free_answer or kind not in found) and bool(said.found("complaint").weight))
