"""Chats in the database: the inbox, the chat log with its events, dialog state, received files."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, exists, func, select, text, update
from sqlalchemy import insert as insert_plainly
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chats.model import Body, Chat, Event, File, FileState, InboxUpdate, Kind, Lane
from storage.tables import Id, Table, dialect, insert, insert_on


class ChatRow(Table):
    __tablename__ = "chat"
    __table_args__ = (UniqueConstraint("channel", "external"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str]
    external: Mapped[str]
    last_event: Mapped[int] = mapped_column(default=0)


class InboxRow(Table):
    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("chat", "external"),
        Index("ix_inbox_waiting", "id", sqlite_where=text("status = 'new'"), postgresql_where=text("status = 'new'")),
        Index(
            "ix_inbox_order", "chat", "id", sqlite_where=text("status = 'new'"), postgresql_where=text("status = 'new'")
        ),
        Index("ix_inbox_held", "id", sqlite_where=text("status = 'held'"), postgresql_where=text("status = 'held'")),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    external: Mapped[str]  # the channel's own id of the update: receiving it twice stores it once
    payload: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(default="new")  # new, held, done, dead
    at: Mapped[datetime]
    error: Mapped[str | None]
    begun: Mapped[int] = mapped_column(default=0, server_default="0")  # how often without an end: the process died


class EventRow(Table):
    __tablename__ = "chat_event"
    __table_args__ = (Index(None, "chat", "message", "number"),)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    message: Mapped[int]
    body: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    lane: Mapped[int] = mapped_column(default=Lane.ANSWER, server_default="0")


class DialogStateRow(Table):
    """The state of a dialog between two updates, one row per key of the conversation engine."""

    __tablename__ = "dialog_state"
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FileRow(Table):
    __tablename__ = "file"
    id: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=FileState.KEPT, server_default=FileState.KEPT)


async def open_chat(session: AsyncSession, channel: str, external: str) -> Chat:
    """The chat with this external id on this channel, created if it is new."""
    await session.execute(
        insert(session, ChatRow).values(channel=channel, external=external, last_event=0).on_conflict_do_nothing()
    )
    found = select(ChatRow).where(ChatRow.channel == channel, ChatRow.external == external)
    return _chat((await session.execute(found)).scalar_one())


async def channels(session: AsyncSession, numbers: Sequence[int]) -> dict[int, str]:
    """The channel of each of these chats."""
    found = await session.execute(select(ChatRow.id, ChatRow.channel).where(ChatRow.id.in_(numbers)))
    return {row.id: row.channel for row in found}


async def take_numbers(session: AsyncSession, chat: int, count: int) -> int:
    """Lock the chat and reserve ``count`` event numbers; returns the first. Others wait until the transaction ends."""
    last = (await session.execute(_TAKE, {"of_chat": chat, "count": count})).scalar()
    if last is None:
        raise LookupError(f"no chat {chat}")
    return int(last) - count + 1


async def claim_oldest(session: AsyncSession) -> InboxUpdate | None:
    """The oldest update of a chat that no other worker is processing; locks the chat until the transaction ends."""
    row = (await session.execute(_OLDEST)).first()
    return None if row is None else InboxUpdate(row[0], Chat(*row[4:]), row[1], row[2], row[3])


async def claim(session: AsyncSession, number: int) -> InboxUpdate | None:
    """This update, with its chat locked; None if it has been closed meanwhile."""
    found = select(InboxRow, ChatRow).join(ChatRow, ChatRow.id == InboxRow.chat).with_for_update()
    row = (await session.execute(found.where(InboxRow.id == number, InboxRow.status.in_(("new", "held"))))).first()
    if row is None:
        return None
    inbox, chat = row
    return InboxUpdate(inbox.id, _chat(chat), inbox.external, inbox.payload, inbox.at)


async def put_inbox(session: AsyncSession, chat: int, external: str, payload: Body, at: datetime) -> bool:
    """Store an update; False if the chat already has it."""
    row = {"chat": chat, "external": external, "payload": payload, "at": at, "status": "new"}
    return (await session.execute(_put_inbox(dialect(session)), row)).first() is not None


async def close_inbox(session: AsyncSession, number: int, status: str, error: str | None = None) -> None:
    """Mark an update as done or dead. A done update loses its content but keeps its id, so it is not received again."""
    if status == "done":
        await session.execute(_DONE, {"number": number})
    else:
        await session.execute(update(_INBOX).where(_INBOX.c.id == number).values(status=status, error=error))


async def count_inbox(session: AsyncSession, status: str) -> int:
    return await session.scalar(select(func.count()).select_from(InboxRow).where(InboxRow.status == status)) or 0


async def append(session: AsyncSession, events: Sequence[Event]) -> None:
    if events:
        rows = [
            {
                "chat": e.chat,
                "number": e.number,
                "kind": e.kind,
                "message": e.message,
                "body": e.body,
                "at": e.at,
                "lane": e.lane,
            }
            for e in events
        ]
        await session.execute(_APPEND, rows)


async def latest(session: AsyncSession, chat: int, message: int) -> Event | None:
    """The current state of a message: its latest event."""
    row = (await session.execute(_LATEST, {"of_chat": chat, "of_message": message})).first()
    return None if row is None else _event(row)


async def last_event(session: AsyncSession, chat: int) -> int:
    """The chat's highest event number, 0 before the first."""
    return await session.scalar(select(ChatRow.last_event).where(ChatRow.id == chat)) or 0


