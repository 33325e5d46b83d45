"""What a text means in its context: the ways to read it are weighed, and what is unsure is asked about."""

from collections.abc import Callable, Collection, Mapping
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
TOLD_ON = (*OF_APPEALS, Kind.QUESTION, Kind.THANKS, Kind.CONTACT_OF, Kind.ANSWER)  # may reach whoever handles an appeal
TOLD_FREELY = ("rate_words", "withdraw_reason")  # questions at which people also tell what else troubles them
CONSEQUENTIAL = (Kind.WITHDRAW, Kind.NO_CONTACT, Kind.SOLVED, Kind.NOT_SOLVED, Kind.ACT)
SAYS_SO = (Kind.THANKS, Kind.NOTHING)  # no trouble is told without words that say so
MATTERS = (Kind.NEW, Kind.SEVERAL)
# Above this probability of a new matter, anything else is asked about first.
MAX_NEW = 0.4  # what shares words or unit with an open appeal, or is about none
MAX_NEW_APART = 0.2  # what nothing but the situation speaks for
MAX_NEW_IN_FREE_ANSWER = 0.02
MAX_NEW_OF_STAFF = 0.2
MIN_SURE = 0.3  # a kind that is less probable is asked about
MIN_SURE_UNSAID = 0.85  # one that has consequences, and no word of the text says it
MIN_SAID = 0.8  # the strength of a reading whose words leave no doubt
MIN_KNOWN = 0.4  # how likely a unit is, for thanks to be more than thanks, and a few words a matter of their own
MAX_VAGUE_CHARS = 14


def understand(
    text: str, context: Context, directory: Directory, judge: Callable[[str], Route] | None = None
) -> Meaning:
    """Accepts any text and never raises. ``judge`` routes a text; by default by the directory's knowledge alone."""
    said = Said(text, context, directory, judge or partial(route, directory))
    found = readings(said)
    certain = next((one for one in found.values() if one.certain), None)
    likely = {certain.kind: 1.0} if certain else probabilities(features(said, found))
    kind = max(likely, key=lambda one: likely[one])
    if kind in SAYS_SO and kind not in found and said.found("complaint").weight == STRONG:
        kind = Kind.NEW
    if kind in CONSEQUENTIAL and kind not in found:
        kind = _said_instead(found) or kind
    if kind is Kind.NEW and _is_only_thanks(said, found):
        kind = Kind.THANKS
    reading = found.get(kind) or about(said, kind, 0.0, ())
    if kind in MATTERS:
        return _matter(said, likely, reading)
    asks = reading.doubts_appeal and kind in OF_APPEALS
    if not certain and not asks:
        asks = _may_hide_matter(said, kind, likely, found) or _is_unsure(kind, likely, found)
    if not certain and kind in TOLD_ON and _must_not_reach_handler(said, reading, asks=asks):
        return _matter(said, {Kind.NEW: 1.0}, found.get(Kind.NEW) or reading)
    appeal = reading.appeal if kind in (*OF_APPEALS, Kind.LOOKUP) else None
    return Meaning(kind, appeal, reading.value, (), feeling(said.text), likely[kind], asks, reading.why)


def _must_not_reach_handler(said: Said, reading: Reading, *, asks: bool) -> bool:
    """What speaks of corruption is never passed on to whoever handles an appeal, unless that is the commission."""
    about = None if asks else said.context.appeal(reading.appeal)
    is_for_commission = about is not None and "纪委" in about.unit
    return not said.context.is_staff and not is_for_commission and said.route.confidential


def _said_instead(found: Mapping[Kind, Reading]) -> Kind | None:
    """Another step that the text says in so many words: "nobody called" where the question is whether it is solved."""
    said = [one for one in found.values() if one.kind in CONSEQUENTIAL and one.strength >= MIN_SAID]
    return max(said, key=lambda one: one.strength).kind if said else None


def _is_only_thanks(said: Said, found: dict[Kind, Reading]) -> bool:
    """Joy has words of its own ("真的吗，不停了？谢谢谢谢"): nobody is troubled, and no unit is likely."""
    is_thanks = Kind.THANKS in found and said.found("thanks").weight == STRONG
    return is_thanks and not said.found("complaint").weight and said.likeliest < MIN_KNOWN


def _matter(said: Said, likely: dict[Kind, float], reading: Reading) -> Meaning:
    matters = parts.several(said.original, said.judge)
    kind, sure = Kind.SEVERAL if matters else Kind.NEW, likely[Kind.NEW]
    whole, asks = (said.original.strip(),), sure < MIN_SURE or (not matters and _may_add(said))
    if said.has_appeals and said.route.confidential:  # no line of another appeal, whose handler would read it
        sure, asks = 1.0, False
    return Meaning(kind, None, None, matters or whole, feeling(said.text), sure, asks, reading.why)


def _may_add(said: Said) -> bool:
    """Whether it may be about the appeal in front of the person: short, and of no unit's business ("太慢了，咋办")."""
    in_front = said.context.appeal(said.context.showing or said.context.replied_to)
    if in_front is None or said.context.is_staff:
        return False
    is_vague = said.length <= MAX_VAGUE_CHARS and said.likeliest < MIN_KNOWN
    return is_vague or "纪委" in in_front.unit  # what goes on about a confidential one would be read by others


def _is_unsure(kind: Kind, likely: dict[Kind, float], found: Collection[Kind]) -> bool:
    unsaid = kind in CONSEQUENTIAL and kind not in found
    if unsaid and kind is Kind.WITHDRAW:  # nothing is withdrawn that nobody said
        return True
    return likely[kind] < (MIN_SURE_UNSAID if unsaid else MIN_SURE)


def _may_hide_matter(said: Said, kind: Kind, likely: dict[Kind, float], found: Collection[Kind]) -> bool:
    """Whether it may be a new matter, which must not be taken for anything else unasked. A question always may: who can
    answer it is told, and whether it is to be filed is asked."""
    if kind is Kind.QUESTION and not said.context.is_staff:
        return True
    return likely[Kind.NEW] > _max_new(said, kind, found)


def _max_new(said: Said, kind: Kind, found: Collection[Kind]) -> float:
    if said.context.is_staff:
        return MAX_NEW_OF_STAFF
    if kind is Kind.ANSWER and said.context.asked in TOLD_FREELY:
        return MAX_NEW_IN_FREE_ANSWER
    is_tied = bool(said.references or said.named) or said.is_of_open_unit
    needs_tie = kind in OF_APPEALS or kind not in found
    return MAX_NEW_APART if needs_tie and not is_tied else MAX_NEW
