"""The result of a check by `qinqing doctor`: what was found and, if something is wrong, how to fix it."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    GOOD = "✓"
    WARNING = "!"
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class CheckResult:
    mark: Mark
    text: str
    remedy: str = ""


def good(text: str) -> CheckResult:
    return CheckResult(Mark.GOOD, text)
