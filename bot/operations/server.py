"""The operators' port, on loopback only: /readyz says whether this process can work, /metrics shows its metrics."""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar, MediaType, Response, get
from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config.model import Config
from storage import meta_store, migrate
from storage.database import Database
from storage.disk import FULL_BELOW_BYTES, free_bytes
from storage.failures import is_passing

LOOPBACK = "127.0.0.1"
OWN_NAMES = (LOOPBACK, "localhost")
PORT = re.compile(r":[0-9]{1,5}$")
MAX_BEAT_AGE_SECONDS = 30.0  # since the worker last got its work done; an idle worker looks every two seconds
DATABASE_TIMEOUT_SECONDS = 5.0  # for the database to answer
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Beat = Callable[[], float]
"""Seconds since the worker last got its work done."""

Page = Callable[[AsyncSession], Awaitable[bytes]]
"""Builds the response of /metrics."""


async def serve(
    sockets: list[socket.socket], db: Database, config: Config, page: Page, seconds_since_beat: Beat
) -> None:
    """Serve on these sockets, which listen already, until cancelled."""
    server = _Server(
        uvicorn.Config(
            build(db, page, seconds_since_beat, _folders(db, config), name=config.server.host),
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            lifespan="off",
        )
    )
    try:
        await server.serve(sockets)
    finally:
        server.should_exit = True
        for listening in sockets:
            listening.close()


def build(
    db: Database,
    page: Page,
    seconds_since_beat: Beat,
    folders: Sequence[Path] = (),
    full_below: int = FULL_BELOW_BYTES,
    name: str = LOOPBACK,
) -> Litestar:
    """``folders`` hold our data; their disks count as full below ``full_below`` bytes.

    Answers to ``name`` and the names of this machine only: a page in an operator's browser may have its own name
    resolve to 127.0.0.1 (DNS rebinding).
    """
    head = migrate.head()

    @get("/readyz")
    async def readyz() -> Response[dict[str, bool]]:
        """200 if all checks pass, otherwise 503; the body has each check's result."""
        migrated = await _revision(db)
        holds = {
            "database": migrated is not None,
            "migrated": migrated == head,
            "disk": all(free_bytes(folder) >= full_below for folder in folders),
            "worker": seconds_since_beat() < MAX_BEAT_AGE_SECONDS,
        }
        return Response(holds, status_code=200 if all(holds.values()) else 503)

    @get("/metrics", media_type=MediaType.TEXT)
    async def measured() -> Response[bytes]:
        """503 while the database cannot be read."""
        try:
            async with db.reading() as session:
                return Response(await page(session), media_type=METRICS_TYPE)
        except Exception as error:
            if not is_passing(error):
                raise
            return Response(b"", media_type=METRICS_TYPE, status_code=503)

    own = _only_for({*OWN_NAMES, name.lower()})
    return Litestar([readyz, measured], guards=[own], openapi_config=None, logging_config=None)


def _only_for(names: Collection[str]) -> Guard:
    """A guard: the request's Host, without its port, must be one of ``names``."""

    def refuse_others(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if PORT.sub("", connection.headers.get("host", "").lower()) not in names:
            raise ClientException("this name is not one of the operations port's")

    return refuse_others


def _folders(db: Database, config: Config) -> list[Path]:
    database = [Path(str(db.url.database)).parent] if db.sqlite else []
    return [*database, config.files.folder]


async def _revision(db: Database) -> str | None:
    """The database's migration; "" if it has none, None if it does not answer."""
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT_SECONDS), db.reading() as session:
            return await meta_store.revision(session)
    except (SQLAlchemyError, TimeoutError, OSError):
        return None


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are handled by the public server only."""
        yield
