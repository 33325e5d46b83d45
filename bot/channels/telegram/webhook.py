"""Telegram knocks at our own door: the route that stores what it brings, and answers when that is committed."""

import hashlib
import hmac
import json
from typing import Any

import structlog
from litestar import Request, Response, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.settings import WEBHOOK_PATH

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  its name
MAX_BODY_BYTES = 1024 * 1024  # an update takes a few thousand
OK, FORBIDDEN, SERVER_ERROR = 200, 403, 500

log = structlog.get_logger()


def secret_token(web_secret: str) -> str:
    """What Telegram shows at the door, the same for all processes and after a restart."""
    return hmac.new(web_secret.encode(), b"telegram webhook", hashlib.sha256).hexdigest()


def route(receiver: Receiver, secret: str) -> HTTPRouteHandler:
    """``secret`` is ``secret_token``'s. Neither form tokens nor limits by address stand before it."""

    @post(WEBHOOK_PATH, status_code=OK, request_max_body_size=MAX_BODY_BYTES, opt={"exclude_from_csrf": True})
    async def receive(request: Request[Any, Any, Any]) -> Response[None]:
        """200 once it is stored, and for what can never be; anything else makes Telegram bring it again."""
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return Response(None, status_code=FORBIDDEN)
        update = await _update(request)
        try:
            await receiver.receive([update])
        except Exception:
            log.exception("update could not be stored", channel="telegram")
            return Response(None, status_code=SERVER_ERROR)
        return Response(None, status_code=OK)

    return receive


async def _update(request: Request[Any, Any, Any]) -> object:
    """What is brought; None, which is malformed like everything that cannot be read, if it is too large or no JSON."""
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError, HTTPException):
        return None
