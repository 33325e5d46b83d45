"""Unified social credit codes (GB 32100-2015) as people write them, told apart from identity card numbers.

The check digit of a credit code lets one identity card number in 31 pass, and some real codes of before 2016 fail it:
so identity card numbers are recognised by their own structure first, and a wrong check digit alone is only doubtful.
"""

import re
import unicodedata
from datetime import date
from enum import Enum, auto

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from texts.folding import without_invisible

CARD = re.compile(r"[1-9][0-9]{5}((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]")  # GB 11643: date of birth


class Verdict(Enum):
    RIGHT = auto()
    DOUBTFUL = auto()  # only the check digit is wrong
    IDENTITY_CARD = auto()  # 身份证号码: a person's number, which is not kept
    WRONG = auto()


def read(text: str) -> tuple[str, Verdict]:
    """The code in its written form, and what it is."""
    code = uscc.compact(unicodedata.normalize("NFKC", without_invisible(text)))
    like_card = _is_like_card(code)
    if like_card and code[-1] == ric.calc_check_digit(code):
        return code, Verdict.IDENTITY_CARD
    try:
        uscc.validate(code)
    except InvalidChecksum:
        return code, Verdict.IDENTITY_CARD if like_card else Verdict.DOUBTFUL
    except ValidationError:
        return code, Verdict.IDENTITY_CARD if like_card else Verdict.WRONG
    return code, Verdict.RIGHT


def _is_like_card(code: str) -> bool:
    """Digits with a date of birth in their middle."""
    found = CARD.fullmatch(code)
    try:
        return found is not None and bool(date(*map(int, found.groups())))
    except ValueError:
        return False
