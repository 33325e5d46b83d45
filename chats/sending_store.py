"""Sending a chat's log to its channel: finding chats with pending events, claiming one, storing how far it got."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chats.model import Event, Kind, Lane
from chats.outbound_store import SAID_ELSEWHERE, OutboundChatRow, OutboundMessageRow
from chats.store import ChatRow, EventRow
from storage.lease_store import LeaseRow
from storage.tables import dialect, insert_on

EVENTS_PER_CLAIM = 50  # events of a chat read per claim


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event that is not sent yet, and the state of its message so far."""

    event: Event
    external_id: str | None
    failed: str | None


@dataclass(slots=True)
class Claim:
    chat: int
    to: str
    last_sent: int
    sent_at: datetime | None
    again: bool  # claimed before, without a stored result
    events: list[PendingEvent]
    last_event: int


@dataclass(frozen=True, slots=True)
class SendRecord:
    """The result of sending a message."""

    message: int
    external_id: str | None
    possibly_twice: bool = False
    failed: str | None = None


async def chats_of_account(session: AsyncSession, chats: Sequence[int], channel: str, account: str) -> set[int]:
    """Those of ``chats`` that belong to this account."""
    ours = ChatRow.channel == channel, ChatRow.external.startswith(account, autoescape=True)
    return set(await session.scalars(select(ChatRow.id).where(ChatRow.id.in_(chats), *ours)))


async def waiting(session: AsyncSession, channel: str, account: str, process: str, now: datetime) -> dict[int, Lane]:
    """The chats with pending events that no other living process has claimed, with their lowest lane."""
    values = {"channel": channel, "account": f"{account}%", "process": process, "now": now}
    return {row.chat: Lane(row.lane) for row in await session.execute(_WAITING, values)}


async def look_into(session: AsyncSession, chat: int, process: str, now: datetime) -> Claim | None:
    """What is pending in the chat, locked until the transaction ends; None if there is nothing to do."""
    row = (await session.execute(_LOCK, {"of_chat": chat, "process": process, "now": now})).first()
    if row is None:
        return None
    after = {"of_chat": chat, "after": row.last_sent, "most": EVENTS_PER_CLAIM}
    events = [PendingEvent(_event(one), one.external_id, one.failed) for one in await session.execute(_EVENTS, after)]
    return Claim(chat, row.external, row.last_sent, row.sent_at, row.claimed_by is not None, events, row.last_event)


async def hold(session: AsyncSession, chat: int, process: str) -> None:
    """From the commit on, only ``process`` sends to the chat."""
    await session.execute(_HOLD, {"of_chat": chat, "process": process})


async def pass_over(session: AsyncSession, chat: int, last_sent: int) -> None:
    """Skip the events up to ``last_sent``: none of them had to be sent."""
    await session.execute(_PASS, {"of_chat": chat, "upto": last_sent})


async def settle(
    session: AsyncSession,
    chat: int,
    process: str,
    last_sent: int,
    sent_at: datetime | None,
    records: Sequence[SendRecord],
    *,
    keep: bool,
) -> bool:
    """Store how far sending got. ``keep``: later events may have been accepted, so the claim stays to record that.

    False if the claim was lost meanwhile: its new holder sends it all again, marked as possibly sent twice.
    """
    values = {
        "of_chat": chat,
        "process": process,
        "upto": last_sent,
        "left": sent_at,
        "next": process if keep else None,
    }
    if (await session.execute(_SETTLE, values)).first() is None:
        return False
    await store_records(session, chat, records)
    return True


async def store_records(session: AsyncSession, chat: int, records: Sequence[SendRecord]) -> None:
    if records:
        rows = [{"chat": chat, **asdict(one)} for one in records]
        await session.execute(_put_record(dialect(session)), rows)


async def move(session: AsyncSession, chat: int, to: str) -> bool:
    """Change the chat's external id. False if another chat already has that id."""
    known = await session.get_one(ChatRow, chat)
    taken = select(exists().where(ChatRow.channel == known.channel, ChatRow.external == to, ChatRow.id != chat))
    if await session.scalar(taken):
        return False
    await session.execute(update(_CHAT).where(_CHAT.c.id == chat).values(external=to))
    return True


async def unsaid(session: AsyncSession, chat: int) -> list[Event]:
    """Notifications that were not sent."""
    return [_event(row) for row in await session.execute(_UNSAID, {"of_chat": chat})]


async def say_elsewhere(session: AsyncSession, chat: int, messages: Sequence[int]) -> None:
    """The person reads these messages in another chat, so they are never sent here."""
    await store_records(session, chat, [SendRecord(message, None, failed=SAID_ELSEWHERE) for message in messages])


