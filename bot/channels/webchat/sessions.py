"""Web sessions: a random token in a cookie, its digest in the database, and a readable name for the device."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.webchat import problems, store
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.store import WebSession
from bot.dialogs import links
from people.model import RightsChange
from texts.speech import say

COOKIE = "qinqing_chat"
LANGUAGE_COOKIE = "qinqing_language"
REFRESH_INTERVAL = timedelta(hours=1)  # minimum time between updates of a device's last visit: reading should not write
BASE = re.compile(r"^(?:/demo/seats/\d+)?/chat(?=/|$)")

DEVICES = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("鸿蒙", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux|X11"),
)
BROWSERS = (
    ("企业微信", r"wxwork"),
    ("微信", r"MicroMessenger"),
    ("钉钉", r"DingTalk"),
    ("QQ", r"QQBrowser|QQ/"),
    ("UC", r"UCBrowser"),
    ("华为浏览器", r"HuaweiBrowser"),
    ("Edge", r"Edg"),
    ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrome|CriOS"),
    ("Safari", r"Safari"),
)


async def begin(session: AsyncSession, chat: int, agent: str, settings: WebSettings, now: datetime) -> str:
    """Sign a device in to ``chat``; returns the token that only the device will know."""
    token = token_urlsafe(32)
    expires_at = now + timedelta(days=settings.session_days)
    await store.add_session(session, WebSession(digest(token), chat, device(agent), now, now, expires_at))
    return token


async def find(session: AsyncSession, request: Request[Any, Any, Any], now: datetime) -> WebSession | None:
    token = request.cookies.get(COOKIE)
    return await store.get_session(session, digest(token), now) if token else None


async def find_pressing(
    session: AsyncSession, request: Request[Any, Any, Any], name: str, now: datetime
) -> WebSession | None:
    """As ``find``; also for a device that repeats the press at which its token was renewed, as it got no answer."""
    token, visit = request.cookies.get(COOKIE), await find(session, request, now)
    if token is None or visit is not None:
        return visit
    return await store.get_renewed(session, digest(token), name, now)


async def renew(session: AsyncSession, request: Request[Any, Any, Any], visit: WebSession, name: str) -> str:
    """A new token, for a press that may give the chat rights; no other device learns it, and from now on the old one
    does nothing but repeat this press."""
    old, token = request.cookies[COOKIE], token_urlsafe(32)
    if not await store.renew_token(session, visit, name, digest(old), digest(token)):
        raise problems.signed_out()
    return token


async def why_ended(session: AsyncSession, request: Request[Any, Any, Any], now: datetime) -> str:
    """The sentence for a device whose session was ended by a change of rights; "" for any other."""
    token = request.cookies.get(COOKIE)
    change = await store.rights_change(session, digest(token), now) if token else ""
    return say_why(RightsChange(change)) if change else ""


def say_why(change: RightsChange) -> str:
    match change:
        case RightsChange.LINKED:
            return say("这段对话在别的设备上换了身份，为了安全，这台设备已经退出。")
        case RightsChange.UNLINKED:
            return say("这里已与原来的身份解除，看不到原来的对话了。")
        case RightsChange.POST_GIVEN:
            return say(
                "您的岗位有变动，为了安全，这台设备已经退出。"
                "要接着在这里用，请在绑定岗位的设备上发送 /me，点「在别处也用」。"
            )
        case RightsChange.POST_TAKEN:
            return say("您的岗位已凭新的邀请码转到别处使用，这台设备已经退出。如果不是您本人办的，请马上联系营商办。")
        case RightsChange.POST_LISTED:
            return say("名录更新后您的岗位有变动，这台设备已经退出。还在岗的，请向营商办要一个新的邀请码。")


def is_stale(visit: WebSession, now: datetime) -> bool:
    return now - visit.seen_at >= REFRESH_INTERVAL


async def refresh(session: AsyncSession, visit: WebSession, settings: WebSettings, now: datetime) -> None:
    await store.touch_session(session, visit.digest, now, now + timedelta(days=settings.session_days))


def cookie(token: str, request: Request[Any, Any, Any], settings: WebSettings) -> Cookie:
    return _cookie(COOKIE, token, base(request), settings, http_only=True)


def no_cookie(request: Request[Any, Any, Any], settings: WebSettings) -> Cookie:
    return _cookie(COOKIE, "", base(request), settings, http_only=True, seconds=0)


def language_cookies(language: str, request: Request[Any, Any, Any], settings: WebSettings) -> list[Cookie]:
    """One cookie for the chat and one for the public pages, so that a choice of language applies to both."""
    paths = (base(request), links.SPECIALISTS)
    return [_cookie(LANGUAGE_COOKIE, language, path, settings, http_only=False) for path in paths]


def base(request: Request[Any, Any, Any]) -> str:
    """The path of this chat, to which its cookie is limited."""
    found = BASE.match(request.url.path)
    return found.group() if found else "/chat"


def is_seat(request: Request[Any, Any, Any]) -> bool:
    """Whether the request belongs to a demo seat."""
    return base(request) != "/chat"


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def device(agent: str) -> str:
    """A short name by which a person recognises a device, e.g. "iPhone · Safari"."""
    parts = (_first(DEVICES, agent), _first(BROWSERS, agent))
    return " · ".join(part for part in parts if part)


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, agent)), "")


def _cookie(
    key: str, value: str, path: str, settings: WebSettings, *, http_only: bool, seconds: int | None = None
) -> Cookie:
    return Cookie(
        key=key,
        value=value,
        path=path,
        max_age=settings.session_seconds if seconds is None else seconds,
        httponly=http_only,
        secure=settings.secure,
        samesite="lax",
    )
