"""The web server: uvicorn that ends the live streams when it is asked to stop, for they would never end themselves."""

import signal
from types import FrameType

import uvicorn
from litestar import Litestar

from bot.channels.webchat.stream import Streams


class Server(uvicorn.Server):
    """``trust_proxy`` reads the visitor's address from a proxy on this machine; the demo takes no proxy at all."""

    def __init__(self, app: Litestar, streams: Streams, host: str, port: int, *, trust_proxy: bool = True) -> None:
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,  # addresses are personal data
            server_header=False,
            proxy_headers=trust_proxy,
            timeout_graceful_shutdown=5,
            ws="none",
        )
        super().__init__(config)
        self._streams = streams

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """uvicorn's own would raise the signal again afterwards, and cut off what is still to be finished."""
        self.force_exit = self.should_exit and sig == signal.SIGINT  # Ctrl+C twice: at once
        self.stop()

    def stop(self) -> None:
        """Stop from inside the process."""
        self._streams.end()
        self.should_exit = True
