"""Records the health of a part of the channel, for doctor and metrics, whenever it changes."""

from datetime import datetime, timedelta

import structlog

from bot.channels.telegram.faults import Fault
from bot.channels.telegram.store import CHANNEL
from bot.engine.clock import Clock
from chats import outbound_store
from storage.database import Database

OK, OFF = Fault("ok", ""), Fault("off", "")
CONFLICT_QUIET_TIME = timedelta(minutes=2)  # two programs with one token take turns: a single success proves nothing

log = structlog.get_logger()


class Report:
    """The health of ``part`` as this process sees it."""

    def __init__(self, db: Database, clock: Clock, part: str) -> None:
        self._db = db
        self._clock = clock
        self._part = part
        self._last: Fault | None = None
        self._conflict_at: datetime | None = None

    async def note(self, fault: Fault = OK) -> None:
        now = self._clock.now()
        if fault.state == "conflict":
            self._conflict_at = now
        elif fault == OK and self._conflict_at and now < self._conflict_at + CONFLICT_QUIET_TIME:
            return
        if self._last is not None and (fault.state, fault.detail) == (self._last.state, self._last.detail):
            return
        if fault not in (OK, OFF):
            log.warning("telegram has a problem", channel=CHANNEL, kind=self._part, status=fault.state)
        async with self._db.transaction() as session:
            await outbound_store.note_health(session, CHANNEL, self._part, fault.state, fault.detail, now)
        self._last = fault

    def forget(self) -> None:
        """Another process may record it from now on."""
        self._last = None
