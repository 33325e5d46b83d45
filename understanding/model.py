"""What a text is judged by, and what it turns out to mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a person wants with a text. Part of a kept interface: names are added, never renamed."""

    ANSWER = "answer"  # answers the question that stands
    SUPPLEMENT = "supplement"  # adds to an appeal
    NO_CONTACT = "no_contact"  # the enterprise was not contacted
    UNCLEAR = "unclear"  # the path was not understood
    NOT_SOLVED = "not_solved"
    SOLVED = "solved"
    WITHDRAW = "withdraw"
    PROGRESS = "progress"  # how far is it
    MESSAGE = "message"  # a word for the other side
    ACT = "act"  # a specialist records a step
    LOOKUP = "lookup"  # an appeal, enterprise or person to find
    WISH = "wish"  # a function of the product
    CONTACT_OF = "contact_of"  # telephone or address of a unit or person
    HUMAN = "human"  # wants to speak with somebody
    QUESTION = "question"  # how something is done; no complaint
    THANKS = "thanks"
    NEW = "new"  # a new matter
    SEVERAL = "several"  # new matters of different units
    NOTHING = "nothing"  # advertisement, nonsense, not for this office


class Feeling(StrEnum):
    NONE = "none"
    ANGER = "anger"
    DISTRESS = "distress"


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """One of the appeals that the person has open, or, for staff, at hand."""

    number: str  # "SQ-2026-00009"
    matter: str
    unit: str = ""
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Where the text was said."""

    role: str = "entrepreneur"
    asked: str | None = None
    """The question that stands."""
    showing: str | None = None
    """The appeal in the window."""
    spoken_of: str | None = None
    """The appeal that the newest notification speaks of."""
    replied_to: str | None = None
    """The appeal whose message the person replied to."""
    open: tuple[OpenAppeal, ...] = ()
    minutes: float | None = None
    """Since the newest message of the bot."""

    @property
    def is_staff(self) -> bool:
        return self.role != "entrepreneur"

    def appeal(self, number: str | None) -> OpenAppeal | None:
        return next((one for one in self.open if one.number == number), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a text. ``strength`` from 0 to 1."""

    kind: Kind
    strength: float
    why: tuple[str, ...]
    """The words of the text that speak for it."""
    appeal: str | None = None
    doubts_appeal: bool = False
    """Whether it might belong to another appeal."""
    value: Any = None
    certain: bool = False
    """Whether nothing else can be meant: a command, a number alone."""


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: Kind
    appeal: str | None = None
    value: Any = None
    matters: tuple[str, ...] = ()
    feeling: Feeling = Feeling.NONE
    sure: float = 0.0
    ask: bool = False
    why: tuple[str, ...] = ()
    """The words that decided."""

    def to_json(self) -> Mapping[str, Any]:
        """The fields of the interface."""
        return {
            "kind": self.kind.value,
            "appeal": self.appeal,
            "value": self.value,
            "matters": list(self.matters),
            "feeling": self.feeling.value,
            "sure": round(self.sure, 3),
            "ask": self.ask,
        }
