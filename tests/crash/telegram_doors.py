"""The stand-in for Telegram with a door for each process, so that its books say who polled and who sent."""

import asyncio
import math
from collections import Counter
from dataclasses import dataclass

from aiohttp import web

from tests.telegram.record import SENDS
from tests.telegram.standin import StandIn

TOKEN = "100001:standin-sample-token-0123456789abcdef"
POLL = "getupdates"


@dataclass
class Poll:
    """A getUpdates call. ``status`` is what was answered; 0 while nothing was."""

    door: int
    began: float
    ended: float = math.inf
    status: int = 0


class Switchboard(StandIn):
    """Doors are numbered from 0; each is a port of its own with the same Telegram behind it."""

    def __init__(self, doors: int = 1, *, latency: float = 0.0) -> None:
        super().__init__(TOKEN, latency)
        self.ports: list[int] = []
        self.polls: list[Poll] = []
        self.sent: Counter[int] = Counter()  # new messages that were accepted and answered, by door
        self._doors = doors

    async def start(self, port: int = 0) -> None:
        await super().start(port)
        self.ports.append(self.port)
        assert self._runner
        for _ in range(1, self._doors):
            site = web.TCPSite(self._runner, "127.0.0.1", 0)
            await site.start()
            (socket,) = site._server.sockets  # type: ignore[union-attr]  # it is there by now
            self.ports.append(socket.getsockname()[1])

    def address_of(self, door: int) -> str:
        """What the process behind this door takes as api_base."""
        return f"http://127.0.0.1:{self.ports[door]}"

    def polls_of(self, door: int) -> list[Poll]:
        return [poll for poll in self.polls if poll.door == door]

    async def polled_by(self, door: int, since: float, patience: float) -> float:
        """The moment of the first poll through ``door`` after ``since``, waited for."""
        async with asyncio.timeout(patience):
            while True:
                began = next((poll.began for poll in self.polls_of(door) if poll.began >= since), None)
                if began is not None:
                    return began
                await asyncio.sleep(0.02)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        door, method = self._door(request), request.match_info["method"]
        if method.lower() != POLL:
            answer = await super()._answer(request)
            self.sent[door] += answer.status == 200 and method in SENDS
            return answer
        poll = Poll(door, asyncio.get_running_loop().time())
        self.polls.append(poll)
        try:
            answer = await super()._answer(request)
            poll.status = answer.status
            return answer
        finally:
            poll.ended = asyncio.get_running_loop().time()

    def _door(self, request: web.Request) -> int:
        """-1 for whoever hung up before we looked."""
        name = request.transport and request.transport.get_extra_info("sockname")
        return self.ports.index(name[1]) if name else -1
