"""Normalises text for comparison: one width, one case, one script, no punctuation. Accepts any string, never raises."""

import re

from texts.folding import folded

MAX_QUERY_CHARS = 200
MAX_TEXT_CHARS = 6_000

STOPS = re.compile(r"[,.;:!?。、\n\r…]+")
SIGNS = re.compile(r"[\W_]+")


def normalise(text: str, limit: int = MAX_QUERY_CHARS) -> str:
    """NFKC, lower case, simplified characters, letters and digits only."""
    return SIGNS.sub("", folded(text, limit))


def clauses(text: str) -> list[str]:
    """The clauses of a longer text, each normalised: the parts between stops or commas."""
    parts = (SIGNS.sub("", part) for part in STOPS.split(folded(text, MAX_TEXT_CHARS)))
    return [part for part in parts if part]
