"""People in the database: persons, their chats on channels, the audit trail."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    bindparam,
    case,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from people.model import Account, Person, Recipient, RightsChange, ToPerson, ToPost
from people.post_store import PostRow, to_post
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
    # the chat chosen for notifications; NULL: the one used last
    notifications_to: Mapped[int | None] = mapped_column(Id)


class AccountRow(Table):
    """A person's chat on a channel. ``chat`` is its id in the chat log."""

    __tablename__ = "account"
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    used_at: Mapped[datetime]
    # changes whenever the chat's rights do: the update that changed them, or another unique mark
    rights_mark: Mapped[str] = mapped_column(default="", server_default="")
    rights_change: Mapped[str] = mapped_column(default="", server_default="")  # a ``RightsChange``, the last one


class AuditRow(Table):
    """Who did what to which subject: only ids and constants of the product, never free text or personal data."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject", "subject_number"), Index(None, "person", "act", "at"))
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    person: Mapped[int | None]
    act: Mapped[str]
    subject: Mapped[str]
    subject_number: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


async def of_chat(session: AsyncSession, chat: int) -> Person | None:
    """The person of ``chat`` with all posts."""
    known = await account(session, chat)
    return known and known[0]


async def account(session: AsyncSession, chat: int) -> tuple[Person, datetime, datetime | None] | None:
    """The person of ``chat`` with all posts, when the use of that chat was last recorded, and when that of the person's
    other chats was; in one statement."""
    rows = (await session.execute(_ACCOUNT, {"of_chat": chat})).all()
    if not rows:
        return None
    person, _, used_at, used_elsewhere_at = rows[0]
    return to_person(person, [row[1] for row in rows if row[1] is not None]), used_at, used_elsewhere_at


async def use_account(session: AsyncSession, chat: int, now: datetime) -> None:
    await session.execute(update(AccountRow).where(AccountRow.chat == chat).values(used_at=now))


async def get(session: AsyncSession, person: int) -> Person:
    posts = await session.scalars(select(PostRow).where(PostRow.person == person, PostRow.active).order_by(PostRow.id))
    return to_person(await session.get_one(PersonRow, person), list(posts))


async def add(session: AsyncSession, chat: int, language: str, now: datetime) -> Person:
    """Create a person for a chat that has none yet."""
    person = await _add_person(session, language, now)
    session.add(AccountRow(chat=chat, person=person.id, used_at=now))
    return person


async def _add_person(session: AsyncSession, language: str, now: datetime) -> Person:
    row = PersonRow(language=language, created_at=now)
    session.add(row)
    await session.flush()
    return to_person(row, [])


async def languages(session: AsyncSession, recipients: Sequence[Recipient]) -> dict[Recipient, str]:
    """The language of each recipient; Chinese for a post that nobody holds yet."""
    numbers = [one.id for one in recipients if isinstance(one, ToPerson)]
    posts = [one.id for one in recipients if isinstance(one, ToPost)]
    found = select(PersonRow.id, PersonRow.language, PostRow.id.label("post"))
    found = found.outerjoin(PostRow, (PostRow.person == PersonRow.id) & PostRow.id.in_(posts))
    rows = (await session.execute(found.where(PersonRow.id.in_(numbers) | PostRow.id.in_(posts)))).all()
    read_by, read_at = {row.id: row.language for row in rows}, {row.post: row.language for row in rows}
    return {one: (read_by if isinstance(one, ToPerson) else read_at).get(one.id, "zh") for one in recipients}


async def chats_of(session: AsyncSession, person: int) -> list[int]:
    """The person's chats in the order in which notifications try them: the chosen one, then the most recently used."""
    return list(await session.scalars(_CHATS, {"of_person": person}))


def notification_chat(person: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """The first of ``chats_of`` as a subquery; ``person`` is the outer column that contains the person's id."""
    mine, owner = aliased(AccountRow), aliased(PersonRow)
    found = select(mine.chat).join(owner, owner.id == mine.person).where(mine.person == person)
    return found.order_by(*_notified_first(mine, owner)).limit(1).correlate_except(mine, owner).scalar_subquery()


def _notified_first(account: Any, person: Any) -> tuple[ColumnElement[Any], ...]:
    """A chosen chat that no longer belongs to the person has no effect: only the person's chats are ordered."""
    chosen = case((account.chat == person.notifications_to, 0), else_=1)
    return chosen, account.used_at.desc(), account.chat


async def accounts(session: AsyncSession, person: int) -> list[Account]:
    """The person's chats, most recently used first."""
    found = (
        select(AccountRow.chat, AccountRow.used_at, func.coalesce(AccountRow.chat == PersonRow.notifications_to, False))
        .join(PersonRow, PersonRow.id == AccountRow.person)
        .where(AccountRow.person == person)
        .order_by(AccountRow.used_at.desc(), AccountRow.chat)
    )
    return [Account(*row) for row in await session.execute(found)]


async def lock_person(session: AsyncSession, person: int) -> None:
    """Until the transaction ends, nobody else can add or remove chats and codes of the person."""
    await session.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update())


