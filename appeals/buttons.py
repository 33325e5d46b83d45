"""The buttons under what is said about an appeal: what each carries when it is pressed, long after it was said."""

from enum import StrEnum


class Press(StrEnum):
    """What a button asks for; its data is «press:appeal» or «press:appeal:value», at most 64 bytes."""

    MINE = "mine"  # the filer looks
    TASK = "task"  # the unit looks
    DESK = "desk"  # the office looks
    ASSIGN = "assign"  # value: the unit
    CONTACTED = "contacted"
    PATH = "path"
    RESOLVED = "resolved"
    SOLVED = "solved"
    UNSOLVED = "unsolved"


def data(press: Press, appeal: int, value: int | None = None) -> str:
    return f"{press}:{appeal}" if value is None else f"{press}:{appeal}:{value}"


def read(pressed: str) -> tuple[Press, int, int | None]:
    """The other way round; ValueError if it is nothing of ours."""
    press, appeal, *value = pressed.split(":")
    return Press(press), int(appeal), int(value[0]) if value else None
