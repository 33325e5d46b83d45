"""Request limits by device and by address, and protection against forms of foreign sites."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.config.csrf import CSRFConfig
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware.base import DefineMiddleware
from litestar.middleware.rate_limit import RateLimitConfig

from bot.channels.webchat import problems, sessions
from bot.channels.webchat.settings import WebSettings

READING = ("GET", "HEAD", "OPTIONS")
OWN_SITE = ("same-origin", "none")


def rate_limits(settings: WebSettings) -> list[DefineMiddleware]:
    """By address all requests count, by device those that send something; new chats have their own limit."""
    by_address = RateLimitConfig(
        ("minute", settings.requests_per_minute), identifier_for_request=_address, store="by_address"
    )
    by_device = RateLimitConfig(
        ("minute", settings.posts_per_minute),
        identifier_for_request=_device,
        check_throttle_handler=_sends,
        store="by_device",
    )
    new_chats = RateLimitConfig(
        ("hour", settings.chats_per_hour),
        identifier_for_request=_address,
        check_throttle_handler=_opens_chat,
        store="new_chats",
    )
    return [by_address.middleware, by_device.middleware, new_chats.middleware]


def form_tokens(secret: str, settings: WebSettings) -> CSRFConfig:
    """CSRF protection by double submit: the page returns its token in a header, which must match the cookie."""
    return CSRFConfig(
        secret=secret,
        cookie_name="qinqing_form",
        header_name="X-Form-Token",
        cookie_secure=settings.secure,
        cookie_httponly=True,  # the page reads its token from a <meta> element
        cookie_samesite="lax",
        exclude=[r"^/static/", r"^/healthz$"],
    )


async def refuse_foreign_sites(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: changing requests must come from our own page, as far as the browser states their origin."""
    if connection.scope.get("method") in READING:
        return
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site is not None and site not in OWN_SITE:
        raise problems.foreign_origin()
    if origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise problems.foreign_origin()


def _address(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else ""


def _device(request: Request[Any, Any, Any]) -> str:
    token = request.cookies.get(sessions.COOKIE)
    return sessions.digest(token) if token else _address(request)


async def _sends(request: Request[Any, Any, Any]) -> bool:
    return request.method not in READING


async def _opens_chat(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.endswith("/chat/start") and sessions.COOKIE not in request.cookies
