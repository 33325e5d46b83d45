"""The ways to read a text: each reader looks for one kind of meaning and says how strongly it finds it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from understanding import answers, numbers, which_appeal
from understanding.cues import groups
from understanding.model import Kind, Reading
from understanding.said import Said

COMMANDS = {
    "start": "home", "home": "home", "appeal": "file", "mine": "mine", "find": "find_unit", "tasks": "tasks",
    "desk": "triage", "me": "profile", "language": "language", "privacy": "privacy", "help": "help", "cancel": "cancel",
    "back": "back", "leave": "leave",
}  # fmt: skip
COMMAND = re.compile(rf"[/／、\\]\s?({'|'.join(COMMANDS)})(?![a-z])\s*(.*)", re.DOTALL | re.IGNORECASE)
ABOUT_AN_APPEAL = (Kind.NO_CONTACT, Kind.UNCLEAR, Kind.NOT_SOLVED, Kind.SOLVED, Kind.WITHDRAW, Kind.PROGRESS)
ASKED_FOR = {
    (Kind.NO_CONTACT, "confirm_contact"),
    (Kind.UNCLEAR, "confirm_path"),
    (Kind.NOT_SOLVED, "confirm_solved"),
    (Kind.SOLVED, "confirm_solved"),
    (Kind.WITHDRAW, "withdraw_reason"),
}
READ, FREE, UNREAD = 0.94, 0.74, 0.6  # an answer that is understood; to a question that any text answers; any other
SHORT_CHARS = 24  # a text up to this long is likely to answer even where it is not understood
TAKE_BACK = re.compile("(?:请|帮我|麻烦|我要|我想|把)*(?:撤回|撤销|withdraw)(?!.{0,10}(?:处罚|决定))")
AGREES_TO_WITHDRAW = re.compile(
    "(?:(?:嗯|对|是的?|好的?|行|那|就|确定|请|帮我|[,， ])+撤(?:回|掉|销)?了?吧?|撤(?:回|掉|销)了?吧?|撤了?吧)[。.!！]*"
)
MAX_TAKEN_BACK_CHARS = 14  # "撤回电费那个"
STILL_NOT = re.compile("(?:这个?|还|根本|压根|并|都|也)*没(?:有)?解决(?:[啊呢呀吧嘛]|[ ,，。!！]|$)")
WORKERS = ("handler", "chief", "discipline", "leader")
LOOK_UP = re.compile("(?:帮我)?(?:查|找|搜|看|调|翻)(?:一下|下|查|找|看|询|出|阅|一查|一找)?")
OF_THEIRS = re.compile(
    "(?:的)?(?:那(?:个|件|条)?|这(?:个|件)?|所有)?(?:诉求|单子|工单|案子|事|情况|记录|企业|公司的)*$"
)
ENDING = re.compile(r"(?:尾号|电话|手机|手机号|后四位)*(\d{4,11})(?:的)?")


def readings(said: Said) -> dict[Kind, Reading]:
    """The strongest reading of each kind."""
    best: dict[Kind, Reading] = {}
    for reading in (one for reader in READERS for one in reader(said)):
        if reading.kind not in best or reading.strength > best[reading.kind].strength:
            best[reading.kind] = reading
    return best


def _command(said: Said) -> Iterator[Reading]:
    if found := COMMAND.fullmatch(said.text.strip()):
        wish = COMMANDS[found[1].lower()]
        if wish == "file" and found[2]:
            yield Reading(Kind.NEW, 1.0, (found[1],), certain=True)
        else:
            yield Reading(Kind.WISH, 1.0, (found[0],), value=wish, certain=True)


def _answer(said: Said) -> Iterator[Reading]:
    asked = said.context.asked
    if asked is None:
        return
    value = answers.read(said.text, asked, said.directory)
    if value is not None:
        yield Reading(Kind.ANSWER, READ, (said.text.strip(),), value=value)
    elif asked in answers.FREE:
        yield Reading(Kind.ANSWER, FREE, (asked,), value={asked: said.original.strip()})
    elif asked.startswith("confirm_"):
        yield from _confirmed(said, asked)
    else:
        strength = UNREAD if said.length <= SHORT_CHARS else UNREAD / 2
        yield Reading(Kind.ANSWER, strength, (asked,), value={asked: said.original.strip()})


def _confirmed(said: Said, asked: str) -> Iterator[Reading]:
    """Yes or no to a question about contact, path or solution."""
    no = {"confirm_contact": Kind.NO_CONTACT, "confirm_path": Kind.UNCLEAR, "confirm_solved": Kind.NOT_SOLVED}[asked]
    yes = Kind.SOLVED if asked == "confirm_solved" else Kind.ANSWER
    if asked == "confirm_solved" and STILL_NOT.match(said.text):
        yield replace(about(said, no, 1.0, (said.text,)), certain=True)
    elif answers.is_yes(said.bare):
        yield about(said, yes, READ, (said.text,), value={asked: True} if yes is Kind.ANSWER else None)
    elif answers.is_no(said.bare):
        yield about(said, no, READ, (said.text,))
    elif yes is Kind.ANSWER:
        strength = 0.85 if answers.confirms(asked, said.bare) else 0.45
        yield Reading(Kind.ANSWER, strength, (said.text,), value={asked: True})
    else:
        yield about(said, no, 0.4, (said.text,))


def _of_appeals(said: Said) -> Iterator[Reading]:
    """The enterprise's word on an appeal of its own."""
    is_reply = said.context.is_staff or said.context.asked == "supplement"
    if said.has_appeals and not is_reply and AGREES_TO_WITHDRAW.fullmatch(said.text):
        yield replace(about(said, Kind.WITHDRAW, READ, (said.text,)), certain=True)
        return
    for kind in ABOUT_AN_APPEAL:
        strength = said.strength(kind)
        if strength and (not said.context.is_staff or kind is Kind.PROGRESS):
            reading = about(said, kind, strength * _fit(said, kind), said.found(kind).words(said.text))
            yield replace(reading, certain=kind is Kind.WITHDRAW and _takes_back(said))


