"""aiogram's models are built when they are first used, each as aiogram meant it."""

from collections.abc import Iterator

from aiogram import Bot, methods, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import GetUpdates, SendMessage
from pydantic import BaseModel

ANSWER = """{"ok": true, "result": {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "您好",
"reply_to_message": {"message_id": 6, "date": 1, "chat": {"id": 1, "type": "private"},
"from": {"id": 2, "is_bot": false, "first_name": "示例"}}}}"""


def test_every_model_can_be_built() -> None:
    for model in models():
        model.model_rebuild()
    assert [model.__name__ for model in models() if not model.__pydantic_complete__] == []


def test_what_telegram_answers_is_read_whatever_was_built_before() -> None:
    bot = Bot("1:any")
    answer = AiohttpSession().check_response(bot, SendMessage(chat_id=1, text="您好"), 200, ANSWER)
    assert isinstance(answer.result, types.Message)
    assert answer.result.reply_to_message is not None
    assert isinstance(answer.result.reply_to_message.from_user, types.User)
    assert answer.result.reply_to_message.from_user.bot is bot
    updates = AiohttpSession().check_response(bot, GetUpdates(), 200, '{"ok": true, "result": [{"update_id": 1}]}')
    assert [update.update_id for update in updates.result or ()] == [1]


def models() -> Iterator[type[BaseModel]]:
    for package in (types, methods):
        for name in package.__all__:
            model = getattr(package, name)
            if isinstance(model, type) and issubclass(model, BaseModel):
                yield model
