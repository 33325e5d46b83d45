"""One-time codes in the database: only their digests are stored, and each can be used once."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, case, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from people.post_store import PostRow
from storage.tables import Id, Moment, Table


class InvitationRow(Table):
    """A one-time code for a post; only its digest is stored."""

    __tablename__ = "invitation"
    digest: Mapped[str] = mapped_column(primary_key=True)
    post: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LinkCodeRow(Table):
    """A one-time code by which a person links one more chat; only its digest is stored."""

    __tablename__ = "account_code"
    digest: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    made_in: Mapped[int | None] = mapped_column(Id)  # the chat that is asked whether to link another one
    asked_by: Mapped[int | None] = mapped_column(Id)  # the chat that wants to be linked
    asked_mark: Mapped[str] = mapped_column(default="", server_default="")  # the update in which it asked


async def put_link_code(session: AsyncSession, digest: str, person: int, chat: int, expires_at: datetime) -> None:
    """Store the person's only code, made in ``chat``; earlier ones are deleted and therefore unknown."""
    await drop_link_codes(session, person)
    session.add(LinkCodeRow(digest=digest, person=person, made_in=chat, expires_at=expires_at))
    await session.flush()


async def drop_link_codes(session: AsyncSession, person: int) -> None:
    await session.execute(delete(LinkCodeRow).where(LinkCodeRow.person == person))


async def link_code(session: AsyncSession, digest: str) -> LinkCodeRow | None:
    return await session.get(LinkCodeRow, digest, populate_existing=True)


async def ask_to_link(session: AsyncSession, digest: str, chat: int, mark: str, expires_at: datetime) -> bool:
    """Record that ``chat`` wants to be linked; of two chats, the first one. It may ask again, which adds no time."""
    free = update(LinkCodeRow).where(LinkCodeRow.digest == digest, LinkCodeRow.used_at.is_(None))
    free = free.where(or_(LinkCodeRow.asked_by.is_(None), LinkCodeRow.asked_by == chat))
    until = case((LinkCodeRow.asked_by.is_(None), literal(expires_at, Moment)), else_=LinkCodeRow.expires_at)
    asked = free.values(asked_by=chat, asked_mark=mark, expires_at=until).returning(LinkCodeRow.person)
    return (await session.execute(asked)).first() is not None


async def stop_asking(session: AsyncSession, chat: int) -> None:
    asking = update(LinkCodeRow).where(LinkCodeRow.asked_by == chat, LinkCodeRow.used_at.is_(None))
    await session.execute(asking.values(asked_by=None, asked_mark=""))


async def code_asked_with(session: AsyncSession, person: int, chat: int) -> LinkCodeRow | None:
    """The person's code with which ``chat`` asks, used or not."""
    found = select(LinkCodeRow).where(LinkCodeRow.person == person, LinkCodeRow.asked_by == chat)
    row: LinkCodeRow | None = await session.scalar(found.execution_options(populate_existing=True))
    return row


async def use_link_code(session: AsyncSession, digest: str, now: datetime) -> bool:
    """Use up a code that is valid now; of two concurrent tries, one succeeds."""
    good = update(LinkCodeRow).where(LinkCodeRow.digest == digest, LinkCodeRow.used_at.is_(None))
    used = await session.execute(
        good.where(LinkCodeRow.expires_at > now).values(used_at=now).returning(LinkCodeRow.person)
    )
    return used.first() is not None


async def add_invitation(session: AsyncSession, digest: str, post: int, now: datetime, expires_at: datetime) -> None:
    session.add(InvitationRow(digest=digest, post=post, created_at=now, expires_at=expires_at))
    await session.flush()


async def cancel_invitations(session: AsyncSession, post: int) -> None:
    """Delete the unused codes of ``post``; when entered later, they are unknown."""
    await session.execute(delete(InvitationRow).where(InvitationRow.post == post, InvitationRow.used_at.is_(None)))


async def invited_to(session: AsyncSession, digest: str, now: datetime) -> int | None:
    """The post of an invitation that is valid now; None if there is none. It is not used up."""
    found: int | None = await session.scalar(select(InvitationRow.post).where(*_is_valid(digest, now)))
    return found


async def use_invitation(session: AsyncSession, digest: str, person: int, now: datetime) -> int | None:
    """Use up an invitation that is valid now and return its post; of two concurrent tries, one succeeds."""
    use = update(InvitationRow).where(*_is_valid(digest, now)).values(used_at=now, used_by=person)
    used: int | None = await session.scalar(use.returning(InvitationRow.post))
    return used


async def is_expired(session: AsyncSession, digest: str, now: datetime) -> bool:
    row = await session.get(InvitationRow, digest)
    return row is not None and row.used_at is None and row.expires_at <= now


def _is_valid(digest: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    active = select(PostRow.id).where(PostRow.active)
    unused = InvitationRow.used_at.is_(None), InvitationRow.expires_at > now
    return InvitationRow.digest == digest, *unused, InvitationRow.post.in_(active)
