"""Identity card numbers (GB 11643) in what people write: hidden before anything is stored, as nobody needs them."""

import re
import unicodedata
from datetime import date

CARD = re.compile(r"[1-9][0-9]{5}((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]")
LAST_YEAR = 2012  # of birth: later dates are of contracts and projects, whose numbers are built in the same way
HIDDEN = "*" * 18
_WRITTEN = re.compile(r"(?<![0-9０-９A-Za-z])(?:[0-9０-９][ -]?){17}[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])")
_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_CHECK_DIGITS = "10X98765432"


def is_like_card(code: str) -> bool:
    """Digits with a date of birth in their middle; ``code`` without blanks."""
    found = CARD.fullmatch(code)
    try:
        return found is not None and bool(date(*map(int, found.groups())))
    except ValueError:
        return False


def is_card(code: str) -> bool:
    """As ``is_like_card``, with the right check digit."""
    return is_like_card(code) and check_digit(code) == code[-1]


def check_digit(code: str) -> str:
    return _CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code[:17], strict=True)) % 11]


def hidden(text: str) -> str:
    """``text`` with each identity card number as asterisks; offsets in it stay right."""
    return _WRITTEN.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    code = unicodedata.normalize("NFKC", found[0]).upper().replace(" ", "").replace("-", "")
    if not is_card(code) or int(code[6:10]) > LAST_YEAR:
        return found[0]
    return HIDDEN.ljust(len(found[0]), "*")
