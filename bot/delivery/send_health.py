"""Records how sending goes, for operators: a single failed call is ignored, three in a row are recorded."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.transport import NotSent, OutcomeUnknown, RateLimited, ServerError, TransportError, Unauthorized
from bot.engine.clock import Clock
from chats import outbound_store
from storage.database import Database

PART = "send"
FAILURES_IN_A_ROW = 3
LONG_WAIT_SECONDS = 5.0  # a longer wait requested by the channel is recorded

log = structlog.get_logger()


class SendHealth:
    def __init__(self, db: Database, clock: Clock, channel: str) -> None:
        self._db = db
        self._clock = clock
        self._channel = channel
        self._noted = ""
        self._failures = 0

    async def note(self, failure: TransportError | None) -> None:
        """Call after each claim with what stopped it, or None."""
        state = _state(failure)
        self._failures = 0 if state == "ok" else self._failures + 1
        certain = isinstance(failure, RateLimited | Unauthorized) or state == "ok"
        if state != self._noted and (certain or self._failures >= FAILURES_IN_A_ROW):
            before, self._noted = self._noted, state  # set before awaiting: several chats are sent concurrently
            try:
                await self._write(state, failure.reason if failure and state != "ok" else "")
            except SQLAlchemyError:
                self._noted = before
                log.exception("health not noted", channel=self._channel)

    async def _write(self, state: str, detail: str) -> None:
        async with self._db.transaction() as session:
            await outbound_store.note_health(session, self._channel, PART, state, detail, self._clock.now())


def _state(failure: TransportError | None) -> str:
    """A failure in just one chat means that the channel works."""
    match failure:
        case Unauthorized():
            return "unauthorised"
        case RateLimited() if failure.account_wide and failure.seconds > LONG_WAIT_SECONDS:
            return "waiting"
        case ServerError():
            return "server"
        case NotSent() | OutcomeUnknown():
            return "network"
        case _:
            return "ok"
