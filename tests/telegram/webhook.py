"""Delivers updates to the bot by HTTP POST, in order per chat, retrying until they are accepted."""

import asyncio
import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from tests.telegram.faults import Faults
from tests.telegram.parameters import Parameters
from tests.telegram.refusals import JSON, bad_request
from tests.telegram.updates import Update, Updates

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """``pause``: wait before a retry (Telegram: 1 s and more); ``patience``: wait for a response."""

    def __init__(self, updates: Updates, clock: Callable[[], float]) -> None:
        self.updates = updates
        self.clock = clock
        self.url = ""
        self.secret = ""
        self.connections = 40
        self.pause = 0.05
        self.patience = 60.0
        self.delivered: list[int] = []  # numbers of updates in the order of their POSTs
        self.statuses: list[int] = []  # response statuses; 0 if there was no response
        self.faults = Faults()
        self._error: tuple[int, str] | None = None
        self._busy: set[int] = set()
        self._tasks: list[asyncio.Task[None]] = []

    async def set(self, parameters: Parameters) -> str:
        """setWebhook and deleteWebhook; returns Telegram's description."""
        url, was = parameters.text("url"), self.url
        if url and not _acceptable(url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = parameters.text("secret_token")
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains illegal characters")
        if parameters.flag("drop_pending_updates"):
            self.updates.drop()
        await self.stop()
        self.url, self.secret, self._error = url, secret, None
        self.connections = min(max(parameters.number("max_connections", 40), 1), 100)
        if not url:
            return "Webhook was deleted" if was else "Webhook is already deleted"
        self.updates.allow(parameters)
        self.updates.end_poll()
        self._tasks = [asyncio.create_task(self._carry()) for _ in range(min(self.connections, 8))]
        return "Webhook is already set" if was == url else "Webhook was set"

    def info(self) -> JSON:
        told: JSON = {
            "url": self.url, "has_custom_certificate": False, "pending_update_count": len(self.updates.waiting),
        }  # fmt: skip
        if self.url:
            told |= {"max_connections": self.connections, "ip_address": "127.0.0.1"}
        if self._error:
            told |= {"last_error_date": self._error[0], "last_error_message": self._error[1]}
        if self.updates.allowed is not None:
            told["allowed_updates"] = sorted(self.updates.allowed)
        return told

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._busy.clear()

    async def _carry(self) -> None:
        """One connection: delivers the oldest update of a chat that no other connection is serving."""
        async with aiohttp.ClientSession() as session:
            while True:
                update = next((one for one in self.updates.waiting if one.chat not in self._busy), None)
                if update is None:
                    await self.updates.pulse.wait()
                    continue
                self._busy.add(update.chat)
                complaint = await self._post(session, update)
                if complaint is None:
                    await self._taken(session, update)
                    self._free(update.chat)
                else:  # only this chat has to wait
                    self._error = int(self.clock()), complaint
                    asyncio.get_running_loop().call_later(self.pause, self._free, update.chat)

    async def _taken(self, session: aiohttp.ClientSession, update: Update) -> None:
        if any(fault.kind == "twice" for fault in self.faults.of_batch("webhook", 1)):
            await self._post(session, update)
        if update in self.updates.waiting:
            self.updates.waiting.remove(update)

    def _free(self, chat: int) -> None:
        self._busy.discard(chat)
        self.updates.pulse.beat()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> str | None:
        """What went wrong, None if nothing."""
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        self.delivered.append(update.number)
        try:
            wait = aiohttp.ClientTimeout(total=self.patience)
            async with session.post(self.url, json=update.told(), headers=headers, timeout=wait) as answer:
                await answer.read()
                self.statuses.append(answer.status)
                if 200 <= answer.status <= 299:
                    return None
                phrase = answer.reason or HTTPStatus(answer.status).phrase
                return f"Wrong response from the webhook: {answer.status} {phrase}"
        except TimeoutError:
            self.statuses.append(0)
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            self.statuses.append(0)
            return "Connection refused"
        except aiohttp.ClientError:
            self.statuses.append(0)
            return "Webhook connection closed"


def _acceptable(url: str) -> bool:
    """HTTPS as Telegram requires; plain HTTP only to this machine, for tests."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
