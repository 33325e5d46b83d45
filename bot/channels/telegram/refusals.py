"""Maps aiogram's exceptions and the Bot API's error texts to the sender's TransportErrors."""

from typing import Final

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError, InvalidURL
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.delivery.transport import (
    Later,
    LockedOut,
    Missing,
    Moved,
    NotSent,
    Rejected,
    ServerFailed,
    TransportError,
    Unchanged,
    Unreachable,
    Unsure,
)

BLOCKED, DEACTIVATED, GONE = "blocked", "deactivated", "gone"
DEFAULT_RETRY_SECONDS = 5.0  # if Telegram asks us to wait without giving a time
MAX_REASON_LENGTH = 80


class OtherKind(Missing):
    """A text cannot become a photo or vice versa: the message must be sent anew."""


class TooOld(Missing):
    """The message exists but can no longer be deleted."""


class Stale(Missing):
    """The button press is too old to be answered; its loading indicator has stopped by itself."""


class WrongFile(Rejected):
    """The id under which the file was sent before is no longer valid."""


class WrongPhoto(Rejected):
    """The picture cannot be sent as a photo, but can still be sent as a document."""


class TooBig(Rejected):
    """Larger than Telegram accepts."""


UNREACHABLE: Final = (
    ("bot was blocked by the user", BLOCKED),
    ("user_is_blocked", BLOCKED),
    ("user is deactivated", DEACTIVATED),
    ("input_user_deactivated", DEACTIVATED),
    ("chat not found", GONE),
    ("user not found", GONE),
    ("peer_id_invalid", GONE),
    ("group chat was deleted", GONE),
    ("group chat was deactivated", GONE),
    ("group chat was upgraded to a supergroup chat", GONE),  # comes without the new name, so it cannot be followed
    ("chat_write_forbidden", GONE),
    ("chat_restricted", GONE),
    ("not enough rights to send", GONE),
    ("have no rights to send a message", GONE),
)

REFUSED: Final[tuple[tuple[str, type[TransportError]], ...]] = (
    ("message is not modified", Unchanged),
    ("message to edit not found", Missing),
    ("message to delete not found", Missing),
    ("message can't be edited", Missing),
    ("message_id_invalid", Missing),
    ("message identifier is not specified", Missing),
    ("there is no text in the message to edit", OtherKind),
    ("there is no caption in the message to edit", OtherKind),
    ("there is no media in the message to edit", OtherKind),
    ("message can't be deleted", TooOld),
    ("query is too old", Stale),
    ("query_id_invalid", Stale),
    ("wrong file identifier", WrongFile),
    ("wrong remote file identifier", WrongFile),
    ("wrong file_id", WrongFile),
    ("invalid file_id", WrongFile),
    ("file_reference_", WrongFile),
    ("can't use file of type", WrongFile),
    ("type of file mismatch", WrongFile),
    ("photo_invalid_dimensions", WrongPhoto),
    ("photo_save_file_invalid", WrongPhoto),
    ("photo_ext_invalid", WrongPhoto),
    ("image_process_failed", WrongPhoto),
    ("too big for a photo", WrongPhoto),
    ("file is too big", TooBig),
    ("file of size", TooBig),
)

NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)  # no connection was made
PROXY_FAILED = (ProxyConnectionError, ProxyError, ProxyTimeoutError)  # not wrapped by aiogram
FAILURES = (TelegramAPIError, ClientDecodeError, ClientError, TimeoutError, OSError, *PROXY_FAILED)


def read(error: Exception, account: str = "", *, everywhere: bool = True) -> TransportError:
    """The TransportError for ``error``, one of FAILURES.

    ``everywhere``: whether a request to wait applies to all chats or only this one. Reasons never contain message text,
    personal data or addresses, since addresses contain the token.
    """
    match error:
        case TelegramRetryAfter():
            return Later(float(error.retry_after), everywhere)
        case TelegramMigrateToChat():
            return Moved(f"{account}{error.migrate_to_chat_id}")
        case TelegramUnauthorizedError() | TelegramNotFound():
            return LockedOut(_reason(error))
        case TelegramForbiddenError():
            return Unreachable(_unreachable(error.message) or GONE)
        case TelegramBadRequest():
            return _refused(error)
        case TelegramEntityTooLarge():
            return TooBig(_reason(error))
        case TelegramConflictError():
            return NotSent(_reason(error))
        case TelegramServerError():
            return ServerFailed(_reason(error))
        case TelegramNetworkError():
            cause = error.__cause__
            return NotSent(_name(cause)) if isinstance(cause, NEVER_LEFT) else Unsure(_name(cause or error))
        case TelegramAPIError():
            waits = "too many requests" in error.message.lower()
            return Later(DEFAULT_RETRY_SECONDS, everywhere) if waits else NotSent(_reason(error))
        case _:
            return NotSent(_name(error)) if isinstance(error, (*NEVER_LEFT, *PROXY_FAILED)) else Unsure(_name(error))


def _refused(error: TelegramBadRequest) -> TransportError:
    said = error.message.lower()
    if lost := _unreachable(said):
        return Unreachable(lost)
    kind = next((kind for words, kind in REFUSED if words in said), Rejected)
    return kind(_reason(error))


def _unreachable(said: str) -> str:
    return next((why for words, why in UNREACHABLE if words in said.lower()), "")


def _reason(error: TelegramAPIError) -> str:
    """Telegram's error text up to the first quotation."""
    return error.message.removeprefix("Bad Request: ").split('"')[0].strip(" :")[:MAX_REASON_LENGTH]


def _name(error: BaseException) -> str:
    return type(error).__name__