def _event(row: Any) -> Event:
    return Event(row.chat, row.number, Kind(row.kind), row.message, row.body, row.at, Lane(row.lane))


# Statements that run for every message, built once.

_CHAT: Any = ChatRow.__table__
_EVENT: Any = EventRow.__table__
_OUTBOUND: Any = OutboundChatRow.__table__
_MESSAGE: Any = OutboundMessageRow.__table__
_LEASE: Any = LeaseRow.__table__

_ALIVE = exists().where(_LEASE.c.name == "process:" + _OUTBOUND.c.claimed_by, _LEASE.c.until > bindparam("now"))
_FREE = or_(_OUTBOUND.c.claimed_by.is_(None), _OUTBOUND.c.claimed_by == bindparam("process"), ~_ALIVE)
_BEHIND = (_OUTBOUND.c.unreachable.is_(None), _CHAT.c.last_event > _OUTBOUND.c.last_sent, _FREE)
_WAITING = (
    select(_OUTBOUND.c.chat, func.min(_EVENT.c.lane).label("lane"))
    .join_from(_OUTBOUND, _CHAT, _CHAT.c.id == _OUTBOUND.c.chat)
    .join(_EVENT, (_EVENT.c.chat == _OUTBOUND.c.chat) & (_EVENT.c.number > _OUTBOUND.c.last_sent))
    .where(_CHAT.c.channel == bindparam("channel"), _CHAT.c.external.like(bindparam("account")), *_BEHIND)
    .group_by(_OUTBOUND.c.chat)
)
_LOCK = (
    select(_OUTBOUND.c.last_sent, _OUTBOUND.c.claimed_by, _OUTBOUND.c.sent_at, _CHAT.c.external, _CHAT.c.last_event)
    .join_from(_OUTBOUND, _CHAT, _CHAT.c.id == _OUTBOUND.c.chat)
    .where(_OUTBOUND.c.chat == bindparam("of_chat"), *_BEHIND)
    .with_for_update(of=_OUTBOUND, skip_locked=True)
)
_OF_MESSAGE = (_MESSAGE.c.chat == _EVENT.c.chat) & (_MESSAGE.c.message == _EVENT.c.message)
_EVENTS = (
    select(_EVENT, _MESSAGE.c.external_id, _MESSAGE.c.failed)
    .outerjoin_from(_EVENT, _MESSAGE, _OF_MESSAGE)
    .where(_EVENT.c.chat == bindparam("of_chat"), _EVENT.c.number > bindparam("after"))
    .order_by(_EVENT.c.number)
    .limit(bindparam("most"))
)
_HOLD = update(_OUTBOUND).where(_OUTBOUND.c.chat == bindparam("of_chat")).values(claimed_by=bindparam("process"))
_PASS = (
    update(_OUTBOUND)
    .where(_OUTBOUND.c.chat == bindparam("of_chat"))
    .values(last_sent=bindparam("upto"), claimed_by=None)
)
_SETTLE = (
    update(_OUTBOUND)
    .where(_OUTBOUND.c.chat == bindparam("of_chat"), _OUTBOUND.c.claimed_by == bindparam("process"))
    .values(
        last_sent=bindparam("upto"),
        claimed_by=bindparam("next", type_=_OUTBOUND.c.claimed_by.type),
        sent_at=func.coalesce(bindparam("left", type_=_OUTBOUND.c.sent_at.type), _OUTBOUND.c.sent_at),
    )
    .returning(_OUTBOUND.c.chat)
)
_UNSAID = (
    select(_EVENT)
    .join_from(_EVENT, _OUTBOUND, _OUTBOUND.c.chat == _EVENT.c.chat)
    .outerjoin(_MESSAGE, _OF_MESSAGE)
    .where(_EVENT.c.chat == bindparam("of_chat"), _EVENT.c.number > _OUTBOUND.c.last_sent)
    .where(_EVENT.c.kind == Kind.SEND, _EVENT.c.lane != Lane.ANSWER, _MESSAGE.c.chat.is_(None))
    .order_by(_EVENT.c.number)
)


@cache
def _put_record(dialect: str) -> Any:
    put = insert_on(dialect, _MESSAGE)
    new = {
        "external_id": func.coalesce(put.excluded.external_id, _MESSAGE.c.external_id),
        "possibly_twice": or_(_MESSAGE.c.possibly_twice, put.excluded.possibly_twice),
        "failed": case((put.excluded.external_id.is_not(None), None), else_=put.excluded.failed),
    }
    return put.on_conflict_do_update(index_elements=["chat", "message"], set_=new)
