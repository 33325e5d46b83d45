"""Around the whole server: the language of the request, and in the demo the door that opens to this machine only."""

import re
from http.cookies import CookieError, SimpleCookie

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from bot.channels.webchat.sessions import LANGUAGE_COOKIE
from texts.speech import LANGUAGES, speaking

HERE = re.compile(r"(localhost|127\.0\.0\.1)(:\d{1,5})?")
FORWARDING = ("forwarded", "via", "x-real-ip")
ONLY_HERE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>演示只在本机打开</title>
<h1>演示只在本机打开</h1>
<p>这里是演示：任何人都能扮演营商办和各单位的人，所以只接受本机浏览器直接访问 http://localhost 或 http://127.0.0.1，
不经过代理、转发或别的域名。</p>
<p>要让别人使用，请按安装说明正式部署（qinqing run，不带 --demo）。</p>
<p lang="en">This is a demo: whoever opens it may play any official. It answers only to a browser
on this machine.</p></html>"""


class Speaking:
    """Everything in an answer is said in the language that the device remembers."""

    def __init__(self, app: ASGIApp, default: str) -> None:
        self.app, self.default = app, default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with speaking(_remembered(scope) or self.default):
            await self.app(scope, receive, send)


class OnlyHere:
    """Answers the browser on this machine and nobody else: in the demo everyone may be anyone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or is_here(_headers(scope)):
            await self.app(scope, receive, send)
            return
        kind = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 403, "headers": kind})
        await send({"type": "http.response.body", "body": ONLY_HERE.encode(), "more_body": False})


def is_here(headers: list[tuple[str, str]]) -> bool:
    """Whether a request comes straight from a browser on this machine, as far as its headers tell."""
    names = [name.lower() for name, _ in headers]
    hosts = [value.lower() for name, value in headers if name.lower() == "host"]
    forwarded = any(name.startswith("x-forwarded") or name in FORWARDING for name in names)
    return not forwarded and len(hosts) == 1 and bool(HERE.fullmatch(hosts[0]))


def _remembered(scope: Scope) -> str | None:
    cookies = "; ".join(value for name, value in _headers(scope) if name.lower() == "cookie")
    if LANGUAGE_COOKIE not in cookies:
        return None
    try:
        found = SimpleCookie(cookies).get(LANGUAGE_COOKIE)
    except CookieError:
        return None
    return found.value if found and found.value in LANGUAGES else None


def _headers(scope: Scope) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
