"""Chats on external channels: how far their log was sent, the external ids of messages, and channel health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, bindparam, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chats.model import Kind
from chats.store import ChatRow, EventRow
from storage.tables import Table, dialect, insert, insert_on

SAID_ELSEWHERE = "said elsewhere"  # failure of a message that the person read in another chat instead


class OutboundChatRow(Table):
    """How far a chat's log was sent. A sender claims the chat first, so that the order is kept."""

    __tablename__ = "outbound_chat"
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    last_sent: Mapped[int] = mapped_column(default=0)  # the last event that needs no more sending
    claimed_by: Mapped[str | None]  # the process that is sending what follows ``last_sent``
    sent_at: Mapped[datetime | None]  # when the last new message was sent
    unreachable: Mapped[str | None]  # why nothing can be sent there: blocked, deactivated, gone
    menu: Mapped[str] = mapped_column(default="")  # the commands that the channel shows there


class OutboundMessageRow(Table):
    """A message's external id; None if it could not be sent."""

    __tablename__ = "outbound_message"
    __table_args__ = (Index(None, "chat", "external_id"),)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    message: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None]
    possibly_twice: Mapped[bool] = mapped_column(default=False)
    failed: Mapped[str | None]


class OutboundFileRow(Table):
    """A file that was uploaded, with the id by which it can be sent again."""

    __tablename__ = "outbound_file"
    account: Mapped[str] = mapped_column(primary_key=True)  # channel and bot: ids are valid for one bot only
    digest: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # photo or document
    external_id: Mapped[str]


class IncomingFileRow(Table):
    """A file waiting to be fetched from its channel."""

    __tablename__ = "incoming_file"
    file: Mapped[str] = mapped_column(ForeignKey("file.id"), primary_key=True)
    external_id: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    examinations: Mapped[int] = mapped_column(default=0, server_default="0")  # begun, whether or not they ended
    next_try_at: Mapped[datetime] = mapped_column(index=True)


class ChannelHealthRow(Table):
    """The state of a part of a channel (receive, send, webhook …), written when it changes."""

    __tablename__ = "channel_health"
    channel: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Health:
    channel: str
    part: str  # receive, send, webhook, identity
    state: str  # ok, conflict, unauthorised, network, server, waiting, off
    detail: str
    since: datetime


# Chats


async def open_outbound(session: AsyncSession, chat: int) -> None:
    """Start sending the chat's log to its channel."""
    row = {"chat": chat, "last_sent": 0, "claimed_by": None, "sent_at": None, "unreachable": None, "menu": ""}
    await session.execute(_open(dialect(session)), row)


async def mark_reachable(session: AsyncSession, chat: int) -> None:
    """The person wrote, so the chat can be reached (again)."""
    await session.execute(_REACH, {"of_chat": chat})


async def mark_unreachable(session: AsyncSession, chat: int, reason: str) -> None:
    """Nothing can be sent to the chat until the person writes again."""
    await session.execute(update(_CHAT).where(_CHAT.c.chat == chat).values(unreachable=reason))


async def unreachable(session: AsyncSession, chats: Sequence[int]) -> set[int]:
    """Those of ``chats`` that cannot be reached now."""
    lost = select(_CHAT.c.chat).where(_CHAT.c.chat.in_(chats), _CHAT.c.unreachable.is_not(None))
    return set(await session.scalars(lost))


async def first_reachable(session: AsyncSession, chats: Sequence[int]) -> int | None:
    """The first of ``chats`` that can be reached; None if there is none."""
    lost = await unreachable(session, chats) if chats else set()
    return next((chat for chat in chats if chat not in lost), None)


async def unreachable_chats(session: AsyncSession, channel: str) -> list[int]:
    lost = select(_CHAT.c.chat).where(_CHAT.c.unreachable.is_not(None)).where(_CHAT.c.chat.in_(_chats_on(channel)))
    return list(await session.scalars(lost.order_by(_CHAT.c.chat)))


# Messages


async def keep_external_id(session: AsyncSession, chat: int, message: int, external_id: str) -> None:
    """Store the external id of a message that the person wrote."""
    row = {"chat": chat, "message": message, "external_id": external_id, "possibly_twice": False, "failed": None}
    await session.execute(_name_message(dialect(session)), row)


async def message_by_external_id(session: AsyncSession, chat: int, external_id: str) -> int | None:
    """The number of the message that has that external id."""
    found = await session.execute(_MESSAGE_OF, {"of_chat": chat, "of_external_id": external_id})
    return found.scalar()


# Files


async def uploaded_file_id(session: AsyncSession, account: str, digest: str, kind: str) -> str | None:
    """The id by which this content can be sent again."""
    row = await session.get(OutboundFileRow, (account, digest, kind))
    return None if row is None else row.external_id


