"""A message said unasked: to whom, in which lane, with which buttons."""

from dataclasses import dataclass
from datetime import datetime

from chats.model import Lane
from people.model import Recipient

Buttons = tuple[tuple[tuple[str, str], ...], ...]  # rows of (label, callback data of at most 64 bytes)


class UnknownSubject(LookupError):
    """A message is about something of a kind that this version does not know."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about, of the kind ``kind``; ``label`` is how people call it («SQ-2026-00012»)."""

    kind: str
    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """What is said to one recipient, in the language that the recipient reads."""

    to: Recipient
    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message that waits to be delivered."""

    id: int
    lane: Lane
    person: int | None
    post: int | None
    text: str
    buttons: Buttons
    put_at: datetime
    key: str
    subject: Subject | None  # None: nothing that the access rules protect
    chat: int | None = None  # the one of the person's chats it is meant for; None: where notifications go
