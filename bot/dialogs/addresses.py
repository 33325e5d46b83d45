"""The addresses of the service: its web page, and its bots on other channels once their names are known."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogs import links
from chats import outbound_store
from texts.speech import sentence, translated

NAMES = {"web": sentence("网页聊天"), "telegram": "Telegram"}
_WRITTEN = {"telegram": links.on_telegram}


@dataclass(frozen=True, slots=True)
class Address:
    channel: str
    link: str


async def addresses(session: AsyncSession, public_url: str, payload: str) -> list[Address]:
    """A link to each channel, passing ``payload`` to the chat there."""
    page = [Address("web", links.on_page(public_url, payload))] if public_url else []
    return [*page, *await remote_addresses(session, payload)]


async def remote_addresses(session: AsyncSession, payload: str) -> list[Address]:
    """As ``addresses``, without the web page. A channel records its bot's name when it starts."""
    return [
        Address(one.channel, _WRITTEN[one.channel](one.detail, payload))
        for one in await outbound_store.health(session)
        if one.part == "identity" and one.detail and one.channel in _WRITTEN
    ]


def channel_in_words(channel: str) -> str:
    return translated(NAMES.get(channel, channel))
