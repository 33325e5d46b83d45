"""A connection with a visitor or a proxy: uvicorn's, with limits on how many there are and how slow they may be.

uvicorn itself has a time limit only for connections without a request, and one limit on their number for everybody.
"""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import h11
import structlog
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bot.channels.webchat.address import network
from bot.channels.webchat.open_connections import OpenConnections, Owner

STATE_KEY = "connection"  # under which a request's scope has its connection

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """For how many seconds each may last."""

    head: float = 10  # of a request, from the connection's beginning or the last response
    body: float = 20
    body_of_session: float = 300  # 10 MB over a bad mobile network
    reading: float = 60  # without reading anything of a response


class OpenState(ServerState):
    """What all connections of a server share."""

    def __init__(self, limit: int, of_address: int, is_proxy: Callable[[str], bool]) -> None:
        super().__init__()
        self.open, self.patience = OpenConnections(limit), Patience()
        self._limit, self._of_address, self._is_proxy = limit, of_address, is_proxy

    def owner(self, host: str) -> Owner:
        """Whom a connection is counted for before its first request."""
        if self._is_proxy(host):
            return Owner("proxy", "", self._limit // 2)
        return Owner("address", network(host), self._of_address)


class HttpConnection(H11Protocol):
    def __init__(
        self, config: uvicorn.Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None
    ) -> None:
        super().__init__(config, server_state, {**app_state, STATE_KEY: self}, _loop)
        self._shared = cast(OpenState, server_state)
        self._expected: tuple[str, float] | None = None
        self._too_slow: asyncio.TimerHandle | None = None
        self._not_reading: asyncio.TimerHandle | None = None
        self._has_session = False

    @property
    def is_waiting(self) -> bool:
        return self._expected is not None or self.flow.write_paused

    def belongs_to(self, owner: Owner) -> None:
        """Count it for whom its present request comes from."""
        self._has_session = owner.kind == "session"
        self._shared.open.count(self, owner, self.loop.time())
        self._expect()

    def drop(self, reason: str) -> None:
        log.warning("connection closed", reason=reason)
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        _send_at_once(transport)
        self._owner = self._shared.owner(self.client[0] if self.client else "")
        self._shared.open.count(self, self._owner, self.loop.time())
        self._expect()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._expect()

    def on_response_complete(self) -> None:
        """A proxy's next request may be anybody's. A body that is still on its way keeps its time."""
        self._has_session = self._has_session and self.conn.their_state is h11.SEND_BODY
        if self._owner.kind == "proxy":
            self._shared.open.count(self, self._owner, self.loop.time())
        super().on_response_complete()
        self._expect()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._not_reading = self.loop.call_later(self._shared.patience.reading, self.drop, "not reading")

    def resume_writing(self) -> None:
        super().resume_writing()
        _cancel(self._not_reading)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._shared.open.discard(self)
        _cancel(self._too_slow)
        _cancel(self._not_reading)
        self.app_state = {}  # which held this connection

    def _expect(self) -> None:
        """Start the time limit of what comes next, unless it runs already."""
        expected = self._next()
        if expected == self._expected:
            return
        _cancel(self._too_slow)
        self._expected = expected
        if expected:
            reason, seconds = expected
            self._too_slow = self.loop.call_later(seconds, self.drop, f"{reason} is too slow")

    def _next(self) -> tuple[str, float] | None:
        """What the other side has to send now, and within how many seconds."""
        patience = self._shared.patience
        match self.conn.their_state:
            case h11.IDLE:
                return "head", patience.head
            case h11.SEND_BODY if self._has_session:
                return "body of a session", patience.body_of_session
            case h11.SEND_BODY:
                return "body", patience.body
        return None


def _send_at_once(transport: asyncio.Transport) -> None:
    """Otherwise the end of a response waits up to 40 ms for the other side to acknowledge its beginning. asyncio sees
    to that only where it has made the listening socket itself."""
    transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
