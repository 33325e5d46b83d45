"""A notification: to whom, in which lane, with which buttons."""

from dataclasses import dataclass
from datetime import datetime

from chats.model import Lane
from people.model import Recipient

Buttons = tuple[tuple[tuple[str, str], ...], ...]  # rows of (label, callback data of at most 64 bytes)


class UnknownSubject(LookupError):
    """A message is about a kind of subject that this version does not know."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about; ``label`` is the name shown to people ("SQ-2026-00012")."""

    kind: str
    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to one recipient, in the recipient's language."""

    to: Recipient
    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message waiting to be delivered."""

    id: int
    lane: Lane
    person: int | None
    post: int | None
    text: str
    buttons: Buttons
    put_at: datetime
    key: str
    subject: Subject | None  # None: about nothing that the access rules protect
    chat: int | None = None  # the person's chat it must go to; None: their chat for notifications
