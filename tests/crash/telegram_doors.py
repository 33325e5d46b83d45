"""The Telegram stand-in with a separate port ("door") for each process, to record which one polled and sent."""

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
    """A getUpdates call. ``status`` is that of the response; 0 while there is none."""

    door: int
    began: float
    ended: float = math.inf
    status: int = 0


class Switchboard(StandIn):
    """Doors are numbered from 0; each is a port, all with the same stand-in behind them."""

    def __init__(self, doors: int = 1, *, latency: float = 0.0) -> None:
        super().__init__(TOKEN, latency)
        self.ports: list[int] = []
        self.polls: list[Poll] = []
        self.sent: Counter[int] = Counter()  # new messages accepted and answered, by door
        self._doors = doors

    async def start(self, port: int = 0) -> None:
        await super().start(port)
        self.ports.append(self.port)
        assert self._runner
        for _ in range(1, self._doors):
            site = web.TCPSite(self._runner, "127.0.0.1", 0)
            await site.start()
            (socket,) = site._server.sockets  # type: ignore[union-attr]  # it exists by now
            self.ports.append(socket.getsockname()[1])

    def address_of(self, door: int) -> str:
        """The api_base for the process at this door."""
        return f"http://127.0.0.1:{self.ports[door]}"

    def polls_of(self, door: int) -> list[Poll]:
        return [poll for poll in self.polls if poll.door == door]

    async def polled_by(self, door: int, since: float, patience: float) -> float:
        """Wait for the first poll through ``door`` after ``since``; returns its time."""
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
        """The door of a request; -1 if its connection is already closed."""
        name = request.transport and request.transport.get_extra_info("sockname")
        return self.ports.index(name[1]) if name else -1
