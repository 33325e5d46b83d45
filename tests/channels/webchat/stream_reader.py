"""Reads the live stream as a browser does."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.channels.webchat.live import PATIENCE
from tests.channels.webchat.visitor import Visitor


@dataclass
class Sse:
    """One server-sent event as it was read."""

    event: str = "message"
    id: str = ""
    data: list[str] = field(default_factory=list)
    comment: bool = False
    retry: str = ""

    @property
    def body(self) -> dict[str, Any]:
        return dict(json.loads("\n".join(self.data)))


class Reader:
    """Reads a stream as a browser does."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self, *wanted: str) -> Sse:
        """The next event of one of these names; the others are passed over."""
        while (event := await self.any()).event not in wanted:
            pass
        return event

    async def rest(self) -> AsyncIterator[Sse]:
        """Everything until the server ends the stream."""
        with contextlib.suppress(StopAsyncIteration):
            while True:
                yield await self.any()

    async def any(self) -> Sse:
        found = Sse()
        while line := await asyncio.wait_for(anext(self._lines), PATIENCE):
            name, _, value = line.partition(": ")
            match name:
                case "":
                    found.comment = True
                case "data":
                    found.data.append(value)
                case "id" | "event" | "retry":
                    setattr(found, name, value)
        return found


@asynccontextmanager
async def reading(visitor: Visitor, after: int = 0, page: str = "", **headers: str) -> AsyncIterator[Reader]:
    address = f"/chat/events?after={after}&page={page}"
    async with visitor.client.stream("GET", address, headers=headers, timeout=PATIENCE) as response:
        yield Reader(response)