def _takes_back(said: Said) -> bool:
    """Whether it is an order to withdraw an appeal that it names."""
    is_order = said.length <= MAX_TAKEN_BACK_CHARS and TAKE_BACK.match(said.text) is not None
    return is_order and bool(said.named or said.references)


def _fit(said: Said, kind: Kind) -> float:
    """How well the kind fits the stage of the appeals and the question that stands."""
    if not said.has_appeals:
        return 0.45
    stages = which_appeal.FITTING.get(kind)
    open_stages = {one.stage for one in said.context.open}
    if (kind, said.context.asked) in ASKED_FOR:
        return 1.05
    if stages is None or not open_stages or open_stages & set(stages):
        return 1.0
    return 0.75


def about(said: Said, kind: Kind, strength: float, why: tuple[str, ...], value: object = None) -> Reading:
    which = which_appeal.about(kind, said.text, said.context, said.of_named_units)
    doubtful = which.doubtful or said.is_of_unit_of_another(which.number)
    return Reading(kind, min(strength, 1.0), why, which.number, doubtful, value)


def _supplement(said: Said) -> Iterator[Reading]:
    strength = said.strength(Kind.SUPPLEMENT, introduces=True)
    if said.has_appeals and not said.context.is_staff:
        goes_on = said.found("goes_on").weight
        likely = 0.2 + 0.25 * goes_on + 0.2 * bool(said.references) + 0.2 * said.is_of_open_unit
        strength = max(strength, likely if goes_on or said.references or said.is_of_open_unit else 0.0)
    if strength and said.has_appeals and not said.context.is_staff:
        yield about(said, Kind.SUPPLEMENT, strength, said.found(Kind.SUPPLEMENT).words(said.text))
    elif strength and said.context.asked == "summary":
        yield Reading(Kind.SUPPLEMENT, strength, said.found(Kind.SUPPLEMENT).words(said.text))


