"""Every way in which Telegram can fail means one thing to the sender."""

from typing import Any

import pytest
from aiogram import exceptions as failed
from aiogram.methods import GetMe
from aiohttp import ClientConnectorError, ClientOSError, ConnectionTimeoutError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.channels.telegram import refusals
from bot.channels.telegram.refusals import (
    CallbackExpired,
    MessageTooOld,
    TooBig,
    WrongContentType,
    WrongFileId,
    WrongPhotoId,
)
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

METHOD: Any = GetMe()
NOBODY_THERE = ClientConnectorError(ConnectionKey("sample", 443, True, True, None, None, None), OSError("refused"))


def said(kind: type[failed.TelegramAPIError], words: str) -> failed.TelegramAPIError:
    return kind(method=METHOD, message=words)


def network(cause: Exception | None) -> failed.TelegramAPIError:
    error = said(failed.TelegramNetworkError, f"{type(cause).__name__}: {cause}")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message",
            Unchanged,
        ),
        ("message to edit not found", MessageMissing),
        ("message to delete not found", MessageMissing),
        ("message can't be edited", MessageMissing),
        ("MESSAGE_ID_INVALID", MessageMissing),
        ("there is no text in the message to edit", WrongContentType),
        ("there is no caption in the message to edit", WrongContentType),
        ("there is no media in the message to edit", WrongContentType),
        ("message can't be deleted", MessageTooOld),
        ("message can't be deleted for everyone", MessageTooOld),
        ("query is too old and response timeout expired or query ID is invalid", CallbackExpired),
        ("wrong file identifier/HTTP URL specified", WrongFileId),
        ("wrong remote file identifier specified: Wrong padding in the string", WrongFileId),
        ("wrong file_id or the file is temporarily unavailable", WrongFileId),
        ("FILE_REFERENCE_EXPIRED", WrongFileId),
        ("can't use file of type Photo as Document", WrongFileId),
        ("PHOTO_INVALID_DIMENSIONS", WrongPhotoId),
        ("IMAGE_PROCESS_FAILED", WrongPhotoId),
        ("file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes", WrongPhotoId),
        ("file is too big", TooBig),
        ("chat not found", Unreachable),
        ("PEER_ID_INVALID", Unreachable),
        ("message text is empty", Rejected),
        ("message is too long", Rejected),
        ("MESSAGE_TOO_LONG", Rejected),
        ("BUTTON_DATA_INVALID", Rejected),
        ("can't parse entities: Can't find end tag corresponding to start tag \"b\"", Rejected),
        ("what nobody has heard of yet", Rejected),
    ],
)
def test_a_bad_request_is_read_by_its_words(words: str, meaning: type[TransportError]) -> None:
    error = refusals.to_transport_error(said(failed.TelegramBadRequest, f"Bad Request: {words}"))
    assert type(error) is meaning


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot was kicked from the group chat", "gone"),
        ("Forbidden: bot can't initiate conversation with a user", "gone"),
        ("Forbidden: the group chat was deleted", "gone"),
    ],
)
def test_who_may_not_be_written_to_cannot_be_reached(words: str, why: str) -> None:
    error = refusals.to_transport_error(said(failed.TelegramForbiddenError, words))
    assert (type(error), error.reason) == (Unreachable, why)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (said(failed.TelegramUnauthorizedError, "Unauthorized"), Unauthorized),
        (said(failed.TelegramNotFound, "Not Found"), Unauthorized),
        (said(failed.TelegramConflictError, "Conflict: terminated by other getUpdates request"), NotSent),
        (said(failed.TelegramEntityTooLarge, "Request Entity Too Large"), TooBig),
        (said(failed.TelegramServerError, "Internal Server Error"), ServerError),
        (said(failed.RestartingTelegram, "restart"), ServerError),
        (said(failed.TelegramAPIError, "Too Many Requests"), RateLimited),
        (said(failed.TelegramAPIError, "Not Acceptable"), NotSent),
        (failed.ClientDecodeError("Failed to decode object", ValueError(), "<html>502</html>"), OutcomeUnknown),
        (network(NOBODY_THERE), NotSent),
        (network(ConnectionTimeoutError("no answer to the handshake")), NotSent),
        (network(ServerDisconnectedError()), OutcomeUnknown),
        (network(ClientOSError(104, "reset")), OutcomeUnknown),
        (network(TimeoutError()), OutcomeUnknown),
        (network(None), OutcomeUnknown),
        (ProxyConnectionError("refused"), NotSent),
        (ProxyTimeoutError("too slow"), NotSent),
        (ProxyError("authentication failed"), NotSent),
        (OSError("cable"), OutcomeUnknown),
    ],
)
def test_only_what_certainly_never_left_counts_as_not_sent(error: Exception, meaning: type[TransportError]) -> None:
    assert isinstance(error, refusals.FAILURES)
    assert type(refusals.to_transport_error(error)) is meaning


@pytest.mark.parametrize("account_wide", [True, False])
def test_telegram_says_how_long_to_wait(account_wide: bool) -> None:
    error = refusals.to_transport_error(
        failed.TelegramRetryAfter(METHOD, "Too Many Requests", 7), account_wide=account_wide
    )
    assert isinstance(error, RateLimited)
    assert (error.seconds, error.account_wide) == (7.0, account_wide)


def test_a_group_that_moved_is_told_by_its_new_name() -> None:
    error = refusals.to_transport_error(failed.TelegramMigrateToChat(METHOD, "upgraded", -1_001_700), "100001:")
    assert isinstance(error, ChatMoved)
    assert error.to == "100001:-1001700"


def test_no_reason_quotes_a_text_or_an_address() -> None:
    quoting = said(failed.TelegramBadRequest, 'Bad Request: can\'t parse: "示例老板的秘密" and more')
    address = network(ServerDisconnectedError("http://sample/bot1:token/sendMessage"))
    assert refusals.to_transport_error(quoting).reason == "can't parse"
    assert refusals.to_transport_error(address).reason == "ServerDisconnectedError"
