"""Access control of the demo: only browsers on this machine, since a demo visitor can act as anyone."""

import re

from litestar.types import ASGIApp, Receive, Scope, Send

from bot.channels.webchat.middleware import headers_of
from bot.config.loopback import is_loopback

HERE = re.compile(r"(localhost|127\.0\.0\.1)(:\d{1,5})?")
# what proxies, tunnels and content networks add
FORWARDING = re.compile(
    r"forwarded.*|via|x-forwarded.*|x-real-ip|x-(original|client|cluster|remote|envoy|proxy|arr|azure|amzn|appengine)-.*"
    r"|x-(host|proxyuser-ip|cloud-trace-context|ngrok-.*)|(true|fastly|cf|fly|do)-.*|cdn-.*|tailscale-.*|ngrok-.*"
)
ONLY_HERE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>演示只在本机打开</title>
<h1>演示只在本机打开</h1>
<p>这里是演示：任何人都能扮演营商办和各单位的人，所以只接受本机浏览器直接访问 http://localhost 或 http://127.0.0.1，
不经过代理、转发或别的域名。</p>
<p>要让别人使用，请按安装说明正式部署（qinqing run，不带 --demo）。</p>
<p lang="en">This is a demo: whoever opens it may play any official. It answers only to a browser
on this machine.</p></html>"""


class OnlyHere:
    """ASGI middleware that answers only browsers on this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_near(scope.get("client")) and is_here(headers_of(scope)):
            await self.app(scope, receive, send)
            return
        kind = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 403, "headers": kind})
        await send({"type": "http.response.body", "body": ONLY_HERE.encode(), "more_body": False})


def is_near(client: tuple[str, int] | None) -> bool:
    """Whether the connection itself comes from this machine."""
    return client is not None and is_loopback(client[0])


def is_here(headers: list[tuple[str, str]]) -> bool:
    """Whether a request comes directly from a browser on this machine, as far as its headers show."""
    hosts = [value.lower() for name, value in headers if name.lower() == "host"]
    forwarded = any(FORWARDING.fullmatch(name.lower()) for name, _ in headers)
    return not forwarded and len(hosts) == 1 and bool(HERE.fullmatch(hosts[0]))
