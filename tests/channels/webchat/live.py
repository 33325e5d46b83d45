"""The website on a real server."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.webchat.server import Server
from bot.channels.webchat.settings import WebSettings
from tests.channels.webchat.visitor import Website

PATIENCE = 30.0  # seconds: a loaded machine is slow, which is not a failure


@asynccontextmanager
async def serving(site: Website, settings: WebSettings | None = None) -> AsyncIterator[tuple[Server, str]]:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = Server(site.app, site.streams, [listening], settings)
    running = asyncio.create_task(server.run_until_stopped())
    while not server.started:  # noqa: ASYNC110  uvicorn offers only this flag
        await asyncio.sleep(0.01)
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.stop()
        await asyncio.wait_for(running, PATIENCE)
