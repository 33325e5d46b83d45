"""Normalises text for comparison: one width, one case, one script, no punctuation. Accepts any string, never raises."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

MAX_QUERY_CHARS = 200
MAX_TEXT_CHARS = 6_000

HALVES = re.compile("[\ud800-\udfff]")  # lone surrogates, which are not characters
STOPS = re.compile(r"[,.;:!?。、\n\r…]+")
SIGNS = re.compile(r"[\W_]+")


def normalise(text: str, limit: int = MAX_QUERY_CHARS) -> str:
    """NFKC, lower case, simplified characters, letters and digits only."""
    return SIGNS.sub("", folded(text, limit))


def clauses(text: str) -> list[str]:
    """The clauses of a longer text, each normalised: the parts between stops or commas."""
    parts = (SIGNS.sub("", part) for part in STOPS.split(folded(text, MAX_TEXT_CHARS)))
    return [part for part in parts if part]


def folded(text: str, limit: int) -> str:
    """NFKC, lower case, simplified; at most ``limit`` characters, even where one character expands to many ("ﷺ")."""
    whole = HALVES.sub("", text[:limit])
    return _simplified(unicodedata.normalize("NFKC", whole)[:limit].lower())[:limit]


def _simplified(text: str) -> str:
    return text if text.isascii() else _converter().convert(text)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
