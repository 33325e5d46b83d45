"""Request limits by session and by address, and protection against forms of foreign sites."""

import asyncio
from collections.abc import Callable
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from litestar.config.csrf import CSRFConfig
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from bot.channels.webchat import address, problems, sessions, store
from bot.channels.webchat.http_connection import STATE_KEY, HttpConnection
from bot.channels.webchat.middleware import FORM_COOKIE, FORM_TOKEN
from bot.channels.webchat.open_connections import Owner
from bot.channels.webchat.problems import Problem
from bot.channels.webchat.rate_limit import RateLimit
from bot.channels.webchat.settings import WebSettings
from bot.engine.clock import Clock
from storage.database import Database

MINUTE_SECONDS, HOUR_SECONDS = 60, 3600
VALID_SECONDS = 60  # a session found valid is not looked up again for that long, to count its requests
Connection = ASGIConnection[Any, Any, Any, Any]
READING = ("GET", "HEAD", "OPTIONS")
OWN_SITE = ("same-origin", "none")


class Limits:
    """How often one may ask, send and open chats: by session where there is a valid one, otherwise by address."""

    def __init__(self, db: Database, real_clock: Clock, settings: WebSettings) -> None:
        self._db, self._real_clock, self._settings = db, real_clock, settings
        self._requests = RateLimit(settings.requests_per_minute, MINUTE_SECONDS)
        self._posts = RateLimit(settings.posts_per_minute, MINUTE_SECONDS)
        self._new_chats = RateLimit(settings.chats_per_hour, HOUR_SECONDS)
        self._valid = RateLimit(1, VALID_SECONDS)

    def guard(self) -> Guard:
        """A function, because Litestar copies guards with all that they hold, but not functions."""

        async def guard(connection: Connection, _: BaseRouteHandler) -> None:
            await self.check(connection)

        return guard

    async def check(self, connection: Connection) -> None:
        """Count the request, and once more if it sends something; from now on its connection counts for the same."""
        owner = await self._owner(connection)
        carrier: HttpConnection | None = connection.scope["state"].get(STATE_KEY)
        if carrier is not None:
            carrier.belongs_to(owner)
        _take(self._requests, owner.name, problems.too_many)
        if connection.scope.get("method") not in READING:
            _take(self._posts, owner.name, problems.too_many)

    def check_new_chat(self, connection: Connection) -> None:
        """Call where a chat is created, whatever cookies came with the request."""
        _take(self._new_chats, address.of_client(connection), problems.too_many_chats)

    async def _owner(self, connection: Connection) -> Owner:
        digest = await self._session(connection)
        if digest is not None:
            return Owner("session", digest, self._settings.connections_per_session)
        return Owner("address", address.of_client(connection), self._settings.connections_per_address)

    async def _session(self, connection: Connection) -> str | None:
        """The digest of a valid session, or None. It only decides what is counted, so it may be a minute old."""
        token = connection.cookies.get(sessions.COOKIE)
        if not token:
            return None
        digest = sessions.digest(token)
        if self._valid.count(digest, _now()) or await self._is_valid(digest):
            self._valid.take(digest, _now())
            return digest
        return None

    async def _is_valid(self, digest: str) -> bool:
        async with self._db.reading() as session:
            return await store.get_session(session, digest, self._real_clock.now()) is not None


def form_tokens(secret: str, settings: WebSettings) -> CSRFConfig:
    """CSRF protection by double submit: the page returns its token in a header, which must match the cookie."""
    return CSRFConfig(
        secret=secret,
        cookie_name=FORM_COOKIE.decode(),
        header_name=FORM_TOKEN.decode(),
        cookie_secure=settings.secure,
        cookie_httponly=True,  # the page reads its token from a <meta> element
        cookie_samesite="lax",
        exclude=[r"^/static/", r"^/healthz$"],
    )


async def refuse_foreign_sites(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard: changing requests must come from our own page, as far as the browser states their origin."""
    if connection.scope.get("method") in READING:
        return
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site is not None and site not in OWN_SITE:
        raise problems.foreign_origin()
    if origin is not None and _host_of(origin) != connection.headers.get("host"):
        raise problems.foreign_origin()


def _host_of(origin: str) -> str:
    """The host of an Origin header, "" if it is not an origin at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _take(limit: RateLimit, key: str, refusal: Callable[[int], Problem]) -> None:
    if wait := limit.take(key, _now()):
        raise refusal(ceil(wait))


def _now() -> float:
    return asyncio.get_running_loop().time()
