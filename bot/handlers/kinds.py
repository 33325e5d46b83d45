"""What kind of message it is, asked without a thread: aiogram hands every filter that is not async to one."""

from aiogram.types import Message


async def typed(message: Message) -> bool:
    return message.text is not None


async def attached(message: Message) -> bool:
    """A photo or a document."""
    return bool(message.photo or message.document)
