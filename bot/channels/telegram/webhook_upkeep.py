"""Keeps the webhook set: registers our address, checks every minute that it still is, and records delivery failures."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.types import WebhookInfo
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram import faults, identity, update_parser
from bot.channels.telegram.faults import Fault
from bot.channels.telegram.metrics import WEBHOOK_PENDING
from bot.channels.telegram.process_lease import ProcessLease
from bot.channels.telegram.report import OFF, OK, Report
from bot.channels.telegram.settings import WEBHOOK_PATH
from bot.engine.clock import Clock
from storage.database import Database

LEASE, LEASE_DURATION = "telegram webhook", timedelta(seconds=90)
CHECK_SECONDS = 60.0
MAX_CONNECTIONS = 1  # preserving the order of messages matters more than throughput
RECENT_DURATION = timedelta(minutes=2)
REFUSED_BY_US = "Wrong response from the webhook"

log = structlog.get_logger()


class WebhookUpkeep:
    """``clock`` is real time; ``secret`` comes from ``webhook.secret_token``."""

    def __init__(self, bot: Bot, db: Database, clock: Clock, process: str, *, public_url: str, secret: str) -> None:
        self._bot = bot
        self._db = db
        self._clock = clock
        self._url = public_url + WEBHOOK_PATH
        self._secret = secret
        self._lease = ProcessLease(db, clock, LEASE, process, LEASE_DURATION)
        self._report = Report(db, clock, "webhook")
        self._set = False
        self._failed_at: datetime | None = None  # Telegram's last known delivery failure

    async def check(self) -> int:
        """One check, by one process only; returns 1 if the webhook was set. A job, which begins at start."""
        if not await self._lease.renew():
            self._set = False
            self._report.forget()
            WEBHOOK_PENDING.set(0)
            return 0
        try:
            if not self._set:
                await identity.introduce(self._bot, self._db, self._clock.now())
                await Report(self._db, self._clock, "receive").note(OFF)
                await self._tell_address()
                return 1
            return await self._look()
        except faults.CALL_FAILURES as error:
            await self._report.note(faults.read(error))
            return 0

    async def end(self) -> None:
        """The webhook stays set: updates that arrive while the service is stopped wait at Telegram."""
        with suppress(SQLAlchemyError, OSError):  # while the database is away the lease is left to end by itself
            await self._lease.release()

    async def _look(self) -> int:
        info = await self._bot.get_webhook_info()
        WEBHOOK_PENDING.set(info.pending_update_count)
        if info.url != self._url or sorted(info.allowed_updates or []) != sorted(update_parser.ALLOWED_UPDATES):
            log.warning("webhook was changed", channel="telegram")
            await self._tell_address()
            await self._report.note(Fault("conflict", "webhook was changed by another program"))
            return 1
        await self._report.note(self._delivery(info))
        return 0

    async def _tell_address(self) -> None:
        await self._bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=update_parser.ALLOWED_UPDATES,
            max_connections=MAX_CONNECTIONS,
            drop_pending_updates=False,
        )
        self._set = True

    def _delivery(self, info: WebhookInfo) -> Fault:
        """The state of deliveries: a fault if any failed since the last check, or recently at the first check."""
        failed_at = _moment(info.last_error_date)
        known, self._failed_at = self._failed_at, failed_at
        if failed_at is None or failed_at <= (known or self._clock.now() - RECENT_DURATION):
            return OK
        said = (info.last_error_message or "")[: faults.MAX_DETAIL_LENGTH]
        return Fault("server" if said.startswith(REFUSED_BY_US) else "network", said)


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else None
