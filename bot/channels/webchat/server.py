"""The web server: uvicorn, which on shutdown also ends the live streams, since they never end by themselves."""

import signal
import socket
from types import FrameType

import uvicorn
from litestar import Litestar

from bot.channels.webchat.streams import Streams


class Server(uvicorn.Server):
    """Serves on ``sockets``, which listen already.

    ``trust_proxy`` takes the visitor's address from a proxy on this machine; the demo accepts no proxy.
    """

    def __init__(
        self, app: Litestar, streams: Streams, sockets: list[socket.socket], *, trust_proxy: bool = True
    ) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # addresses are personal data
            server_header=False,
            proxy_headers=trust_proxy,
            timeout_graceful_shutdown=5,
            ws="none",
        )
        super().__init__(config)
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
