"""What became of one event, and of a whole claim."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery.transport import TransportError
from chats.model import Lane
from chats.sending_store import PendingEvent, SendRecord


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more is to be done about it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A new message was answered for: it has an external id now, or will never be accepted."""

    record: SendRecord
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It fails whenever it is tried, and everything behind it waits. A message never sent is noted as failed."""

    records: tuple[SendRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A new message may leave in so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """``unsure``: the new message that comes next may have been accepted already."""

    error: TransportError
    unsure: bool


Result = Done | Sent | GivenUp | Wait | Failed


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a claim went, and why no further."""

    last_sent: int
    unsure: bool  # the next new message may have been accepted already
    records: tuple[SendRecord, ...] = ()
    sent_at: datetime | None = None
    next_in: float | None = None  # seconds until what follows may leave; None: nothing follows, or something failed
    failure: TransportError | None = None
    lane: Lane = Lane.ANSWER  # of what is left

    def after(self, number: int, result: Result) -> "Outcome":
        """The same with what became of the next event."""
        match result:
            case Done():
                return replace(self, last_sent=number)
            case Sent(record=record, at=at):
                return replace(self, last_sent=number, unsure=False, records=(*self.records, record), sent_at=at)
            case GivenUp(records=records):
                return replace(self, last_sent=number, unsure=False, records=self.records + records)
            case Wait(seconds=seconds):
                return replace(self, next_in=seconds)
            case Failed(error=error, unsure=unsure):
                return replace(self, unsure=unsure, failure=error)

    def finished(self, last_event: int) -> "Outcome":
        """All that was claimed is sent; whatever was said meanwhile follows at once."""
        return replace(self, unsure=False, next_in=0.0 if self.last_sent < last_event else None)

    def external_id(self, pending: PendingEvent) -> str | None:
        """The external id of the message that ``pending`` is about."""
        lately = [one.external_id for one in self.records if one.message == pending.event.message]
        return lately[-1] if lately else pending.external_id
