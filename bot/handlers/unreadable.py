"""Voice, video, stickers and other unsupported content, in any window: a friendly reply, and nothing changes."""

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.types import Message

from texts.speech import say

READABLE = {ContentType.TEXT, ContentType.PHOTO, ContentType.DOCUMENT}
SPOKEN = {ContentType.VOICE, ContentType.AUDIO, ContentType.VIDEO, ContentType.VIDEO_NOTE}


def router() -> Router:
    odd = Router(name="unreadable")
    odd.message.register(_cannot_hear, _is_spoken)
    odd.message.register(_other, _is_unreadable)
    return odd


async def _is_spoken(message: Message) -> bool:
    return message.content_type in SPOKEN


async def _is_unreadable(message: Message) -> bool:
    return message.content_type not in READABLE


async def _cannot_hear(message: Message) -> None:
    await message.answer(say("语音和视频我暂时听不了，麻烦您打字告诉我，也可以发照片。"))


async def _other(message: Message) -> None:
    await message.answer(say("这个我看不懂。请打字告诉我遇到了什么困难，也可以发照片或文件。"))
