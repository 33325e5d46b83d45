"""Middleware for the whole server: the language of the response, and form tokens only in headers."""

import re
from http.cookies import CookieError, SimpleCookie

from litestar.types import ASGIApp, Receive, Scope, Send

from bot.channels.webchat.sessions import LANGUAGE_COOKIE
from texts.speech import LANGUAGES, speaking

FORM_TOKEN = b"x-form-token"
ACCEPTED = re.compile(r"([a-z]{2,3}(?:-\w+)*)\s*(?:;\s*q=([01](?:\.\d+)?))?")


class Speaking:
    """Answers in the language stored on the device; until one is chosen, in ``default``, or without a default in the
    one that the browser prefers."""

    def __init__(self, app: ASGIApp, default: str | None) -> None:
        self.app, self.default = app, default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with speaking(_remembered(scope) or self.default or _accepted(scope)):
            await self.app(scope, receive, send)


class TokenInHeader:
    """Sees to it that an upload's form token is looked for in the header only: without one Litestar would read the
    whole upload to look for it inside, before it is known who sends it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = dict(scope["headers"])
        if FORM_TOKEN not in sent and sent.get(b"content-type", b"").lower().startswith(b"multipart/"):
            scope["headers"] = [*scope["headers"], (FORM_TOKEN, b"none")]
        await self.app(scope, receive, send)


def _remembered(scope: Scope) -> str | None:
    cookies = "; ".join(value for name, value in headers_of(scope) if name.lower() == "cookie")
    if LANGUAGE_COOKIE not in cookies:
        return None
    try:
        found = SimpleCookie(cookies).get(LANGUAGE_COOKIE)
    except CookieError:
        return None
    return found.value if found and found.value in LANGUAGES else None


def _accepted(scope: Scope) -> str:
    """Our language that the Accept-Language header ranks highest."""
    header = ",".join(value for name, value in headers_of(scope) if name.lower() == "accept-language")
    weights = {tag.partition("-")[0]: float(weight or 1) for tag, weight in ACCEPTED.findall(header.lower())[::-1]}
    return max(LANGUAGES, key=lambda language: weights.get(language, 0.0))


def headers_of(scope: Scope) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