def _message(said: Said) -> Iterator[Reading]:
    strength = said.strength(Kind.MESSAGE, introduces=True)
    if strength and said.has_appeals:
        yield about(said, Kind.MESSAGE, strength, said.found(Kind.MESSAGE).words(said.text))


def _act(said: Said) -> Iterator[Reading]:
    if said.context.role not in WORKERS:
        return
    best = max(groups("act"), key=lambda value: said.strength("act", value, introduces=True))
    strength = said.strength("act", best, introduces=True)
    if strength:
        yield about(said, Kind.ACT, strength, said.found("act", best).words(said.text), value=best)


def _wish(said: Said) -> Iterator[Reading]:
    for value in groups("wish"):
        if strength := said.strength("wish", value):
            yield Reading(Kind.WISH, strength, said.found("wish", value).words(said.text), value=value)


def _plain(said: Said) -> Iterator[Reading]:
    for kind in (Kind.HUMAN, Kind.THANKS, Kind.NOTHING):
        if strength := said.strength(kind):
            yield Reading(kind, strength, said.found(kind).words(said.text))


def _contact_of(said: Said) -> Iterator[Reading]:
    strength = said.strength(Kind.CONTACT_OF)
    if not strength:
        return
    words = [one.word for one in said.mentions]
    extra = sum(map(len, words)) / max(1, said.length)
    if words or re.search("你们|营商办|专员|单位|office|bureau", said.text):
        yield Reading(Kind.CONTACT_OF, min(1.0, strength + 0.65 * extra), said.found(Kind.CONTACT_OF).words(said.text))


def _question(said: Said) -> Iterator[Reading]:
    strength = said.strength(Kind.QUESTION)
    if strength:
        trouble = said.found("complaint").weight
        weight = said.found(Kind.QUESTION).weight
        yield Reading(
            Kind.QUESTION,
            max(strength, 0.72 * weight) * (1 - 0.4 * trouble),
            said.found(Kind.QUESTION).words(said.text),
        )


def _lookup(said: Said) -> Iterator[Reading]:
    if numbers.is_only_numbers(said.text, said.named):
        yield Reading(Kind.LOOKUP, 1.0, said.named, said.named[0], value=said.named[0], certain=True)
    elif said.context.asked is None and (value := _searched(said)):
        yield Reading(Kind.LOOKUP, 0.82, (value,), value=value)


def _searched(said: Said) -> str:
    """What to look for, if the text is a name, digits, or says to look something up."""
    if said.length > SHORT_CHARS:
        return ""
    left, says_so = OF_THEIRS.sub("", LOOK_UP.sub("", said.bare)), LOOK_UP.match(said.bare) is not None
    if (says_so or said.context.is_staff) and (digits := ENDING.fullmatch(left)):
        return digits[1]
    if (says_so or said.context.is_staff) and answers.is_firm(left):
        return left
    if said.context.is_staff and answers.is_name(left):
        return left
    return left if says_so and said.references else ""


def _matter(said: Said) -> Iterator[Reading]:
    """A new matter, or several: by trouble, by what units are responsible for, by length."""
    if said.length < 2:
        return
    trouble, refers = said.found("complaint").weight, bool(said.references)
    known = said.likeliest if said.length >= 4 else 0.0
    fresh = said.found("fresh").weight if said.has_appeals else 0.0
    strength = 0.12 + 0.3 * trouble + 0.3 * known + 0.25 * min(1.0, said.length / 25) + 0.3 * fresh
    strength -= 0.2 * refers + 0.15 * said.is_of_open_unit
    yield Reading(Kind.NEW, max(0.05, strength), said.found("complaint").words(said.text))


READERS = (
    _command,
    _answer,
    _of_appeals,
    _supplement,
    _message,
    _act,
    _wish,
    _plain,
    _contact_of,
    _question,
    _lookup,
    _matter,
)
