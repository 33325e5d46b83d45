"""What a failed call says about the channel: the health state it means, and how long to wait before the next call."""

from dataclasses import dataclass

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

LOCKED_OUT_SECONDS = 60.0  # the operator must configure a new token
CONFLICT_SECONDS = 15.0  # another program receives updates with the same token
MAX_DETAIL_LENGTH = 200

CALL_FAILURES = (TelegramAPIError, ClientDecodeError)


@dataclass(frozen=True, slots=True)
class Fault:
    """``wait`` in seconds; None if Telegram gives no time, so that the wait grows with each failure."""

    state: str
    detail: str
    wait: float | None = None


def read(error: Exception) -> Fault:
    match error:
        case TelegramRetryAfter():
            return Fault("waiting", f"429, {error.retry_after} s", float(error.retry_after))
        case TelegramConflictError():
            return Fault("conflict", _said(error), CONFLICT_SECONDS)
        case TelegramUnauthorizedError() | TelegramNotFound():  # a token that never existed gets "Not Found"
            return Fault("unauthorised", _said(error), LOCKED_OUT_SECONDS)
        case TelegramNetworkError():
            return Fault("network", type(error.__cause__ or error).__name__)  # its message contains the proxy's address
        case ClientDecodeError():
            return Fault("server", "unreadable answer")
        case TelegramServerError():
            return Fault("server", _said(error))
        case TelegramAPIError():
            return Fault("server", _said(error))
        case _:
            return Fault("server", type(error).__name__)


def _said(error: TelegramAPIError) -> str:
    return str(error.message)[:MAX_DETAIL_LENGTH]
