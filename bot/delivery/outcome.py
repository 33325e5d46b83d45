"""What became of one event, and of a claim: every step says it, and none is told to fill it in."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery.remote import RemoteError
from chats.carrying_store import Named, ToCarry
from chats.model import Lane


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more is to be done about it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A new message was answered for: it has a name now, or will never be taken."""

    named: Named
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It fails whenever it is tried, and everything behind it waits. A message never sent is noted as failed."""

    named: Named | None


@dataclass(frozen=True, slots=True)
class Wait:
    """A new message may leave in so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """``unsure``: the new message that comes next may have been accepted already."""

    error: RemoteError
    unsure: bool


Result = Done | Sent | GivenUp | Wait | Failed


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a claim went, and why no further."""

    carried: int
    unsure: bool  # the next new message may have been accepted already
    names: tuple[Named, ...] = ()
    sent_at: datetime | None = None
    next_in: float | None = None  # seconds until what follows may leave; None: nothing follows, or something failed
    failure: RemoteError | None = None
    lane: Lane = Lane.ANSWER  # of what is left

    def after(self, number: int, result: Result) -> "Outcome":
        """The same with what became of the next event."""
        match result:
            case Done():
                return replace(self, carried=number)
            case Sent(named=named, at=at):
                return replace(self, carried=number, unsure=False, names=(*self.names, named), sent_at=at)
            case GivenUp(named=named):
                names = self.names if named is None else (*self.names, named)
                return replace(self, carried=number, unsure=False, names=names)
            case Wait(seconds=seconds):
                return replace(self, next_in=seconds)
            case Failed(error=error, unsure=unsure):
                return replace(self, unsure=unsure, failure=error)

    def finished(self, last_event: int) -> "Outcome":
        """All that was claimed is carried; whatever was said meanwhile follows at once."""
        return replace(self, unsure=False, next_in=0.0 if self.carried < last_event else None)

    def remote(self, waiting: ToCarry) -> str | None:
        """The name over there of the message that ``waiting`` is about."""
        lately = [one.remote for one in self.names if one.message == waiting.event.message]
        return lately[-1] if lately else waiting.remote
