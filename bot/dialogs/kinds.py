"""Filters by kind of message, and a message's file. Filters are async, since aiogram runs all others in a thread."""

from aiogram.types import Message


async def typed(message: Message) -> bool:
    return message.text is not None


async def attached(message: Message) -> bool:
    """Whether it is a photo or a document."""
    return bool(message.photo or message.document)


def file_of(message: Message) -> str:
    file = message.photo[-1] if message.photo else message.document
    assert file is not None
    return file.file_id
