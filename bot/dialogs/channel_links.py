"""The addresses of the service: its web page, and its bots on other channels once their names are known."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogs import links
from chats import outbound_store
from texts.speech import sentence, translated

NAMES = {"web": sentence("网页聊天"), "telegram": "Telegram"}
LINK_BUILDERS = {"telegram": links.on_telegram}


@dataclass(frozen=True, slots=True)
class ChannelLink:
    channel: str
    link: str


async def channel_links(session: AsyncSession, public_url: str, payload: str) -> list[ChannelLink]:
    """A link to each channel, passing ``payload`` to the chat there."""
    page = [ChannelLink("web", links.on_page(public_url, payload))] if public_url else []
    return [*page, *await external_channel_links(session, payload)]


async def external_channel_links(session: AsyncSession, payload: str) -> list[ChannelLink]:
    """As ``addresses``, without the web page. A channel records its bot's name when it starts."""
    return [
        ChannelLink(one.channel, LINK_BUILDERS[one.channel](one.detail, payload))
        for one in await outbound_store.health(session)
        if one.part == "identity" and one.detail and one.channel in LINK_BUILDERS
    ]


def channel_in_words(channel: str) -> str:
    return translated(NAMES.get(channel, channel))
