"""The web server: uvicorn, which on shutdown also ends the live streams, since they never end by themselves."""

import resource
import signal
import socket
from types import FrameType
from typing import Any, cast

import uvicorn
from litestar import Litestar
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.channels.webchat.http_connection import HttpConnection, OpenState
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.streams import Streams

OTHER_FILES = 200  # open files that are not connections of visitors: database, uploads, other channels
FEWEST = 100  # connections, however few files may be open


class Server(uvicorn.Server):
    """Serves on ``sockets``, which listen already.

    ``trust_proxy`` takes the visitor's address from a proxy on this machine; the demo accepts no proxy.
    """

    def __init__(
        self,
        app: Litestar,
        streams: Streams,
        sockets: list[socket.socket],
        settings: WebSettings | None = None,
        *,
        trust_proxy: bool = True,
    ) -> None:
        config = uvicorn.Config(
            app,
            http=HttpConnection,
            log_config=None,
            access_log=False,  # addresses are personal data
            server_header=False,
            proxy_headers=trust_proxy,
            timeout_graceful_shutdown=5,
            ws="none",
        )
        super().__init__(config)
        given = settings or WebSettings()
        proxies = ProxyHeadersMiddleware(cast(Any, app), config.forwarded_allow_ips).trusted_hosts
        self.server_state: OpenState = OpenState(
            min(given.connections_total, max(FEWEST, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OTHER_FILES)),
            given.connections_per_address,
            lambda host: trust_proxy and host in proxies,
        )
        self._streams = streams
        self._sockets = sockets

    async def run_until_stopped(self) -> None:
        await self.serve(self._sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Replaces uvicorn's handler, which would raise the signal again and interrupt the rest of the shutdown."""
        self.force_exit = self.should_exit and sig == signal.SIGINT  # second Ctrl+C: stop immediately
        self.stop()

    def stop(self) -> None:
        """Stop from within the process."""
        self._streams.end()
        self.should_exit = True
