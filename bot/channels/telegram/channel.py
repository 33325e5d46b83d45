"""Telegram as a channel: receiving, sending, and recurring jobs."""

import asyncio

from litestar.handlers import HTTPRouteHandler

from bot.channels.channel import Work
from bot.channels.telegram import api, webhook
from bot.channels.telegram.files_in import FilesIn
from bot.channels.telegram.menus import Menus
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.sending import TelegramTransport
from bot.channels.telegram.settings import TelegramSection
from bot.channels.telegram.store import CHANNEL
from bot.channels.telegram.webhook_upkeep import CHECK_SECONDS as WEBHOOK_SECONDS
from bot.channels.telegram.webhook_upkeep import WebhookUpkeep
from bot.delivery.sender import Sender
from bot.dialogs.menu_item import Menu
from bot.engine.clock import Clock
from bot.engine.jobs import Job
from bot.engine.run_loop import run_loop
from bot.engine.signals import Signal, Signals
from bot.files.examiner import Examiner
from bot.files.limits import FileLimits
from storage.database import Database
from storage.files import FileStore

MENUS_SECONDS = 10.0


class Telegram:
    """``bot_id`` is the sender id in our messages, ``secret`` the web server's secret, ``clock`` is real time."""

    name = CHANNEL

    def __init__(
        self,
        settings: TelegramSection,
        *,
        db: Database,
        clock: Clock,
        signals: Signals,
        files: FileStore,
        examiner: Examiner,
        limits: FileLimits,
        process: str,
        public_url: str,
        secret: str,
        bot_id: int,
        menu: Menu,
    ) -> None:
        self._bot = api.connect(settings)
        receiver = Receiver(db, clock, signals, f"{self._bot.id}:", bot_id)
        menus = Menus(self._bot, db, clock, process, menu)
        self.sender = Sender(
            db,
            TelegramTransport(self._bot, db, files),
            clock,
            signals,
            process,
            messages_per_second=settings.messages_per_second,
            in_flight=settings.in_flight,
        )
        self._files_in = FilesIn(self._bot, db, files, examiner, limits, clock, signals, bot_id)
        self.jobs = [Job("telegram menus", MENUS_SECONDS, menus.run)]
        self.routes: list[HTTPRouteHandler] = []
        self._poller: Poller | None = None
        self._upkeep: WebhookUpkeep | None = None
        if settings.receive == "polling":
            self._poller = Poller(self._bot, receiver, db, clock, process)
        else:
            token = webhook.secret_token(secret)
            self._upkeep = WebhookUpkeep(self._bot, db, clock, process, public_url=public_url, secret=token)
            self.routes.append(webhook.route(receiver, token))
            self.jobs.append(Job("telegram webhook", WEBHOOK_SECONDS, self._upkeep.check))

    def tasks(self, stopping: asyncio.Event) -> list[Work]:
        tasks: list[Work] = [self.sender.run(stopping), self._fetch(stopping)]
        if self._poller:
            tasks.append(self._poller.run(stopping))
        return tasks

    def has_room(self) -> bool:
        return self.sender.has_room()

    async def close(self) -> None:
        if self._upkeep:
            await self._upkeep.end()
        await self._bot.session.close()

    async def _fetch(self, stopping: asyncio.Event) -> None:
        """Downloads are cancelled at shutdown; the next process to take them starts them again."""
        fetching = asyncio.create_task(run_loop("telegram files", self._files_in.run, Signal(), stopping))
        await stopping.wait()
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)
