"""The two ways of receiving updates from Telegram, driven by hand: polling and webhook."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Self

from bot.channels.telegram import webhook
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.webhook_upkeep import WebhookUpkeep
from bot.channels.webchat.app import build
from bot.channels.webchat.server import Server
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.streams import Streams

if TYPE_CHECKING:
    from tests.telegram.town import TownOnTelegram

SECRET = "the web server's secret"
PROCESS = "the only one"
PATIENCE = 10.0  # seconds
MOST_QUESTIONS = 200  # far more requests than any fault in a test requires


class Polled:
    """Polling with requests that return immediately."""

    def __init__(self, town: TownOnTelegram) -> None:
        self.town = town
        self.poller = Poller(town.outside, town.receiver, town.db, town.passing, PROCESS, open_for=0)
        self._stored: set[int] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""

    async def receive(self) -> None:
        """Poll until everything is stored; the next request acknowledges it."""
        for _ in range(MOST_QUESTIONS):
            news = {update.number for update in self.town.telegram.account.updates.waiting} - self._stored
            if not news:
                return
            if seconds := await self.poller.poll_once():
                await self.town.passing.nap(seconds)
            else:
                self._stored |= news
        raise AssertionError("polling gets no further")


class Delivered:
    """The web server with the webhook route, on a real port."""

    def __init__(self, town: TownOnTelegram) -> None:
        self.town = town
        token = webhook.secret_token(SECRET)
        app = build([webhook.route(town.receiver, token)], WebSettings(), SECRET)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._server = Server(app, Streams(), [self._listening])
        self._token = token

    async def __aenter__(self) -> Self:
        config = self._server.config
        config.load()
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup([self._listening])
        port = self._listening.getsockname()[1]
        town, address = self.town, f"http://127.0.0.1:{port}"
        self.upkeep = WebhookUpkeep(
            town.outside, town.db, town.passing, PROCESS, public_url=address, secret=self._token
        )  # fmt: skip
        assert await self.upkeep.check()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.town.telegram.account.webhook.stop()
        await self._server.shutdown([self._listening])

    async def receive(self) -> None:
        """Wait until all updates are delivered and accepted."""
        updates = self.town.telegram.account.updates
        assert await updates.pulse.until(lambda: not updates.waiting, PATIENCE), (
            self.town.telegram.account.webhook.info()
        )
