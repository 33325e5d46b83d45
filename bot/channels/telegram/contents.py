"""What a Telegram message holds, as far as we read it: a text, a photo, a document, or something unreadable.

Everything is built anew from the few fields that are needed, so that neither names, telephone numbers and places that
Telegram adds nor anything misshapen comes any further.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chats.model import Body
from chats.service import storable

MAX_NUMBER = 2**31 - 1  # what a column of ours holds
MAX_NAME_LENGTH = 255
MAX_KIND_LENGTH = 127
MAX_FILE_ID_LENGTH = 512
PHOTO_NAME, PHOTO_KIND = "照片.jpg", "image/jpeg"  # Telegram gives photos no name and sends them as JPEG
SPOKEN = ("voice", "audio", "video", "video_note")
UNREADABLE = (
    "animation", "checklist", "contact", "dice", "game", "giveaway", "invoice", "live_photo", "location", "paid_media",
    "poll", "sticker", "story", "venue",
)  # fmt: skip
SOMETHING_SPOKEN: Body = {"voice": {"file_id": "-", "file_unique_id": "-", "duration": 0}}

_COMMAND = re.compile(r"(/[A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")


class Malformed(ValueError):
    """Not what the Bot API promises."""


@dataclass(frozen=True, slots=True)
class TelegramFile:
    """A photo or document that Telegram still keeps as ``external_id``; all else is as Telegram describes it."""

    shape: str  # photo or document
    external_id: str
    name: str
    kind: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """``body`` is the part of our message that says it; a file's part is made once the file has a name of ours."""

    body: Body
    file: TelegramFile | None = None


def read(message: Mapping[str, Any]) -> Content | None:
    """None if nobody said anything: a chat's photo was changed, a message pinned, and the like."""
    album = _words(message.get("media_group_id"), 64)
    grouped = {"media_group_id": album} if album else {}
    if "text" in message:
        return Content(text(_text(message["text"])))
    if "photo" in message:
        return Content(_caption(message) | grouped, _photo(message["photo"]))
    if any(kind in message for kind in UNREADABLE):  # before documents: an animation is one too
        return Content({})
    if "document" in message:
        return Content(_caption(message) | grouped, _document(message["document"]))
    if any(kind in message for kind in SPOKEN):
        return Content(SOMETHING_SPOKEN)
    return None


def rewritten(message: Mapping[str, Any]) -> Body | None:
    """What an edited message says now; None if its words cannot have changed."""
    if "text" in message:
        return text(_text(message["text"]))
    if "photo" in message or "document" in message:
        return {"caption": "", **_caption(message)}
    return None


def text(said: str) -> Body:
    """A text with its command marked. In a private chat a command needs no «@name»: there is nobody else."""
    if not said:
        return {}
    command = _COMMAND.match(said)
    if command is None:
        return {"text": said}
    entity = {"type": "bot_command", "offset": 0, "length": len(command[1])}
    return {"text": command[1] + said[command.end() :], "entities": [entity]}


def called(message: Mapping[str, Any]) -> tuple[str, str] | None:
    """The command that a message begins with, and the bot it is meant for, "" if it names none."""
    command = _COMMAND.match(_words(message.get("text"), 200))
    return None if command is None else (command[1], command[2] or "")


def whole(value: object, least: int, most: int) -> int:
    """``value`` if it is a whole number within the bounds."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise Malformed


def words(value: object, most: int) -> str:
    """``value`` if it is a text of some length, without what no database keeps."""
    if isinstance(value, str) and value and len(value) <= most and (cleaned := storable(value)):
        return str(cleaned)
    raise Malformed


def inside(value: object) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise Malformed


def _words(value: object, most: int) -> str:
    """The same, but missing or odd is nothing, and too long is cut."""
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
    """The largest of the sizes that Telegram keeps."""
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
    """A number that Telegram says and nothing rests on: odd is 0, and more than a column holds is its most."""
    return min(max(value, 0), MAX_NUMBER) if isinstance(value, int) and not isinstance(value, bool) else 0
