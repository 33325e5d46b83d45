"""Long polling: requests new updates from Telegram, stores them, and acknowledges them with the next request."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.utils.backoff import Backoff, BackoffConfig
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram import faults, identity, update_parser
from bot.channels.telegram.api import RawUpdates
from bot.channels.telegram.process_lease import ProcessLease
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.report import OFF, Report
from bot.channels.telegram.update_parser import ALLOWED_UPDATES
from bot.engine.clock import Clock
from bot.engine.retry import Retry
from bot.engine.run_loop import note_failure
from storage.database import Database
from storage.failures import is_passing

LEASE, LEASE_DURATION = "telegram poll", timedelta(seconds=15)
LONG_POLL_SECONDS = 25  # how long Telegram keeps a request open while there is nothing new
ANSWER_GRACE_SECONDS = 10  # after that the connection counts as lost
LEASE_CHECK_SECONDS = 2.0  # how often other processes check whether the polling process is still alive
BACKOFF = BackoffConfig(min_delay=1.0, max_delay=30.0, factor=2.0, jitter=0.1)

log = structlog.get_logger()


class Poller:
    """``clock`` is real time. ``open_for`` is how long a request stays open, in seconds."""

    def __init__(
        self,
        bot: Bot,
        receiver: Receiver,
        db: Database,
        clock: Clock,
        process: str,
        *,
        open_for: int = LONG_POLL_SECONDS,
    ) -> None:
        self._bot = bot
        self._receiver = receiver
        self._db = db
        self._clock = clock
        self._open_for = open_for
        self._lease = ProcessLease(db, clock, LEASE, process, LEASE_DURATION)
        self._report = Report(db, clock, "receive")
        self._backoff = Backoff(BACKOFF)
        self._retry = Retry()  # after failures of the database
        self._stopping = asyncio.Event()
        self._prepared = False
        self._offset: int | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll until ``stopping``. Updates not stored by then will be delivered again."""
        self._stopping = stopping
        keeping = asyncio.create_task(self._lease.renew_until(stopping))
        try:
            while not stopping.is_set():
                await self._pause(await self.poll_once())
        finally:
            if not stopping.is_set():
                keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            with suppress(SQLAlchemyError, OSError):
                await self._lease.release()

    async def poll_once(self) -> float:
        """Make one request and store the updates; returns the seconds to wait before the next one."""
        try:
            if not await self._lease.acquire():
                return self._stand_by()
            if not self._prepared:
                await self._prepare()
            acknowledged = await self._take(await self._ask())
            await self._report.note()
        except faults.CALL_FAILURES as error:
            return await self._failed(error)
        except Exception as error:
            return self._interrupted(error)
        self._retry.succeeded()
        if not acknowledged:
            return self._longer()
        self._backoff.reset()
        return 0

    def _stand_by(self) -> float:
        """Another process polls; forget our state, since that process may have changed it."""
        self._prepared, self._offset = False, None
        self._report.forget()
        return LEASE_CHECK_SECONDS

    async def _prepare(self) -> None:
        """Remove a webhook, with which Telegram refuses polling. Its pending updates are kept."""
        await self._bot.delete_webhook(drop_pending_updates=False)
        await identity.introduce(self._bot, self._db, self._clock.now())
        await Report(self._db, self._clock, "webhook").note(OFF)
        self._prepared = True

    async def _ask(self) -> list[object]:
        """The new updates; empty if we stop in the meantime."""
        question = RawUpdates(offset=self._offset, timeout=self._open_for, allowed_updates=ALLOWED_UPDATES)
        asking = asyncio.create_task(self._bot(question, request_timeout=self._open_for + ANSWER_GRACE_SECONDS))
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else []
        finally:
            for task in (asking, stopping):
                task.cancel()
            await asyncio.gather(asking, stopping, return_exceptions=True)

    async def _take(self, updates: list[object]) -> bool:
        """Acknowledge only what is stored. False if no update has a number: then they come again immediately."""
        await self._receiver.receive(updates)
        numbers = [number for update in updates if (number := update_parser.update_number(update)) is not None]
        if numbers:
            self._offset = max(numbers) + 1
        return bool(numbers) or not updates

    def _interrupted(self, error: Exception) -> float:
        """Not by Telegram: what could not be stored is not acknowledged, so it comes again."""
        if is_passing(error):
            return note_failure("telegram poll", error, self._retry)
        log.error("polling failed", channel="telegram", exc_info=error)
        return self._longer()

    async def _failed(self, error: Exception) -> float:
        fault = faults.read(error)
        if fault.state == "conflict":
            self._prepared = False  # somebody may have set a webhook
            if not await self._still_mine():
                return self._stand_by()
        try:
            await self._report.note(fault)
        except Exception:
            log.exception("health not noted", channel="telegram")
        return self._longer() if fault.wait is None else fault.wait

    async def _still_mine(self) -> bool:
        """A delayed process may have lost its turn: then the conflict is with its own successor."""
        try:
            return await self._lease.renew()
        except Exception:
            log.exception("lease not renewed", channel="telegram")
            return True

    def _longer(self) -> float:
        return max(0.1, next(self._backoff))

    async def _pause(self, seconds: float) -> None:
        if seconds:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)
