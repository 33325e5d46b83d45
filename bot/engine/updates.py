"""User actions as the Bot API updates that the dispatcher reads, whichever channel they came through."""

from chats.model import Body, Event


def from_user(chat: int, language: str) -> Body:
    """A user without a real name: people give their name themselves when it is needed."""
    return {"id": chat, "is_bot": False, "first_name": "访客", "language_code": language}


def mark(chat: int, external: str) -> str:
    """A name of the update that no other update has, in whatever chat."""
    return f"{chat}:{external}"


def press_update(name: str, chat: int, language: str, pressed: Event, data: str) -> Body:
    """``pressed`` is the latest event of the message whose button was pressed."""
    place = {"message_id": pressed.message, "chat": {"id": chat, "type": "private"}}
    message = {**pressed.body, **place} if pressed.body else {**place, "date": 0}
    pressing = {"id": name, "from": from_user(chat, language), "message": message, "data": data}
    return {"callback_query": {**pressing, "chat_instance": str(chat)}}
