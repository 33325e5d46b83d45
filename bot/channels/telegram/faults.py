"""What a failed call says about the channel: how its health is called, and how long to wait before the next."""

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

LOCKED_OUT_SECONDS = 60.0  # an operator has to give it a new token
CONFLICT_SECONDS = 15.0  # somebody else receives with the same token
MAX_DETAIL_LENGTH = 200

CALL_FAILURES = (TelegramAPIError, ClientDecodeError)


@dataclass(frozen=True, slots=True)
class Fault:
    """``wait`` is None where nobody says how long; then waiting grows with every failure."""

    state: str
    detail: str
    wait: float | None = None


def read(error: Exception) -> Fault:
    match error:
        case TelegramRetryAfter():
            return Fault("waiting", f"429, {error.retry_after} s", float(error.retry_after))
        case TelegramConflictError():
            return Fault("conflict", _said(error), CONFLICT_SECONDS)
        case TelegramUnauthorizedError() | TelegramNotFound():  # a token that never was one is «Not Found»
            return Fault("unauthorised", _said(error), LOCKED_OUT_SECONDS)
        case TelegramNetworkError():
            return Fault("network", type(error.__cause__ or error).__name__)  # its message names our proxy
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
