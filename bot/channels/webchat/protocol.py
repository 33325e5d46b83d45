"""The protocol's pure part: what a page may send, how it is cleaned, and the Bot API update it becomes."""

import re
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.channels.webchat import problems
from bot.engine import updates
from chats.model import Body, Event

MAX_BUTTON_DATA_BYTES = 64  # the Bot API's own limit of callback data
COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}")
LINE_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
KEPT = "\n\t"


def check_id(name: object) -> str:
    """The page's own name of what it sends, in its canonical form."""
    try:
        return str(UUID(name)) if isinstance(name, str) and len(name) == 36 else _refuse()
    except ValueError:
        return _refuse()


def check_text(text: object, limit: int) -> str:
    """The text as it is stored; refused if nothing is left of it or it is too long."""
    if not isinstance(text, str):
        raise problems.unreadable()
    cleaned = clean(text)
    if not cleaned:
        raise problems.empty()
    if len(cleaned) > limit:
        raise problems.too_long(limit)
    return cleaned


def check_caption(text: object, limit: int) -> Body:
    """What is said beside a file, as a part of the message; nothing if nothing is said."""
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
    if not 0 < message < 2**31:
        raise problems.unknown_message()
    return message, data


def clean(text: str) -> str:
    """Without what no screen shows and no database keeps: control and half characters, and outer blanks."""
    text = LINE_BREAKS.sub("\n", text)
    return "".join(c for c in text if c in KEPT or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def message_update(name: str, chat: int, language: str, now: datetime, content: Body) -> Body:
    """``content`` is what was said: text, photo or document. ``web_id`` lets the page know its own message again."""
    user = updates.from_user(chat, language)
    return {"message": {"date": int(now.timestamp()), "from": user, "web_id": name, **content}}


def text_content(text: str) -> Body:
    command = COMMAND.match(text)
    if command is None:
        return {"text": text}
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": command.end()}]}


def to_json(event: Event) -> dict[str, Any]:
    """An event as the page gets it."""
    return {
        "number": event.number,
        "kind": str(event.kind),
        "message": event.message,
        "at": event.at.isoformat(),
        "body": event.body,
    }


def _refuse() -> str:
    raise problems.bad_id()
