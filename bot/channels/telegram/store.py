"""Database queries of the Telegram channel: about a chat that sends something, and about command lists."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chats.outbound_store import OutboundChatRow
from chats.store import ChatRow
from people.model import Person
from people.post_store import PostRow
from people.store import AccountRow, PersonRow, to_person
from texts.speech import SOURCE

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Known:
    """A known chat. ``reachable`` is False while its person blocks the bot."""

    chat: int
    reachable: bool


async def known(session: AsyncSession, external: str) -> Known | None:
    row = (await session.execute(_KNOWN, {"of_external": external})).first()
    return None if row is None else Known(row[0], row[1] is None)


async def last_event(session: AsyncSession, chat: int) -> int:
    """The number of the chat's last event; reliable while this transaction holds the chat's lock."""
    return int((await session.execute(_LAST, {"of_chat": chat})).scalar_one())


@dataclass(frozen=True, slots=True)
class StaleMenu:
    """A chat whose command list may be out of date."""

    chat: int
    external: str
    person: Person


async def particular_menus(session: AsyncSession, account: str) -> list[tuple[StaleMenu, str]]:
    """The chats that need or have their own list, each with the name of the list it has."""
    found = (
        select(ChatRow.id, ChatRow.external, OutboundChatRow.menu, PersonRow, PostRow)
        .join(OutboundChatRow, OutboundChatRow.chat == ChatRow.id)
        .join(AccountRow, AccountRow.chat == ChatRow.id)
        .join(PersonRow, PersonRow.id == AccountRow.person)
        .outerjoin(PostRow, (PostRow.person == PersonRow.id) & PostRow.active)
        .where(ChatRow.channel == CHANNEL, ChatRow.external.startswith(account), OutboundChatRow.unreachable.is_(None))
        .where(or_(PersonRow.language != SOURCE, PostRow.id.is_not(None), OutboundChatRow.menu != ""))
        .order_by(ChatRow.id, PostRow.id)
    )
    posts: dict[int, list[PostRow]] = {}
    rows: dict[int, tuple[str, str, PersonRow]] = {}
    for chat, external, menu, person, post in await session.execute(found):
        rows[chat] = (external, menu, person)
        posts.setdefault(chat, []).extend([post] if post is not None else [])
    return [
        (StaleMenu(chat, external, to_person(person, posts[chat])), menu)
        for chat, (external, menu, person) in rows.items()
    ]


async def keep_menu(session: AsyncSession, chat: int, name: str) -> None:
    await session.execute(update(OutboundChatRow).where(OutboundChatRow.chat == chat).values(menu=name))


_CHAT: Any = ChatRow.__table__
_OUTBOUND: Any = OutboundChatRow.__table__
_KNOWN = (
    select(_CHAT.c.id, _OUTBOUND.c.unreachable)
    .join_from(_CHAT, _OUTBOUND, _OUTBOUND.c.chat == _CHAT.c.id)
    .where(_CHAT.c.channel == CHANNEL, _CHAT.c.external == bindparam("of_external"))
)
_LAST = select(_CHAT.c.last_event).where(_CHAT.c.id == bindparam("of_chat"))
