"""The outbox in the database: queueing messages once, taking the next ones, marking them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chats.model import Lane
from chats.store import ChatRow
from outbox.model import Buttons, OutboxMessage, QueuedMessage, Subject
from people.model import Recipient, ToPerson, ToPost
from people.post_store import PostRow
from people.store import notification_chat
from storage.tables import Id, Table, insert
from storage.transaction import Transaction

PAGE_SIZE = 200  # messages searched at a time for those that may overtake

Position = tuple[datetime, int]  # position in the queue of a lane: not before, id


class OutboxRow(Table):
    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("(person IS NULL) <> (post IS NULL)", name="one_recipient"),
        Index(
            "ix_outbox_waiting",
            "lane",
            "not_before",
            "id",
            sqlite_where=text("delivered_at IS NULL"),
            postgresql_where=text("delivered_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str | None]  # what it is about: the kind, its number there, its name for people
    subject_number: Mapped[int | None]
    subject_label: Mapped[str] = mapped_column(default="", server_default="")
    lane: Mapped[int]
    person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    text: Mapped[str]
    buttons: Mapped[list[Any]] = mapped_column(default=list)
    put_at: Mapped[datetime]
    not_before: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    chat: Mapped[int | None]  # where it was delivered; before that, where it must go, if specified


async def put(
    session: AsyncSession,
    key: str,
    messages: Sequence[OutboxMessage],
    *,
    subject: Subject | None = None,
    now: datetime,
    lane: Lane = Lane.NEWS,
    not_before: datetime | None = None,
) -> None:
    """Queue messages. Queueing the same key for the same recipient again changes nothing."""
    if not messages:
        return
    rows = [
        {
            "key": f"{key}→{_address(message.to)}",
            "subject": subject and subject.kind,
            "subject_number": subject and subject.number,
            "subject_label": subject.label if subject else "",
            "lane": int(lane),
            "person": message.to.id if isinstance(message.to, ToPerson) else None,
            "post": message.to.id if isinstance(message.to, ToPost) else None,
            "chat": message.to.chat if isinstance(message.to, ToPerson) else None,
            "text": message.text,
            "buttons": [[list(button) for button in row] for row in message.buttons],
            "put_at": now,
            "not_before": not_before or now,
        }
        for message in messages
    ]
    await session.execute(insert(session, OutboxRow).values(rows).on_conflict_do_nothing())


def _address(to: Recipient) -> str:
    return f"person:{to.id}" if isinstance(to, ToPerson) else f"post:{to.id}"


def was_put(transaction: Transaction) -> bool:
    """Whether the transaction queued anything, so that delivery should be woken."""
    return OutboxRow.__tablename__ in transaction.inserted_into


async def take(
    session: AsyncSession, now: datetime, limit: int, lanes: Collection[Lane] = tuple(Lane)
) -> list[QueuedMessage]:
    """The next messages whose recipient has a chat, lowest lane first, locked until the transaction ends.

    Messages to a post that nobody holds yet stay in the queue.
    """
    bound = select(PostRow.id).where(PostRow.person.is_not(None))
    found = (
        select(OutboxRow)
        .where(OutboxRow.delivered_at.is_(None), OutboxRow.not_before <= now)
        .where(OutboxRow.person.is_not(None) | OutboxRow.post.in_(bound))
        .order_by(OutboxRow.lane, OutboxRow.not_before, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if set(lanes) != set(Lane):
        found = found.where(OutboxRow.lane.in_(lanes))
    return [_queued(row) for row in await session.scalars(found)]


async def take_past(
    session: AsyncSession, now: datetime, limit: int, full: Collection[str], after: Position | None
) -> tuple[list[QueuedMessage], Position | None]:
    """The next broadcasts that do not go to the channels ``full``, from one page of the queue after ``after``.

    Returns them and where to continue next time; None: from the beginning.
    """
    person = func.coalesce(OutboxRow.person, PostRow.person)
    page = (
        select(OutboxRow, ChatRow.channel)
        .outerjoin(PostRow, PostRow.id == OutboxRow.post)
        .outerjoin(ChatRow, ChatRow.id == func.coalesce(OutboxRow.chat, notification_chat(person)))
        .where(OutboxRow.delivered_at.is_(None), OutboxRow.not_before <= now, OutboxRow.lane == Lane.BROADCAST)
        .where(person.is_not(None))
        .order_by(OutboxRow.not_before, OutboxRow.id)
        .limit(PAGE_SIZE)
        .with_for_update(of=OutboxRow, skip_locked=True)
    )
    if after is not None:
        page = page.where(tuple_(OutboxRow.not_before, OutboxRow.id) > tuple_(*after))
    rows = (await session.execute(page)).all()
    others = [row for row, channel in rows if channel not in full][:limit]
    if len(others) == limit:
        return [_queued(row) for row in others], (others[-1].not_before, others[-1].id)
    last = [row for row, _ in rows[PAGE_SIZE - 1 :]]
    return [_queued(row) for row in others], (last[0].not_before, last[0].id) if last else None


async def mark(session: AsyncSession, numbers: Sequence[int], chat: int | None, now: datetime) -> None:
    """Mark as delivered to ``chat``; None: the recipient has no chat left."""
    await session.execute(update(OutboxRow).where(OutboxRow.id.in_(numbers)).values(delivered_at=now, chat=chat))


async def put_off(session: AsyncSession, number: int, until: datetime) -> None:
    """Delay the message until then."""
    await session.execute(update(OutboxRow).where(OutboxRow.id == number).values(not_before=until))


async def count(session: AsyncSession) -> int:
    """The number of messages ever queued."""
    return await session.scalar(select(func.count()).select_from(OutboxRow)) or 0


async def count_waiting(session: AsyncSession) -> int:
    """Messages not yet delivered, including those that are held."""
    waiting = select(func.count()).select_from(OutboxRow).where(OutboxRow.delivered_at.is_(None))
    return await session.scalar(waiting) or 0


def _queued(row: OutboxRow) -> QueuedMessage:
    buttons: Buttons = tuple(tuple((str(label), str(data)) for label, data in line) for line in row.buttons)
    about = None
    if row.subject is not None and row.subject_number is not None:
        about = Subject(row.subject, row.subject_number, row.subject_label)
    to = row.person, row.post
    return QueuedMessage(row.id, Lane(row.lane), *to, row.text, buttons, row.put_at, row.key, about, row.chat)
