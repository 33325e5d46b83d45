"""A message said unasked: to whom, in which lane, with which buttons."""

from dataclasses import dataclass
from datetime import datetime

from chats.model import Lane
from people.model import Recipient

Buttons = tuple[tuple[tuple[str, str], ...], ...]  # rows of (label, callback data of at most 64 bytes)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said to one recipient, in the language that the recipient reads."""

    to: Recipient
    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits to be delivered."""

    id: int
    lane: Lane
    person: int | None
    post: int | None
    text: str
    buttons: Buttons
    put_at: datetime
    chat: int | None = None  # the one of the person's chats it is meant for; None: where notices go
