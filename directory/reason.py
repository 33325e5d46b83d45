"""Why a unit was found or proposed, as data: kept with what it explains, and put into words for whoever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """Which sentence of ``directory.words`` says it. Stored with appeals and open dialogs, so no value changes."""

    NAME = "name"
    ALIAS = "alias"
    OLD = "old"
    INSTEAD = "instead"
    PART = "part"
    INSIDE = "inside"
    SHARED = "shared"
    HINT = "hint"
    DUTY = "duty"
    PERSON = "person"
    PHONE = "phone"
    MATTER = "matter"
    MENTIONED = "mentioned"
    MENTIONED_INSTEAD = "mentioned_instead"
    PLACE = "place"
    ALIKE = "alike"
    TAUGHT = "taught"
    SOUND = "sound"
    NEAR_SOUND = "near_sound"
    SPELLING = "spelling"
    INITIALS = "initials"
    TYPING = "typing"
    WORDED = "worded"  # a finished sentence, as dialogs kept it before reasons were data


@dataclass(frozen=True, slots=True)
class Reason:
    """``values`` fill the sentence of ``why`` in; ``likeness`` says how what was typed is like what was found."""

    why: Why
    values: tuple[str, ...]
    likeness: "Reason | None" = None

    def to_json(self) -> list[Any]:
        """``["matter", ["停水", "区水务局"]]``, with the likeness as a third element where there is one."""
        return [str(self.why), list(self.values), *([self.likeness.to_json()] if self.likeness else [])]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> "Reason":
        """Also of a finished sentence, which is shown as it is."""
        if isinstance(stored, str):
            return cls(Why.WORDED, (stored,))
        why, values, *likeness = stored
        return cls(Why(why), tuple(values), cls.from_json(likeness[0]) if likeness else None)
