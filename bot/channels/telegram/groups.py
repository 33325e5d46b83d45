"""Groups: the bot works in private chats only. The first command in a group is answered with that, later ones not."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram import identity, store
from bot.channels.telegram.update_parser import GroupCommand
from bot.engine import bodies
from chats import outbound_store, service
from chats import store as chats
from texts.speech import Markup, say, speaking


async def answer(session: AsyncSession, external: str, bot_id: int, called: GroupCommand, now: datetime) -> int | None:
    """Returns the group's chat if a message was added there. Commands for other bots are ignored."""
    username = await identity.username(session)
    if called.bot and called.bot.lower() != username.lower():
        return None
    group = await chats.open_chat(session, store.CHANNEL, external)
    if group.last_event:
        return None
    await outbound_store.open_outbound(session, group.id)
    with speaking("en" if called.language.startswith("en") else "zh"):
        await service.say(session, group.id, bodies.message(bot_id, _sentence(username), now), now)
    return group.id


def _sentence(username: str) -> str:
    if not username:
        return say("为了保护您的信息，我只在私聊里为您服务，请点我的头像和我私聊。")
    link = Markup(f'<a href="https://t.me/{username}">@{username}</a>')
    return say("为了保护您的信息，我只在私聊里为您服务，请点这里：{link}", link=link)