async def events_after(session: AsyncSession, chat: int, number: int, limit: int) -> list[Event]:
    after = {"of_chat": chat, "after": number, "most": limit}
    return [_event(row) for row in await session.execute(_AFTER, after)]


async def events_before(session: AsyncSession, chat: int, number: int, limit: int) -> list[Event]:
    """The last ``limit`` events before ``number``, oldest first."""
    found = select(EventRow).where(EventRow.chat == chat, EventRow.number < number).order_by(EventRow.number.desc())
    return [_event(row) for row in await session.scalars(found.limit(limit))][::-1]


async def dialog_states(session: AsyncSession, chat: int) -> dict[str, tuple[str | None, Body]]:
    return {row.key: (row.state, row.data) for row in await session.execute(_STATES, {"of_chat": chat})}


async def put_dialog_states(session: AsyncSession, chat: int, states: dict[str, tuple[str | None, Body]]) -> None:
    if states:
        rows = [{"chat": chat, "key": key, "state": state, "data": data} for key, (state, data) in states.items()]
        await session.execute(_put_state(dialect(session)), rows)


async def drop_dialog_states(session: AsyncSession, chat: int, keys: Sequence[str]) -> None:
    if keys:
        gone = DialogStateRow.__table__.delete().where(  # type: ignore[attr-defined]  # a Table, which SQLAlchemy calls a FromClause
            DialogStateRow.chat == chat, DialogStateRow.key.in_(keys)
        )
        await session.execute(gone)


async def add_file(session: AsyncSession, file: File, at: datetime) -> None:
    session.add(
        FileRow(
            id=file.id,
            chat=file.chat,
            name=file.name,
            kind=file.kind,
            size=file.size,
            digest=file.digest,
            width=file.width,
            height=file.height,
            at=at,
            state=file.state,
        )
    )
    await session.flush()


async def get_file(session: AsyncSession, name: str) -> File | None:
    row = await session.get(FileRow, name)
    return None if row is None else to_file(row)


async def get_files(session: AsyncSession, names: Sequence[str]) -> list[File]:
    """The files with these ids, in that order; unknown ids are skipped."""
    rows = {row.id: row for row in await session.scalars(select(FileRow).where(FileRow.id.in_(names)))}
    return [to_file(rows[name]) for name in names if name in rows]


async def named_digests(session: AsyncSession, digests: Sequence[str]) -> set[str]:
    """Those of the digests that a file has."""
    return set(await session.scalars(select(FileRow.digest).where(FileRow.digest.in_(digests))))


def to_file(row: FileRow) -> File:
    return File(row.id, row.chat, row.name, row.kind, row.size, row.digest, row.width, row.height, FileState(row.state))


def _chat(row: ChatRow) -> Chat:
    return Chat(row.id, row.channel, row.external, row.last_event)


def _event(row: Any) -> Event:
    return Event(row.chat, row.number, Kind(row.kind), row.message, row.body, row.at, Lane(row.lane))


# The statements of every unit of work, built once: building one costs more than running it.

_CHAT: Any = ChatRow.__table__
_INBOX: Any = InboxRow.__table__
_EVENT: Any = EventRow.__table__
_STATE: Any = DialogStateRow.__table__
_EARLIER = _INBOX.alias()
_OLDEST = (
    select(_INBOX.c.id, _INBOX.c.external, _INBOX.c.payload, _INBOX.c.at, *_CHAT.c)
    .join_from(_INBOX, _CHAT, _CHAT.c.id == _INBOX.c.chat)
    .where(_INBOX.c.status == "new")
    .where(~exists().where(_EARLIER.c.chat == _INBOX.c.chat, _EARLIER.c.status == "new", _EARLIER.c.id < _INBOX.c.id))
    .order_by(_INBOX.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(_CHAT)
    .where(_CHAT.c.id == bindparam("of_chat"))
    .values(last_event=_CHAT.c.last_event + bindparam("count"))
    .returning(_CHAT.c.last_event)
)
_DONE = update(_INBOX).where(_INBOX.c.id == bindparam("number")).values(status="done", error=None, payload={})
_APPEND = insert_plainly(_EVENT)
_LATEST = (
    select(_EVENT)
    .where(_EVENT.c.chat == bindparam("of_chat"), _EVENT.c.message == bindparam("of_message"))
    .where(_EVENT.c.kind != Kind.TOAST)
    .order_by(_EVENT.c.number.desc())
    .limit(1)
)
_AFTER = (
    select(_EVENT)
    .where(_EVENT.c.chat == bindparam("of_chat"), _EVENT.c.number > bindparam("after"))
    .order_by(_EVENT.c.number)
    .limit(bindparam("most"))
)
_STATES = select(_STATE.c.key, _STATE.c.state, _STATE.c.data).where(_STATE.c.chat == bindparam("of_chat"))


@cache
def _put_inbox(dialect: str) -> Any:
    return insert_on(dialect, _INBOX).on_conflict_do_nothing().returning(_INBOX.c.id)


@cache
def _put_state(dialect: str) -> Any:
    put = insert_on(dialect, _STATE)
    new = {"state": put.excluded.state, "data": put.excluded.data}
    return put.on_conflict_do_update(index_elements=["chat", "key"], set_=new)
