"""Folds text for comparison: one width, one case, one script. Accepts any string, never raises."""

import re
import unicodedata
from functools import cache
from itertools import pairwise

from opencc import OpenCC

HALVES = re.compile("[\ud800-\udfff]")  # lone surrogates, which are not characters


def folded(text: str, limit: int) -> str:
    """NFKC, lower case, simplified; at most ``limit`` characters, even where one character expands to many ("ﷺ")."""
    whole = HALVES.sub("", text[:limit])
    return _simplified(unicodedata.normalize("NFKC", whole)[:limit].lower())[:limit]


def pairs(text: str) -> set[str]:
    """The pairs of letters or characters that follow each other: what two texts have in common."""
    return {a + b for a, b in pairwise(text) if (a + b).isalnum()}


def as_written(text: str, found: str) -> str:
    """The part of ``text`` that was found in its folded form; ``found`` itself if the signs differ."""
    start = text.lower().find(found)
    return text[start : start + len(found)] if start >= 0 else found


def without_invisible(text: str) -> str:
    """Without format signs and variation selectors, which nobody sees and no name needs; white space stays."""
    return "".join(sign for sign in text if sign.isspace() or not is_invisible(sign))


def is_invisible(sign: str) -> bool:
    """Whether the character shows nothing, not even a blank that was meant."""
    return sign in _BLANK_LETTERS or unicodedata.category(sign) in ("Cf", "Cc") or bool(_SELECTORS.match(sign))


_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"  # fillers: letters and marks that are drawn empty
_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def _simplified(text: str) -> str:
    return text if text.isascii() else _converter().convert(text)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
