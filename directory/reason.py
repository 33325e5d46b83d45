"""Why a unit was found or proposed, as data: stored with what it explains, and put into words for each reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """Which sentence of ``directory.words`` to use. Stored with appeals and open dialogs, so values must not change."""

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
    WORDED = "worded"  # a finished sentence, as stored by dialogs before reasons were data


@dataclass(frozen=True, slots=True)
class Reason:
    """``values`` fill in the sentence for ``why``; ``likeness`` says how the typed text resembles what was found."""

    why: Why
    values: tuple[str, ...]
    likeness: "Reason | None" = None

    def to_json(self) -> list[Any]:
        """``["matter", ["停水", "区水务局"]]``, with the likeness as a third element if there is one."""
        return [str(self.why), list(self.values), *([self.likeness.to_json()] if self.likeness else [])]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> "Reason":
        """Also accepts a finished sentence, which is shown as it is."""
        if isinstance(stored, str):
            return cls(Why.WORDED, (stored,))
        why, values, *likeness = stored
        return cls(Why(why), tuple(values), cls.from_json(likeness[0]) if likeness else None)
