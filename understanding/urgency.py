"""Whether a text says that something will happen to the enterprise on a certain day: it then goes first in lists."""

import re

from texts.folding import folded
from understanding.cues import groups

MAX_CHARS = 2_000
SENTENCES = re.compile(r"[。！!？?\n]")


def is_urgent(text: str) -> bool:
    """Something pressing and a day to come, in the same sentence."""
    cues = groups("urgent")
    return any(
        cues["pressing"].found(one).weight and cues["day"].found(one).weight
        for one in SENTENCES.split(folded(text, MAX_CHARS))
    )
