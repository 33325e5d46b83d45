"""The results of sending one event, and of processing a whole claim."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery.transport import TransportError
from chats.model import Lane
from chats.sending_store import PendingEvent, SendRecord


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more to do for this event."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A new message got a definite answer: it has an external id now, or will never be accepted."""

    record: SendRecord
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It fails on every attempt and blocks all later events. A message never sent is recorded as failed."""

    records: tuple[SendRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A new message may be sent in ``seconds``."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """``unsure``: the next new message may already have been accepted."""

    error: TransportError
    unsure: bool


Result = Done | Sent | GivenUp | Wait | Failed


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a claim got, and what stopped it."""

    last_sent: int
    unsure: bool  # the next new message may already have been accepted
    records: tuple[SendRecord, ...] = ()
    sent_at: datetime | None = None
    next_in: float | None = None  # seconds until the next event may be sent; None: no more events, or something failed
    failure: TransportError | None = None
    lane: Lane = Lane.ANSWER  # of the remaining events

    def after(self, number: int, result: Result) -> "Outcome":
        """The outcome extended by the result of the next event."""
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
        """Everything claimed was sent; events added in the meantime follow without delay."""
        return replace(self, unsure=False, next_in=0.0 if self.last_sent < last_event else None)

    def external_id(self, pending: PendingEvent) -> str | None:
        """The external id of the message that ``pending`` refers to."""
        lately = [one.external_id for one in self.records if one.message == pending.event.message]
        return lately[-1] if lately else pending.external_id
