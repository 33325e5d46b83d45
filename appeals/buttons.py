"""The buttons under messages about an appeal, and the data they send."""

from enum import StrEnum

from outbox.buttons import Press

SUBJECT = "a"


class Act(StrEnum):
    MINE = "mine"  # the filer opens the appeal
    TASK = "task"  # the unit opens the appeal
    TRIAGE = "triage"  # the office opens the appeal
    ASSIGN = "assign"  # value: the unit's id
    CONTACTED = "contacted"
    PATH = "path"
    RESOLVED = "resolved"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    REPLY = "reply"  # the filer answers whoever handles the appeal


def data(act: Act, appeal: int, value: int | None = None) -> str:
    return str(Press(SUBJECT, act, appeal, value))
