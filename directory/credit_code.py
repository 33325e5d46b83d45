"""Unified social credit codes (GB 32100-2015) as people write them, told apart from identity card numbers.

The check digit of a credit code lets one identity card number in 31 pass, and some real codes of before 2016 fail it:
so identity card numbers are recognised by their own structure first, and a wrong check digit alone is only doubtful.
"""

import unicodedata
from enum import Enum, auto

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from texts.folding import without_invisible
from texts.identity_numbers import HIDDEN, is_card, is_like_card


class Verdict(Enum):
    RIGHT = auto()
    DOUBTFUL = auto()  # only the check digit is wrong
    IDENTITY_CARD = auto()  # 身份证号码: a person's number, which is not kept
    WRONG = auto()


def read(text: str) -> tuple[str, Verdict]:
    """The code in its written form, and what it is. An identity card number may have been hidden on arrival."""
    code = uscc.compact(unicodedata.normalize("NFKC", without_invisible(text)))
    like_card = is_like_card(code)
    if HIDDEN in code or is_card(code):
        return code, Verdict.IDENTITY_CARD
    try:
        uscc.validate(code)
    except InvalidChecksum:
        return code, Verdict.IDENTITY_CARD if like_card else Verdict.DOUBTFUL
    except ValidationError:
        return code, Verdict.IDENTITY_CARD if like_card else Verdict.WRONG
    return code, Verdict.RIGHT