async def keep_uploaded_file_id(session: AsyncSession, account: str, digest: str, kind: str, external_id: str) -> None:
    put = insert(session, OutboundFileRow).values(account=account, digest=digest, kind=kind, external_id=external_id)
    key = ["account", "digest", "kind"]
    await session.execute(put.on_conflict_do_update(index_elements=key, set_={"external_id": put.excluded.external_id}))


async def forget_uploaded_file_id(session: AsyncSession, account: str, digest: str, kind: str) -> None:
    """The channel no longer knows the id, so the file must be uploaded again."""
    of_file = (OutboundFileRow.account == account, OutboundFileRow.digest == digest, OutboundFileRow.kind == kind)
    await session.execute(delete(OutboundFileRow).where(*of_file))


async def put_incoming(session: AsyncSession, file: str, external_id: str, now: datetime) -> None:
    """Queue a file to be fetched, due immediately."""
    session.add(IncomingFileRow(file=file, external_id=external_id, next_try_at=now))
    await session.flush()


# Health


async def note_health(session: AsyncSession, channel: str, part: str, state: str, detail: str, now: datetime) -> bool:
    """Store the state if anything changed; ``since`` is when the state began. True if the state changed."""
    row, new = ChannelHealthRow, insert(session, ChannelHealthRow)
    new = new.values(channel=channel, part=part, state=state, detail=detail, since=now)
    told = new.excluded
    since = case((row.state != told.state, told.since), else_=row.since)
    put = new.on_conflict_do_update(
        index_elements=["channel", "part"],
        set_={"state": told.state, "detail": told.detail, "since": since},
        where=or_(row.state != told.state, row.detail != told.detail),
    )
    return bool(await session.scalar(put.returning(row.since)) == now)


async def health(session: AsyncSession) -> list[Health]:
    rows = await session.scalars(select(ChannelHealthRow).order_by(ChannelHealthRow.channel, ChannelHealthRow.part))
    return [Health(row.channel, row.part, row.state, row.detail, row.since) for row in rows]


# Counts


async def count_waiting(session: AsyncSession, channel: str) -> int:
    """Messages waiting to be sent to reachable chats, without those that people wrote themselves."""
    waiting = (
        select(func.count())
        .select_from(_CHAT.join(ChatRow, ChatRow.id == _CHAT.c.chat).join(EventRow, EventRow.chat == _CHAT.c.chat))
        .outerjoin(_MESSAGE, (_MESSAGE.c.chat == EventRow.chat) & (_MESSAGE.c.message == EventRow.message))
        .where(ChatRow.channel == channel, _CHAT.c.unreachable.is_(None), ChatRow.last_event > _CHAT.c.last_sent)
        .where(EventRow.number > _CHAT.c.last_sent, EventRow.kind == Kind.SEND, _MESSAGE.c.chat.is_(None))
    )
    return await session.scalar(waiting) or 0


async def count_unreachable(session: AsyncSession, channel: str) -> int:
    return len(await unreachable_chats(session, channel))


async def count_possibly_twice(session: AsyncSession, channel: str) -> int:
    return await _count_messages(session, channel, _MESSAGE.c.possibly_twice)


async def count_failed(session: AsyncSession, channel: str) -> int:
    """Messages that the channel rejected."""
    return await _count_messages(
        session, channel, _MESSAGE.c.failed.is_not(None) & (_MESSAGE.c.failed != SAID_ELSEWHERE)
    )


async def count_incoming(session: AsyncSession) -> int:
    """Files waiting to be fetched."""
    return await session.scalar(select(func.count()).select_from(IncomingFileRow)) or 0


async def _count_messages(session: AsyncSession, channel: str, which: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(_MESSAGE).where(which, _MESSAGE.c.chat.in_(_chats_on(channel)))
    return await session.scalar(found) or 0


def _chats_on(channel: str) -> Any:
    return select(ChatRow.id).where(ChatRow.channel == channel)


# Statements that run with every update, built once.

_CHAT: Any = OutboundChatRow.__table__
_MESSAGE: Any = OutboundMessageRow.__table__
_REACH = (
    update(_CHAT).where(_CHAT.c.chat == bindparam("of_chat"), _CHAT.c.unreachable.is_not(None)).values(unreachable=None)
)
_MESSAGE_OF = (
    select(_MESSAGE.c.message)
    .where(_MESSAGE.c.chat == bindparam("of_chat"), _MESSAGE.c.external_id == bindparam("of_external_id"))
    .order_by(_MESSAGE.c.message.desc())
    .limit(1)
)


@cache
def _open(dialect: str) -> Any:
    return insert_on(dialect, _CHAT).on_conflict_do_nothing()


@cache
def _name_message(dialect: str) -> Any:
    return insert_on(dialect, _MESSAGE).on_conflict_do_nothing()
