"""Which of the open appeals a text is about."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from understanding.cues import Span
from understanding.model import Context, Kind, OpenAppeal
from understanding.numbers import appeals_named

FITTING = {
    Kind.NO_CONTACT: ("contact", "assign", "path"),
    Kind.UNCLEAR: ("resolve", "path", "confirm"),
    Kind.NOT_SOLVED: ("confirm", "rate"),
    Kind.SOLVED: ("confirm", "rate", "resolve"),
}
LIKELIEST = {Kind.NO_CONTACT: "contact"}  # once contact is recorded, nobody waits for a call as a rule
BY_QUESTION = {
    "confirm_contact": ("contact", "path", "resolve"),
    "confirm_path": ("resolve", "path"),
    "confirm_solved": ("confirm",),
    "rate": ("rate", "confirm"),
}
LOOSE = (Kind.SUPPLEMENT, Kind.MESSAGE)  # a detail of any appeal: stages say nothing about which
HALF = 0.5
MIN_SHARED = 2  # pairs of characters; one may be shared by chance
CONTRAST = re.compile(
    "倒是|倒(?:打|来|联系|办|解决)|挺快|别的|其他的|只有|就剩|至于|but"
)  # "税务的倒是打过了，人社的没有"
DENIED = re.compile(  # "不是油烟那件，是修路那件没人打电话": what is said after it counts
    "^(?:不对|错了|哎|[,， ])*(?:我说的?|说的)?不是[^,，。]{1,10}?(?:那|这)?(?:件|个|边)?(?:事|诉求)?[,，。 ]+"
    "(?:我说的|说的)?(?:而)?是(?=.)|"
    "^(?:no,? )?(?:i (?:do not|don.?t) mean|not) (?:the )?[^,;.]{2,24}[,;.] *(?:but |i mean |it is )?"
)
ALL = re.compile(
    "(?:两|二|2|三|3|四|几|所有的?|全部的?|每一?)(?:件|条)(?:事情?|诉求|单子|案子)?.{0,4}(?:都|各|分别)|"
    "\\bboth (?:of (?:them|my)|my|appeals)|\\ball (?:of them|my appeals)"
)
THAT_ONE = re.compile("([一-龥]{2,6}?)(?:那|这)(?:件|个|条)")  # "挖路那件", of a road that was dug up
COMMON = re.compile(
    "公司|企业|工厂|我们|没人|现在|昨天|今天|明天|晚上|上午|下午|上周|下周|门口|附近|旁边|隔壁|楼下|路口|问题|申请|办理|情况|没有|一直|诉求|反映|解决|专员|联系|单位"
)


@dataclass(frozen=True, slots=True)
class About:
    """``number`` None: none, or all. ``doubtful``: another one may be meant."""

    number: str | None
    doubtful: bool = False


def about(kind: Kind, text: str, context: Context, of_named_units: Collection[str] = ()) -> About:
    """``of_named_units``: the open appeals whose unit the text names."""
    text = DENIED.sub("", text)
    named = appeals_named(text, context)
    if len(named) == 1:
        return About(named[0])
    if named or (kind is Kind.PROGRESS and len(context.open) > 1 and ALL.search(text)):
        return About(None)
    shares = _shares(text, context, of_named_units)
    by_words = _most(shares)
    here = context.replied_to or context.showing
    if here:
        doubtful = bool(by_words) and here not in by_words
        if doubtful and len(by_words) == 1:
            return About(by_words[0], doubtful=True)
        return About(here, doubtful or (context.replied_to is None and _fits_only_others(kind, context, here)))
    if len(by_words) == 1:
        speaks_of_others = sum(share > 0 for share in shares.values()) > 1 or (
            len(shares) > 1 and CONTRAST.search(text)
        )
        by_chance = kind in LOOSE and len(shares) > 1 and shares[by_words[0]] < MIN_SHARED
        return About(by_words[0], doubtful=bool(speaks_of_others) or by_chance)
    return _of_all(kind, context, by_words)


def by_words(text: str, context: Context) -> str | None:
    """The only appeal whose matter or unit the text repeats words of, more than of the others."""
    found = _most(_shares(text, context, ()))
    return found[0] if len(found) == 1 else None


def is_told(text: str, context: Context) -> bool:
    """Whether the text says which appeal it is about, by a number or as a reply."""
    return context.replied_to is not None or bool(appeals_named(text, context))


def _shares(text: str, context: Context, of_named_units: Collection[str]) -> dict[str, int]:
    """How much of the words of each open appeal the text repeats."""
    shares = {one.number: len(_shared(text, one)) + 2 * (one.number in of_named_units) for one in context.open}
    return shares if any(shares.values()) else _by_signs(text, context)


def _most(shares: dict[str, int]) -> list[str]:
    return [number for number, share in shares.items() if share == max(shares.values()) and share > 0]


def _of_all(kind: Kind, context: Context, by_words: Sequence[str]) -> About:
    """By the newest message, the stage that the kind fits, or as the only one."""
    candidates = [one for one in context.open if one.number in by_words] or list(context.open)
    numbers = [one.number for one in candidates]
    if context.spoken_of and (context.spoken_of in numbers or not numbers):
        doubtful = len(by_words) > 1 or (kind in LOOSE and len(numbers) > 1)
        return About(context.spoken_of, doubtful=doubtful or _newer_fits_other(kind, context, candidates))
    if len(numbers) == 1:
        return About(numbers[0])
    fitting = [one.number for one in candidates if one.stage in _stages(kind, context)]
    if len(fitting) == 1:
        return About(fitting[0])
    return About(next(iter(fitting or numbers), None), doubtful=len(numbers) > 1)


def _fits_only_others(kind: Kind, context: Context, here: str) -> bool:
    """Whether other open appeals are in a stage of which this can be said, and the one in front is not."""
    if kind not in (Kind.SOLVED, Kind.NOT_SOLVED):
        return False
    fitting = [one.number for one in context.open if one.stage in FITTING[kind]]
    return bool(fitting) and here not in fitting


def _newer_fits_other(kind: Kind, context: Context, candidates: Sequence[OpenAppeal]) -> bool:
    """Whether the stage says that another one is meant than that of the newest message."""
    stages = _stages(kind, context)
    fitting = [one.number for one in candidates if one.stage in stages]
    likeliest = [one.number for one in candidates if one.stage == LIKELIEST.get(kind)]
    return any(found and context.spoken_of not in found for found in (fitting, likeliest))


def _stages(kind: Kind, context: Context) -> tuple[str, ...]:
    return BY_QUESTION.get(context.asked or "", ()) or FITTING.get(kind, ())


def _shared(text: str, one: OpenAppeal) -> set[str]:
    pairs = {a + b for a, b in pairwise(COMMON.sub(" ", text)) if a + b and not re.search(r"[\W_\s]", a + b)}
    own = COMMON.sub(" ", f"{one.matter} {one.unit}".lower())
    return {pair for pair in pairs if pair in own}


def _by_signs(text: str, context: Context) -> dict[str, int]:
    """How much of what "that one" is called stands in each matter, in whatever order: 2 if all of it, 1 if half."""
    found = THAT_ONE.search(text)
    signs = set(COMMON.sub("", found[1])) if found else set()
    parts = {one.number: len(signs & set(one.matter)) / max(len(signs), 1) for one in context.open}
    return {number: 2 if part == 1 else 1 if part >= HALF else 0 for number, part in parts.items()}


def references(text: str, context: Context) -> list[Span]:
    """Where the text repeats words of the open appeals' matters and units."""
    pairs = {pair for one in context.open for pair in _shared(text, one)}
    return [(start, start + 2) for start in range(len(text) - 1) if text[start : start + 2] in pairs]
