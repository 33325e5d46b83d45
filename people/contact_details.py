"""Lenient parsing of what people enter about themselves: name, telephone, hours."""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberMatcher, PhoneNumberType

from texts.folding import is_invisible
from texts.refused import Refused
from texts.speech import say

NAME_MAX_LENGTH = 30
HOURS_MAX_LENGTH = 60
MAX_PHONES = 2
LAST_DIGITS = 4
MAX_BESIDE_CHARS = 6  # "我的电话是13800001234"
LIKE_PHONE = re.compile(  # digits that may be meant as a telephone, though one may be missing: no date, sum or code
    "(?<![A-Za-z0-9-])1[3-9](?:[ -]{0,3}[0-9]){9}(?![0-9])|"
    "(?<![A-Za-z0-9-])(?!20[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))[0-9](?:[ -]{0,3}[0-9]){6,}+"
    "(?! ?(?:[元块万亿度吨米平斤只台件户人年月%]|美元|欧元|rmb|cny|yuan|usd|kwh))",
    re.IGNORECASE,
)

_PREFERRED = re.compile(  # which of two numbers is to be called: "打第二个", "打6667那个"
    "(?<![别不要])(?:打|拨|用|联系|留)(?:第(?P<nth>[一二12])个|(?:尾号)?(?P<tail>[0-9]{3,4})(?![0-9]))|"
    r"(?<!n't )(?<!n’t )(?<!not )\b(?:call|use|ring) (?:me on )?the (?P<english>first|second)\b"
)
_CALL = re.compile(r"\b(?:call|ring)\b(?! is)", re.IGNORECASE)
_OPENING = re.compile(r"^(?:but|and|please|pls|plz|[,. ])+", re.IGNORECASE)
_COMMA = re.compile(r"(?<=[一-龥]), ?(?=[一-龥])")  # between Chinese words, where folding has narrowed it
_EXTENSION = re.compile(r"\s*(?:转|分机号?)\s*[:：]?\s*(?=\d)")
# Numbers that reach a particular person; 400 numbers and the like do not.
_REACHABLE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def is_phone_alone(text: str) -> bool:
    """Whether ``text`` is a telephone and hardly anything else, though a digit may be missing."""
    found = LIKE_PHONE.search(text)
    return found is not None and len(text.strip()) - len(found[0]) <= MAX_BESIDE_CHARS


def read_name(text: str) -> str:
    name = _tidy(text)
    if len(name) > NAME_MAX_LENGTH:
        raise Refused(say("这个称呼有点长，请写 {most} 个字以内的姓名。", most=NAME_MAX_LENGTH))
    if not any(sign.isalpha() for sign in name):
        raise Refused(say("没看清您的称呼，请输入姓名，比如「张先生」或「李示例」。"))
    return name


def read_phone(text: str) -> str:
    """The telephone number in ``text`` as E.164, with ";ext=…" if it has an extension; two are joined by "、"."""
    tidy = _EXTENSION.sub(" ext. ", _tidy(text))
    found = [match.number for match in PhoneNumberMatcher(tidy, "CN")][:MAX_PHONES]
    if not found or any(phonenumbers.number_type(one) not in _REACHABLE for one in found):
        raise Refused(say("这个号码好像不对。请输入 11 位手机号，或带区号的固定电话，比如 0571-8765 4321。"))
    return preferred("、".join(dict.fromkeys(map(_stored, found))), tidy)


def preferred(phone: str, text: str) -> str:
    """``phone`` with the number first that ``text`` says to call; unchanged if it names none of two."""
    first = called(phone, text)
    return "、".join((first, *(one for one in phone.split("、") if one != first))) if first else phone


def called(phone: str, text: str) -> str | None:
    """The one of the two numbers in ``phone`` that ``text`` says to call; None if it names neither."""
    numbers, named = phone.split("、"), _PREFERRED.search(text)
    if named is None or len(numbers) < MAX_PHONES:
        return None
    if tail := named["tail"]:
        return next((one for one in numbers if _is_called(one, tail)), None)
    return numbers[1 if (named["nth"] or named["english"]) in ("二", "2", "second") else 0]


def _is_called(number: str, digits: str) -> bool:
    """Whether it begins or ends so, as people call one of two numbers."""
    plain = number.partition(";")[0].removeprefix("+86")
    return plain.startswith(digits) or plain.endswith(digits)


def last_digits(phone: str) -> frozenset[str]:
    """The last four digits of each stored telephone, without its extension."""
    numbers = (one.partition(";")[0] for one in phone.split("、"))
    return frozenset(number[-LAST_DIGITS:] for number in numbers if len(number) > LAST_DIGITS)


def _stored(number: PhoneNumber) -> str:
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def when_to_call(beside: str) -> str:
    """What is asked in English beside a telephone, "but please call me after 4 pm"; "" if nothing is."""
    return _OPENING.sub("", beside)[:HOURS_MAX_LENGTH] if _CALL.search(beside) else ""


def read_hours(text: str) -> str:
    hours = _COMMA.sub("，", _tidy(text))
    if not hours:
        raise Refused(say("请写下方便接电话的时间，比如「工作日上午」。"))
    if len(hours) > HOURS_MAX_LENGTH:
        raise Refused(say("请写短一点，{most} 个字以内，比如「工作日上午」。", most=HOURS_MAX_LENGTH))
    return hours


def _tidy(text: str) -> str:
    """One line, full-width characters folded, invisible characters removed."""
    folded = unicodedata.normalize("NFKC", text)
    visible = "".join(" " if sign.isspace() else sign for sign in folded if sign.isspace() or _is_visible(sign))
    return " ".join(visible.split())


def _is_visible(sign: str) -> bool:
    return not is_invisible(sign) and unicodedata.category(sign) not in {"Co", "Cs", "Cn"}
