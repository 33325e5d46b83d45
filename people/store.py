"""People in the database: persons, their accounts on channels, posts of the directory, invitations, audit trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from people.model import Person, Post, Recipient, Role, ToPerson, ToPost
from storage.tables import Id, Table


class PersonRow(Table):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    withholds_phone: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="zh")
    consented_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    notices_to: Mapped[int | None] = mapped_column(Id)  # the chat chosen for notices; none: the one used last


class AccountRow(Table):
    """A person's chat on a channel. ``chat`` is the number of the chat in the chat log."""

    __tablename__ = "account"
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    used_at: Mapped[datetime]


class PostRow(Table):
    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("unit", "name", "role"),)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    section: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    person: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class InvitationRow(Table):
    """A one-time code for a post; only its digest is kept."""

    __tablename__ = "invitation"
    digest: Mapped[str] = mapped_column(primary_key=True)
    post: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AccountCodeRow(Table):
    """A one-time code by which a person binds one more chat; only its digest is kept."""

    __tablename__ = "account_code"
    digest: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AuditRow(Table):
    """Who did what to which thing: ids and words of the product only, never free text or personal data."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "thing", "thing_id"), Index(None, "person", "act", "at"))
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    person: Mapped[int | None]
    act: Mapped[str]
    thing: Mapped[str]
    thing_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


async def of_chat(session: AsyncSession, chat: int) -> Person | None:
    """The person of ``chat`` with all posts."""
    known = await account(session, chat)
    return known and known[0]


async def account(session: AsyncSession, chat: int) -> tuple[Person, datetime] | None:
    """The person of ``chat`` with all posts, and when that chat was last noted as used; in one statement."""
    rows = (await session.execute(_ACCOUNT, {"of_chat": chat})).all()
    if not rows:
        return None
    return to_person(rows[0][0], [post for _, post, _ in rows if post is not None]), rows[0][2]


async def use_account(session: AsyncSession, chat: int, now: datetime) -> None:
    await session.execute(update(AccountRow).where(AccountRow.chat == chat).values(used_at=now))


async def get(session: AsyncSession, person: int) -> Person:
    posts = await session.scalars(select(PostRow).where(PostRow.person == person, PostRow.active).order_by(PostRow.id))
    return to_person(await session.get_one(PersonRow, person), list(posts))


async def add(session: AsyncSession, chat: int, language: str, now: datetime) -> Person:
    """A new person for a chat that has none yet."""
    row = PersonRow(language=language, created_at=now)
    session.add(row)
    await session.flush()
    session.add(AccountRow(chat=chat, person=row.id, used_at=now))
    return to_person(row, [])


async def post(session: AsyncSession, number: int) -> Post:
    return to_post(await session.get_one(PostRow, number))


async def posts(session: AsyncSession, *roles: Role, unit: int | None = None) -> list[Post]:
    """Active posts of the given roles (of one unit, if given), oldest first."""
    wanted = select(PostRow).where(PostRow.active, PostRow.role.in_(roles)).order_by(PostRow.id)
    return [
        to_post(row) for row in await session.scalars(wanted if unit is None else wanted.where(PostRow.unit == unit))
    ]


async def posts_named(session: AsyncSession, name: str) -> list[Post]:
    return [
        to_post(row)
        for row in await session.scalars(
            select(PostRow).where(PostRow.active, PostRow.name == name).order_by(PostRow.id)
        )
    ]


async def languages(session: AsyncSession, recipients: Sequence[Recipient]) -> dict[Recipient, str]:
    """What each of them reads; Chinese for a post as long as nobody holds it."""
    numbers = [one.id for one in recipients if isinstance(one, ToPerson)]
    posts = [one.id for one in recipients if isinstance(one, ToPost)]
    reads: dict[Recipient, str] = dict.fromkeys(recipients, "zh")
    found = select(PersonRow.id, PersonRow.language, PostRow.id.label("post"))
    found = found.outerjoin(PostRow, (PostRow.person == PersonRow.id) & PostRow.id.in_(posts))
    for row in await session.execute(found.where(PersonRow.id.in_(numbers) | PostRow.id.in_(posts))):
        for one in (ToPerson(row.id), ToPost(row.post)):
            if one in reads:
                reads[one] = row.language
    return reads


async def chats_of(session: AsyncSession, person: int) -> list[int]:
    """The person's chats, the one used last first."""
    found = (
        select(AccountRow.chat).where(AccountRow.person == person).order_by(AccountRow.used_at.desc(), AccountRow.chat)
    )
    return list(await session.scalars(found))


