"""A visitor of the web chat over HTTP: sends what the page would send and follows the chat's live stream."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx

from bench.walk import Act, Screen, Type
from chats.model import Event, Kind

TOKEN = re.compile(r'name="form-token" content="([^"]+)"')
PATIENCE = 30.0  # seconds to wait for an answer


class Visitor:
    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._headers = {"X-Form-Token": token}
        self._answers: asyncio.Queue[float] = asyncio.Queue()
        self._one_at_a_time = asyncio.Lock()
        self.screen = Screen()

    async def do(self, act: Act) -> float:
        """Type or press; returns the time (of ``perf_counter``) at which the answer's event arrived."""
        async with self._one_at_a_time:
            if isinstance(act, Type):
                self._forget()
                await self._post("messages", text=act.text)
            else:
                message, data = await self._button(act.label)
                self._forget()
                await self._post("presses", message=message, data=data)
            return await self.answered()

    async def answered(self) -> float:
        async with asyncio.timeout(PATIENCE):
            return await self._answers.get()

    async def start(self) -> None:
        await self._post("start")

    async def send(self, name: str, content: bytes) -> int:
        """Send a file; returns the status of the answer, 0 if the connection was closed instead."""
        named = str(uuid4())
        files = {"file": (name, content, "application/octet-stream")}
        sent = self._client.post(
            f"/chat/files?id={named}", data={"id": named}, files=files, headers=self._headers, timeout=None
        )
        try:
            return (await sent).status_code
        except httpx.TransportError:
            return 0

    async def listen(self) -> None:
        """Follow the stream until cancelled."""
        async with self._client.stream("GET", "/chat/events?after=0", timeout=None) as stream:
            kind = ""
            async for line in stream.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                elif name == "data" and kind == "event":
                    self._hear(json.loads(value))

    def _hear(self, event: dict[str, Any]) -> None:
        arrived = perf_counter()
        kind, body = Kind(event["kind"]), event["body"]
        self.screen.show([Event(0, event["number"], kind, event["message"], body, datetime.now(UTC))])
        if kind is not Kind.SEND or body["from"]["is_bot"]:
            self._answers.put_nowait(arrived)

    async def _button(self, label: str) -> tuple[int, str]:
        """Waits for the button: an answer may be several events, and the first need not contain it."""
        while True:
            try:
                return self.screen.button(label)
            except LookupError:
                await self.answered()

    def _forget(self) -> None:
        while not self._answers.empty():
            self._answers.get_nowait()

    async def _post(self, path: str, **content: object) -> None:
        (await self._reach(path, json={"id": str(uuid4()), **content})).raise_for_status()

    async def _reach(self, path: str, **sent: Any) -> httpx.Response:
        """As the page: what got no answer is sent again under the same id."""
        for wait in (0.1, 1.0, 2.0, 4.0):
            try:
                return await self._client.post(f"/chat/{path}", headers=self._headers, **sent)
            except httpx.TransportError:
                await asyncio.sleep(wait)
        return await self._client.post(f"/chat/{path}", headers=self._headers, **sent)


@asynccontextmanager
async def visiting(address: str) -> AsyncIterator[Visitor]:
    """A new visitor who has opened the page, been greeted, and follows the stream."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, trust_env=False) as client:
        page = (await client.get("/chat")).raise_for_status().text
        found = TOKEN.search(page)
        assert found is not None, "the page holds no form token"
        visitor = Visitor(client, found.group(1))
        await visitor.start()
        listening = asyncio.create_task(visitor.listen())
        try:
            await visitor.answered()
            yield visitor
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
