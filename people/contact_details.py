"""Lenient parsing of what people enter about themselves: name, telephone, hours."""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberMatcher, PhoneNumberType

from texts.folding import is_invisible
from texts.refused import Refused
from texts.speech import say

NAME_MAX_LENGTH = 30
HOURS_MAX_LENGTH = 60

_EXTENSION = re.compile(r"\s*(?:转|分机号?)\s*[:：]?\s*(?=\d)")
# Numbers that reach a particular person; 400 numbers and the like do not.
_REACHABLE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def read_name(text: str) -> str:
    name = _tidy(text)
    if len(name) > NAME_MAX_LENGTH:
        raise Refused(say("这个称呼有点长，请写 {most} 个字以内的姓名。", most=NAME_MAX_LENGTH))
    if not any(sign.isalpha() for sign in name):
        raise Refused(say("没看清您的称呼，请输入姓名，比如「张先生」或「李示例」。"))
    return name


def read_phone(text: str) -> str:
    """The telephone number in ``text`` as E.164, followed by ";ext=…" if it has an extension."""
    tidy = _EXTENSION.sub(" ext. ", _tidy(text))
    found = next((match.number for match in PhoneNumberMatcher(tidy, "CN")), None)
    if found is None or phonenumbers.number_type(found) not in _REACHABLE:
        raise Refused(say("这个号码好像不对。请输入 11 位手机号，或带区号的固定电话，比如 0571-8765 4321。"))
    plain = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={found.extension}" if found.extension else plain


def read_hours(text: str) -> str:
    hours = _tidy(text)
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
