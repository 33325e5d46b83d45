"""Telegram's error messages, word for word.

They are taken from tdlib/telegram-bot-api (Client.cpp, ClientManager.cpp) and from reports by people who met them.
"""

from typing import Any

JSON = dict[str, Any]


class Refusal(Exception):
    """A response with ``ok: false``. The HTTP status is the error code."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> JSON:
        told: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        return {**told, "parameters": self.parameters} if self.parameters else told


def bad_request(what: str, **parameters: int) -> Refusal:
    return Refusal(400, f"Bad Request: {what}", **parameters)


def forbidden(what: str) -> Refusal:
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    return Refusal(409, f"Conflict: {what}")


def too_many_requests(seconds: float) -> Refusal:
    whole = max(1, round(seconds))
    return Refusal(429, f"Too Many Requests: retry after {whole}", retry_after=whole)


NOT_FOUND = "Not Found"  # an unknown method, a malformed token, a path without a file
UNAUTHORIZED = "Unauthorized"  # a well-formed token that is not valid (any more)
ENTITY_TOO_LARGE = "Request Entity Too Large"
SERVER_ERROR = "Internal Server Error"
BAD_GATEWAY = "Bad Gateway"
BAD_GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)

OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
POLL_ENDED_BY_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"

CHAT_NOT_FOUND = "chat not found"
CHAT_UPGRADED = "group chat was upgraded to a supergroup chat"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TO_EDIT_NOT_FOUND = "message to edit not found"
TO_DELETE_NOT_FOUND = "message to delete not found"
CANNOT_EDIT = "message can't be edited"
CANNOT_DELETE = "message can't be deleted for everyone"
NO_TEXT_TO_EDIT = "there is no text in the message to edit"
NO_CAPTION_TO_EDIT = "there is no caption in the message to edit"
TEXT_EMPTY = "message text is empty"
TEXT_BLANK = "text must be non-empty"
TEXT_TOO_LONG = "message is too long"
EDIT_TOO_LONG = "MESSAGE_TOO_LONG"
CAPTION_TOO_LONG = "message caption is too long"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
BUTTON_DATA = "BUTTON_DATA_INVALID"
WRONG_FILE = "wrong file identifier/HTTP URL specified"
INVALID_FILE_ID = "invalid file_id"
FILE_TOO_BIG = "file is too big"
NO_IMAGE = "IMAGE_PROCESS_FAILED"
PHOTO_DIMENSIONS = "PHOTO_INVALID_DIMENSIONS"
BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
KICKED = "bot was kicked from the group chat"
NO_MEMBER = "bot is not a member of the group chat"
