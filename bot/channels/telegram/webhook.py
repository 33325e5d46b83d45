"""The webhook: a route that stores an update from Telegram and answers after the commit."""

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

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name
MAX_BODY_BYTES = 1024 * 1024  # an update takes a few thousand
OK, FORBIDDEN, SERVER_ERROR = 200, 403, 500

log = structlog.get_logger()


def secret_token(web_secret: str) -> str:
    """The secret that Telegram sends with each update; the same for all processes and across restarts."""
    return hmac.new(web_secret.encode(), b"telegram webhook", hashlib.sha256).hexdigest()


def route(receiver: Receiver, secret: str) -> HTTPRouteHandler:
    """``secret`` comes from ``secret_token``. CSRF tokens and rate limits by address do not apply to this route."""

    @post(WEBHOOK_PATH, status_code=OK, request_max_body_size=MAX_BODY_BYTES, opt={"exclude_from_csrf": True})
    async def receive(request: Request[Any, Any, Any]) -> Response[None]:
        """200 if stored or impossible to store; any other status makes Telegram deliver it again."""
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
    """The update; None, which is malformed like anything unreadable, if the body is too large or not JSON."""
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError, HTTPException):
        return None
