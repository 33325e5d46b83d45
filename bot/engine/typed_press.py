"""The label of a button, typed as words, presses the button."""

import re
from collections.abc import Iterator

from bot.engine.unit_of_work import UnitOfWork
from chats.model import Body, Event, Kind
from texts.folding import folded

MAX_LABEL_CHARS = 16  # no button says more; longer texts are not looked up
MESSAGES_SEARCHED = 2  # the newest with buttons: a window, and a notification that came after it
ADDITIONS = re.compile(r"[(（].*?[)）]")  # "我的待办（2）"
SIGNS = re.compile(r"[\W_]+")


async def as_press(work: UnitOfWork) -> Body:
    """What is to be answered: a press of the button whose label was typed, otherwise the update itself."""
    typed = work.update.payload.get("message") or {}
    text = typed.get("text") or ""
    label = "" if text.startswith("/") else _key(text)
    if not label or len(label) > MAX_LABEL_CHARS:
        return work.update.payload
    for event in _newest_with_buttons(await work.recent_events()):
        if data := next((data for written, data in _buttons(event.body) if _key(written) == label), None):
            work.is_typed_press = True
            return _press(work, event, typed["from"], data)
    return work.update.payload


def _newest_with_buttons(events: list[Event]) -> list[Event]:
    """The last states of the newest messages that have buttons, newest first."""
    last = {event.message: event for event in events if event.kind is not Kind.TOAST}
    shown = [event for event in last.values() if event.kind is not Kind.DELETE and any(_buttons(event.body))]
    return sorted(shown, key=lambda event: -event.message)[:MESSAGES_SEARCHED]


def _buttons(body: Body) -> Iterator[tuple[str, str]]:
    for row in body.get("reply_markup", {}).get("inline_keyboard", []):
        yield from ((button["text"], button["callback_data"]) for button in row if button.get("callback_data"))


def _key(label: str) -> str:
    """Without signs, counts in brackets, width and case: "✓ 确认提交" is 确认提交."""
    return SIGNS.sub("", ADDITIONS.sub("", folded(label, 4 * MAX_LABEL_CHARS)))


def _press(work: UnitOfWork, event: Event, person: Body, data: str) -> Body:
    message = {**event.body, "message_id": event.message, "chat": {"id": work.chat, "type": "private"}}
    press = {"id": f"typed-{work.update.id}", "chat_instance": str(work.chat), "data": data}
    return {"callback_query": {**press, "from": person, "message": message}}