async def move_account(session: AsyncSession, chat: int, person: int, change: RightsChange, mark: str) -> None:
    """Assign ``chat`` to ``person``; if the previous person had chosen it for notifications, that choice is cleared."""
    before = select(AccountRow.person).where(AccountRow.chat == chat).scalar_subquery()
    not_there = update(PersonRow).where(PersonRow.id == before, PersonRow.notifications_to == chat)
    await session.execute(not_there.values(notifications_to=None))
    moved = update(AccountRow).where(AccountRow.chat == chat)
    await session.execute(moved.values(person=person, rights_mark=mark, rights_change=change))


async def move_account_to_nobody(
    session: AsyncSession, chat: int, language: str, now: datetime, change: RightsChange, mark: str
) -> Person:
    """Assign ``chat`` to a new person."""
    person = await _add_person(session, language, now)
    await move_account(session, chat, person.id, change, mark)
    return person


async def change_rights(session: AsyncSession, persons: Collection[int], change: RightsChange, mark: str) -> None:
    """Record that the rights of all chats of these persons have changed; ``mark`` is unique to this change."""
    if persons:
        theirs = update(AccountRow).where(AccountRow.person.in_(persons))
        await session.execute(theirs.values(rights_mark=mark, rights_change=change))


async def forget_if_gone(session: AsyncSession, person: int) -> None:
    """Erase what a person who has no chat left has entered: nobody can see or change it any more."""
    gone = ~exists().where(AccountRow.person == person)
    nothing = {"name": "", "phone": "", "hours": "", "consented_at": None}
    await session.execute(update(PersonRow).where(PersonRow.id == person, gone).values(**nothing))


async def change(session: AsyncSession, person: int, **values: object) -> None:
    await session.execute(update(PersonRow).where(PersonRow.id == person).values(**values))


async def add_audit(
    session: AsyncSession,
    person: int | None,
    act: str,
    subject: str,
    subject_number: int | None,
    now: datetime,
    details: Mapping[str, Any],
) -> None:
    about = {"subject": subject, "subject_number": subject_number}
    session.add(AuditRow(person=person, act=act, **about, at=now, details=dict(details)))
    await session.flush()


async def count_audit(session: AsyncSession, person: int, act: str, since: datetime) -> int:
    wanted = select(func.count()).where(AuditRow.person == person, AuditRow.act == act, AuditRow.at > since)
    return await session.scalar(wanted) or 0


async def count_audit_about(session: AsyncSession, act: str, subject: str, subject_number: int, since: datetime) -> int:
    """As ``count_audit``, whoever did it."""
    wanted = AuditRow.subject == subject, AuditRow.subject_number == subject_number, AuditRow.act == act
    return await session.scalar(select(func.count()).where(*wanted, AuditRow.at > since)) or 0


def to_person(row: PersonRow, posts: list[PostRow]) -> Person:
    held = tuple(to_post(post) for post in posts)
    return Person(row.id, row.name, row.phone, row.hours, row.language, row.consented_at, held, row.withholds_phone)


# Statements that run for every update or message, built once.
_ELSEWHERE = aliased(AccountRow)
_USED_ELSEWHERE_AT = (
    select(func.max(_ELSEWHERE.used_at))
    .where(_ELSEWHERE.person == AccountRow.person, _ELSEWHERE.chat != AccountRow.chat)
    .correlate(AccountRow)
    .scalar_subquery()
)
_ACCOUNT = (
    select(PersonRow, PostRow, AccountRow.used_at, _USED_ELSEWHERE_AT)
    .join(AccountRow, AccountRow.person == PersonRow.id)
    .outerjoin(PostRow, (PostRow.person == PersonRow.id) & PostRow.active)
    .where(AccountRow.chat == bindparam("of_chat"))
    .order_by(PostRow.id)
)
_CHATS = (
    select(AccountRow.chat)
    .join(PersonRow, PersonRow.id == AccountRow.person)
    .where(AccountRow.person == bindparam("of_person"))
    .order_by(*_notified_first(AccountRow, PersonRow))
)
