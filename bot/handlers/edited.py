"""Edits of earlier messages by their author: the chat log keeps both versions, and what was filed does not change."""

from aiogram import Router
from aiogram.types import Message

from bot.engine.unit_of_work import current
from chats.model import Body
from texts.speech import say

WORDS = ("text", "entities", "caption")


def router() -> Router:
    edited = Router(name="edited")
    edited.edited_message.register(_edited)
    return edited


async def _edited(message: Message) -> None:
    """Channels also report changes that nobody can see; those are ignored."""
    before = await current().shown(message.message_id)
    if before is None or _words(before) == (message.text, message.caption or ""):
        return
    current().edit(message.message_id, _rewritten(before, message))
    await message.answer(
        say("您修改了前面发的内容。我已经按原来的话记下，不会跟着改；要更正或补充，请直接再发一条给我。")
    )


def _words(body: Body) -> tuple[str | None, str]:
    return body.get("text"), body.get("caption", "")


def _rewritten(before: Body, message: Message) -> Body:
    kept = {key: value for key, value in before.items() if key not in WORDS}
    said = {"text": message.text, "caption": message.caption or None}
    when = {"edit_date": message.edit_date} if message.edit_date else {}
    return {**kept, **{key: value for key, value in said.items() if value is not None}, **when}
