"""Messages to people in the database: put once, take next, mark."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from outbox.model import Buttons, Lane, Letter, Waiting
from people.model import Recipient, ToPerson, ToPost
from people.store import PostRow
from storage.tables import Id, Table, insert


class OutboxRow(Table):
    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("(person IS NULL) <> (post IS NULL)", name="one_recipient"),
        Index(
            "ix_outbox_waiting", "lane", "not_before", "id",
            sqlite_where=text("delivered_at IS NULL"), postgresql_where=text("delivered_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    lane: Mapped[int]
    person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    text: Mapped[str]
    buttons: Mapped[list[Any]] = mapped_column(default=list)
    put_at: Mapped[datetime]
    not_before: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    chat: Mapped[int | None]  # where it went


async def put(
    session: AsyncSession,
    key: str,
    letters: Sequence[Letter],
    *,
    now: datetime,
    lane: Lane = Lane.NEWS,
    not_before: datetime | None = None,
) -> None:
    """Queue messages. Putting the same key to the same recipient again changes nothing."""
    if not letters:
        return
    rows = [
        {
            "key": f"{key}→{_address(letter.to)}",
            "lane": int(lane),
            "person": letter.to.id if isinstance(letter.to, ToPerson) else None,
            "post": letter.to.id if isinstance(letter.to, ToPost) else None,
            "text": letter.text,
            "buttons": [[list(button) for button in row] for row in letter.buttons],
            "put_at": now,
            "not_before": not_before or now,
        }
        for letter in letters
    ]
    await session.execute(insert(session, OutboxRow).values(rows).on_conflict_do_nothing())
    session.info["outbox"] = True


def _address(to: Recipient) -> str:
    return f"person:{to.id}" if isinstance(to, ToPerson) else f"post:{to.id}"


def was_put(session: AsyncSession) -> bool:
    """Whether this transaction queued anything: then the delivery is worth waking."""
    return bool(session.info.get("outbox"))


async def take(session: AsyncSession, now: datetime, limit: int) -> list[Waiting]:
    """The next messages whose recipient has a chat, lowest lane first, locked until the transaction ends.

    A post that nobody holds yet keeps its messages waiting.
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
    return [_waiting(row) for row in await session.scalars(found)]


async def mark(session: AsyncSession, numbers: Sequence[int], chat: int | None, now: datetime) -> None:
    """Delivered to ``chat``; None: the recipient has no chat left."""
    await session.execute(update(OutboxRow).where(OutboxRow.id.in_(numbers)).values(delivered_at=now, chat=chat))


async def count(session: AsyncSession) -> int:
    """All messages ever put."""
    return await session.scalar(select(func.count()).select_from(OutboxRow)) or 0


async def count_waiting(session: AsyncSession, now: datetime) -> int:
    waiting = select(func.count()).select_from(OutboxRow)
    return await session.scalar(waiting.where(OutboxRow.delivered_at.is_(None), OutboxRow.not_before <= now)) or 0


def _waiting(row: OutboxRow) -> Waiting:
    buttons: Buttons = tuple(tuple((str(label), str(data)) for label, data in line) for line in row.buttons)
    return Waiting(row.id, Lane(row.lane), row.person, row.post, row.text, buttons, row.put_at)
