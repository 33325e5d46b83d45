"""What the buttons under messages about an appeal ask for."""

from enum import StrEnum

from outbox.buttons import Press

SUBJECT = "a"


class Act(StrEnum):
    MINE = "mine"  # the filer looks
    TASK = "task"  # the unit looks
    TRIAGE = "triage"  # the office looks
    ASSIGN = "assign"  # value: the unit
    CONTACTED = "contacted"
    PATH = "path"
    RESOLVED = "resolved"
    SOLVED = "solved"
    UNSOLVED = "unsolved"


def data(act: Act, appeal: int, value: int | None = None) -> str:
    return str(Press(SUBJECT, act, appeal, value))
