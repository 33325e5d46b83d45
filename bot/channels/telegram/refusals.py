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
    ChatMoved,
    MessageMissing,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    ServerError,
    TransportError,
    Unauthorized,
    Unchanged,
    Unreachable,
)

BLOCKED, DEACTIVATED, GONE = "blocked", "deactivated", "gone"
DEFAULT_RETRY_SECONDS = 5.0  # if Telegram asks us to wait without giving a time
MAX_REASON_LENGTH = 80


class WrongContentType(MessageMissing):
    """A text cannot become a photo or vice versa: the message must be sent anew."""


class MessageTooOld(MessageMissing):
    """The message exists but can no longer be deleted."""


class CallbackExpired(MessageMissing):
    """The button press is too old to be answered; its loading indicator has stopped by itself."""


class WrongFileId(Rejected):
    """The id under which the file was sent before is no longer valid."""


class WrongPhotoId(Rejected):
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
    ("message to edit not found", MessageMissing),
    ("message to delete not found", MessageMissing),
    ("message can't be edited", MessageMissing),
    ("message_id_invalid", MessageMissing),
    ("message identifier is not specified", MessageMissing),
    ("there is no text in the message to edit", WrongContentType),
    ("there is no caption in the message to edit", WrongContentType),
    ("there is no media in the message to edit", WrongContentType),
    ("message can't be deleted", MessageTooOld),
    ("query is too old", CallbackExpired),
    ("query_id_invalid", CallbackExpired),
    ("wrong file identifier", WrongFileId),
    ("wrong remote file identifier", WrongFileId),
    ("wrong file_id", WrongFileId),
    ("invalid file_id", WrongFileId),
    ("file_reference_", WrongFileId),
    ("can't use file of type", WrongFileId),
    ("type of file mismatch", WrongFileId),
    ("photo_invalid_dimensions", WrongPhotoId),
    ("photo_save_file_invalid", WrongPhotoId),
    ("photo_ext_invalid", WrongPhotoId),
    ("image_process_failed", WrongPhotoId),
    ("too big for a photo", WrongPhotoId),
    ("file is too big", TooBig),
    ("file of size", TooBig),
)

NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)  # no connection was made
PROXY_FAILED = (ProxyConnectionError, ProxyError, ProxyTimeoutError)  # not wrapped by aiogram
FAILURES = (TelegramAPIError, ClientDecodeError, ClientError, TimeoutError, OSError, *PROXY_FAILED)


def to_transport_error(error: Exception, account: str = "", *, account_wide: bool = True) -> TransportError:
    """The TransportError for ``error``, one of FAILURES.

    ``account_wide``: a request to wait applies to all chats, not only to this one. Reasons never contain message text,
    personal data or addresses, since addresses contain the token.
    """
    match error:
        case TelegramRetryAfter():
            return RateLimited(float(error.retry_after), account_wide)
        case TelegramMigrateToChat():
            return ChatMoved(f"{account}{error.migrate_to_chat_id}")
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Unauthorized(_reason(error))
        case TelegramForbiddenError():
            return Unreachable(_unreachable(error.message) or GONE)
        case TelegramBadRequest():
            return _refused(error)
        case TelegramEntityTooLarge():
            return TooBig(_reason(error))
        case TelegramConflictError():
            return NotSent(_reason(error))
        case TelegramServerError():
            return ServerError(_reason(error))
        case TelegramNetworkError():
            cause = error.__cause__
            return NotSent(_name(cause)) if isinstance(cause, NEVER_LEFT) else OutcomeUnknown(_name(cause or error))
        case TelegramAPIError():
            waits = "too many requests" in error.message.lower()
            return RateLimited(DEFAULT_RETRY_SECONDS, account_wide) if waits else NotSent(_reason(error))
        case _:
            return (
                NotSent(_name(error))
                if isinstance(error, (*NEVER_LEFT, *PROXY_FAILED))
                else OutcomeUnknown(_name(error))
            )


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
