"""What a check of `qinqing doctor` says: what it found and, if something is wrong, how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    GOOD = "✓"
    LOOK = "!"
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    mark: Mark
    text: str
    mend: str = ""


def good(text: str) -> Finding:
    return Finding(Mark.GOOD, text)