async def change(session: AsyncSession, person: int, **values: object) -> None:
    await session.execute(update(PersonRow).where(PersonRow.id == person).values(**values))


async def count_accounts(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(AccountRow)) or 0


async def lock_post(session: AsyncSession, number: int) -> Post:
    """The post as it is now, kept from others until the transaction ends."""
    return to_post(await session.get_one(PostRow, number, with_for_update=True, populate_existing=True))


async def bind_post(session: AsyncSession, number: int, person: int) -> None:
    row = await session.get_one(PostRow, number)
    row.person = person
    await session.flush()


async def count_posts(session: AsyncSession, *, bound: bool) -> int:
    """Active posts that somebody holds, or that nobody holds yet."""
    wanted = PostRow.person.is_not(None) if bound else PostRow.person.is_(None)
    return await session.scalar(select(func.count()).select_from(PostRow).where(PostRow.active, wanted)) or 0


async def add_invitation(session: AsyncSession, digest: str, post: int, now: datetime, expires_at: datetime) -> None:
    session.add(InvitationRow(digest=digest, post=post, created_at=now, expires_at=expires_at))
    await session.flush()


async def cancel_invitations(session: AsyncSession, post: int) -> None:
    """Codes of ``post`` that were not used yet are gone: typed later, they are unknown."""
    await session.execute(delete(InvitationRow).where(InvitationRow.post == post, InvitationRow.used_at.is_(None)))


async def use_invitation(session: AsyncSession, digest: str, person: int, now: datetime) -> int | None:
    """The post of an invitation that is good now, used up by this; of two who try at once, one gets it."""
    active = select(PostRow.id).where(PostRow.active)
    used: int | None = await session.scalar(
        update(InvitationRow)
        .where(InvitationRow.digest == digest, InvitationRow.used_at.is_(None), InvitationRow.expires_at > now)
        .where(InvitationRow.post.in_(active))
        .values(used_at=now, used_by=person)
        .returning(InvitationRow.post)
    )
    return used


async def is_expired(session: AsyncSession, digest: str, now: datetime) -> bool:
    row = await session.get(InvitationRow, digest)
    return row is not None and row.used_at is None and row.expires_at <= now


async def add_audit(
    session: AsyncSession,
    person: int | None,
    act: str,
    thing: str,
    thing_id: int | None,
    now: datetime,
    details: Mapping[str, Any],
) -> None:
    session.add(AuditRow(person=person, act=act, thing=thing, thing_id=thing_id, at=now, details=dict(details)))
    await session.flush()


async def count_audit(session: AsyncSession, person: int, act: str, since: datetime) -> int:
    wanted = select(func.count()).where(AuditRow.person == person, AuditRow.act == act, AuditRow.at > since)
    return await session.scalar(wanted) or 0


def to_post(row: PostRow) -> Post:
    return Post(row.id, row.unit, Role(row.role), row.name, row.title, row.section, row.phone, row.person)


def to_person(row: PersonRow, posts: list[PostRow]) -> Person:
    held = tuple(to_post(post) for post in posts)
    return Person(
        row.id, row.name, row.phone, row.hours, row.language, row.consented_at, held, row.withholds_phone
    )  # fmt: skip


# Asked at every step, so built once.
_ACCOUNT = (
    select(PersonRow, PostRow, AccountRow.used_at)
    .join(AccountRow, AccountRow.person == PersonRow.id)
    .outerjoin(PostRow, (PostRow.person == PersonRow.id) & PostRow.active)
    .where(AccountRow.chat == bindparam("of_chat"))
    .order_by(PostRow.id)
)
