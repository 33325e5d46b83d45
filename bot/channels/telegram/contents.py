"""The content of a Telegram message, as far as we read it: text, photo, document or something unreadable.

Everything is rebuilt from the few fields needed, so that neither malformed data nor the names, telephone numbers and
locations that Telegram adds get any further.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chats.model import Body
from chats.service import storable

MAX_NUMBER = 2**31 - 1  # the maximum of our integer columns
MAX_NAME_LENGTH = 255
MAX_KIND_LENGTH = 127
MAX_PHONE_LENGTH = 32
MAX_FILE_ID_LENGTH = 512
PHOTO_NAME, PHOTO_KIND = "照片.jpg", "image/jpeg"  # Telegram's photos have no name and are always JPEG
SPOKEN = ("voice", "audio", "video", "video_note")
UNREADABLE = (
    "animation", "checklist", "dice", "game", "giveaway", "invoice", "live_photo", "location", "paid_media",
    "poll", "sticker", "story", "venue",
)  # fmt: skip
SOMETHING_SPOKEN: Body = {"voice": {"file_id": "-", "file_unique_id": "-", "duration": 0}}

_COMMAND = re.compile(r"(/[A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")


class Malformed(ValueError):
    """Not what the Bot API specifies."""


@dataclass(frozen=True, slots=True)
class TelegramFile:
    """A photo or document stored at Telegram as ``external_id``; the other fields are as Telegram describes it."""

    shape: str  # photo or document
    external_id: str
    name: str
    kind: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """``body`` is the content as part of our message; a file's part is added once the file has an id of ours."""

    body: Body
    file: TelegramFile | None = None


def read(message: Mapping[str, Any]) -> Content | None:
    """None for service messages: a changed chat photo, a pinned message and the like."""
    album = _words(message.get("media_group_id"), 64)
    grouped = {"media_group_id": album} if album else {}
    if "text" in message:
        return Content(text(_text(message["text"])))
    if "photo" in message:
        return Content(_caption(message) | grouped, _photo(message["photo"]))
    if "contact" in message:
        return Content(_contact(inside(message["contact"])))
    if any(kind in message for kind in UNREADABLE):  # before documents: an animation is also sent as a document
        return Content({})
    if "document" in message:
        return Content(_caption(message) | grouped, _document(message["document"]))
    if any(kind in message for kind in SPOKEN):
        return Content(SOMETHING_SPOKEN)
    return None


def _contact(shared: Mapping[str, Any]) -> Body:
    """Its telephone, as if it had been typed; nothing else of it gets any further."""
    digits = re.sub("[^0-9]", "", words(shared.get("phone_number", ""), MAX_PHONE_LENGTH))
    return text(f"+{digits}") if digits else {}


def rewritten(message: Mapping[str, Any]) -> Body | None:
    """The new text or caption of an edited message; None if neither can have changed."""
    if "text" in message:
        return text(_text(message["text"]))
    if "photo" in message or "document" in message:
        return {"caption": "", **_caption(message)}
    return None


def text(said: str) -> Body:
    """A text with its command marked as an entity, without "@name", which a private chat does not need."""
    if not said:
        return {}
    command = _COMMAND.match(said)
    if command is None:
        return {"text": said}
    entity = {"type": "bot_command", "offset": 0, "length": len(command[1])}
    return {"text": command[1] + said[command.end() :], "entities": [entity]}


def called(message: Mapping[str, Any]) -> tuple[str, str] | None:
    """The command at the start of a message and the bot it is addressed to, "" if none; None without a command."""
    command = _COMMAND.match(_words(message.get("text"), 200))
    return None if command is None else (command[1], command[2] or "")


def whole(value: object, least: int, most: int) -> int:
    """``value`` if it is an integer within the bounds; otherwise raises Malformed."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise Malformed


def words(value: object, most: int) -> str:
    """``value`` if it is a non-empty text within the limit, without characters that no database stores."""
    if isinstance(value, str) and value and len(value) <= most and (cleaned := storable(value)):
        return str(cleaned)
    raise Malformed


def inside(value: object) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise Malformed


def _words(value: object, most: int) -> str:
    """As ``words``, but missing or malformed values become "" and long ones are truncated."""
    return str(storable(value[:most])) if isinstance(value, str) else ""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed
    return str(storable(value))


def _caption(message: Mapping[str, Any]) -> Body:
    said = message.get("caption")
    caption = _text(said) if said is not None else ""
    return {"caption": caption} if caption else {}


def _photo(sizes: object) -> TelegramFile:
    """The largest of the sizes that Telegram offers."""
    if not isinstance(sizes, list) or not sizes:
        raise Malformed
    largest = max((inside(size) for size in sizes), key=lambda size: _count(size.get("width")))
    width, height = _count(largest.get("width")), _count(largest.get("height"))
    external_id = words(largest.get("file_id"), MAX_FILE_ID_LENGTH)
    return TelegramFile("photo", external_id, PHOTO_NAME, PHOTO_KIND, _count(largest.get("file_size")), width, height)


def _document(described: object) -> TelegramFile:
    found = inside(described)
    external_id = words(found.get("file_id"), MAX_FILE_ID_LENGTH)
    name, kind = _words(found.get("file_name"), MAX_NAME_LENGTH), _words(found.get("mime_type"), MAX_KIND_LENGTH)
    return TelegramFile("document", external_id, name, kind, _count(found.get("file_size")))


def _count(value: object) -> int:
    """An unimportant number from Telegram: malformed becomes 0, too large becomes the maximum of a column."""
    return min(max(value, 0), MAX_NUMBER) if isinstance(value, int) and not isinstance(value, bool) else 0
