"""The pure part of the protocol: validating and cleaning what a page sends, and turning it into a Bot API update."""

import re
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.channels.webchat import problems
from bot.engine import updates
from chats.model import Body, Event
from texts.folding import without_invisible

MAX_BUTTON_DATA_BYTES = 64  # the Bot API's limit for callback data
CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # alphabet and length of a Bot API deep link
COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}")
LINE_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
KEPT = "\n\t"
MAX_EVENT_NUMBER = 2**31 - 1
MAX_DIGITS = 18


def check_id(name: object) -> str:
    """The id that the page chose for its request, in canonical form."""
    try:
        return str(UUID(name)) if isinstance(name, str) and len(name) == 36 else _refuse()
    except ValueError:
        return _refuse()


def check_text(text: object, limit: int) -> str:
    """The text as it will be stored; raises a problem if it is empty or too long."""
    if not isinstance(text, str):
        raise problems.unreadable()
    cleaned = clean(text)
    if not cleaned:
        raise problems.empty()
    if len(cleaned) > limit:
        raise problems.too_long(limit)
    return cleaned


def check_caption(text: object, limit: int) -> Body:
    """A file's caption as part of the message body; empty if there is none."""
    cleaned = clean(text) if isinstance(text, str) else ""
    if len(cleaned) > limit:
        raise problems.too_long(limit)
    return {"caption": cleaned} if cleaned else {}


def check_press(message: object, data: object) -> tuple[int, str]:
    if not isinstance(message, int) or isinstance(message, bool) or not isinstance(data, str):
        raise problems.unreadable()
    try:
        fits = 1 <= len(data.encode()) <= MAX_BUTTON_DATA_BYTES
    except UnicodeEncodeError:
        fits = False
    if not fits:
        raise problems.unreadable()
    if not 0 < message <= MAX_EVENT_NUMBER:
        raise problems.unknown_message()
    return message, data


def clean(text: str) -> str:
    """Remove control characters and lone surrogates, which no database stores, and surrounding white space. "" if
    nothing is left that can be seen; format signs beside what can be seen stay, since emoji need them."""
    text = LINE_BREAKS.sub("\n", text)
    kept = "".join(c for c in text if c in KEPT or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    return kept if without_invisible(kept).strip() else ""


def check_event_number(text: str) -> int | None:
    """The number of an event as a browser returns it; None if it is none. Larger than any event: none is left."""
    return min(int(text[:MAX_DIGITS]), MAX_EVENT_NUMBER) if text.isascii() and text.isdigit() else None


def message_update(name: str, chat: int, language: str, now: datetime, content: Body) -> Body:
    """``content``: text, photo or document. ``web_id`` lets the page recognise its own message."""
    user = updates.from_user(chat, language)
    return {"message": {"date": int(now.timestamp()), "from": user, "web_id": name, **content}}


def text_content(text: str) -> Body:
    command = COMMAND.match(text)
    if command is None:
        return {"text": text}
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": command.end()}]}


def to_json(event: Event) -> dict[str, Any]:
    """An event as sent to the page."""
    return {
        "number": event.number,
        "kind": str(event.kind),
        "message": event.message,
        "at": event.at.isoformat(),
        "body": event.body,
    }


def _refuse() -> str:
    raise problems.bad_id()
