"""Middleware for the whole server: the language of the response, and which cookies and form tokens Litestar sees."""

import re
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie

from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_hash
from litestar.types import ASGIApp, Receive, Scope, Send

from bot.channels.webchat.sessions import LANGUAGE_COOKIE
from texts.speech import LANGUAGES, speaking

FORM_TOKEN, FORM_COOKIE, NO_TOKEN = b"x-form-token", b"qinqing_form", b"none"
ACCEPTED = re.compile(r"([a-z]{2,3}(?:-\w+)*)\s*(?:;\s*q=([01](?:\.\d+)?))?")


class Speaking:
    """Answers in the language stored on the device; until one is chosen, in ``default``, or without a default in the
    one that the browser prefers."""

    def __init__(self, app: ASGIApp, default: str | None) -> None:
        self.app, self.default = app, default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with speaking(_remembered(scope) or self.default or _accepted(scope)):
            await self.app(scope, receive, send)


class FormTokens:
    """Mends two things about form tokens that Litestar does not.

    Without a token in the header it would read a whole upload to look for it inside, before it is known who sends it.
    And a cookie that it has not signed, as another program on the same host sets it, would never be replaced.
    """

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self.app, self._secret = app, secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, self._own(value) if name == b"cookie" else value) for name, value in scope["headers"]]
        sent = dict(headers)
        is_upload = sent.get(b"content-type", b"").lower().startswith(b"multipart/")
        if not sent.get(FORM_TOKEN, b"" if is_upload else NO_TOKEN).strip().isalnum():
            headers = [*((name, value) for name, value in headers if name != FORM_TOKEN), (FORM_TOKEN, NO_TOKEN)]
        scope["headers"] = headers
        await self.app(scope, receive, send)

    def _own(self, cookies: bytes) -> bytes:
        """A cookie header without form tokens that are not ours."""
        pairs = (pair.partition(b"=") for pair in cookies.split(b";"))
        kept = (pair for pair in pairs if pair[0].strip() != FORM_COOKIE or self._is_signed(pair[2].strip()))
        return b";".join(map(b"".join, kept))

    def _is_signed(self, token: bytes) -> bool:
        random, signature = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:]
        expected = generate_csrf_hash(random.decode("latin-1"), self._secret)
        return compare_digest(signature, expected.encode())


class FirstCookies:
    """Of cookies with one name only the first is left, and Litestar would take the last.

    Browsers begin with the longest path. Ours have the path of the chat, so one that another program on the same host
    has set for all paths comes after them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pairs = [pair for name, value in scope["headers"] if name == b"cookie" for pair in value.split(b";")]
        first = {pair.partition(b"=")[0].strip(): pair.strip() for pair in reversed(pairs)}
        others = [header for header in scope["headers"] if header[0] != b"cookie"]
        scope["headers"] = [*others, (b"cookie", b"; ".join(reversed(first.values())))] if pairs else others
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
