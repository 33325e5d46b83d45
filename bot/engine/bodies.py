"""Messages as stored in the chat log: Bot API messages without number and chat."""

from datetime import datetime

from bot.engine import markup
from chats.model import Body
from outbox.model import Buttons

BOT_NAME = "亲清"


def message(bot: int, html: str, now: datetime, buttons: Buttons = ()) -> Body:
    """A text message from the bot, in limited HTML, with rows of buttons below it."""
    text, entities = markup.read(html)
    body: Body = {**head(bot, now), "text": text}
    if entities:
        body["entities"] = entities
    if buttons:
        rows = [[{"text": label, "callback_data": data} for label, data in row] for row in buttons]
        body["reply_markup"] = {"inline_keyboard": rows}
    return body


def head(bot: int, now: datetime) -> Body:
    """The fields that every message from the bot has."""
    return {"date": int(now.timestamp()), "from": {"id": bot, "is_bot": True, "first_name": BOT_NAME}}
