"""The web chat in the database: sessions, what a page reads of its chat, and the server's secret."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.engine import updates
from chats.store import ChatRow, InboxRow
from people.store import AccountRow
from storage.tables import Moment, Table, insert


class WebSessionRow(Table):
    """A device signed in to a chat. The device holds a random token; only its digest is stored.

    A session is valid for the rights that its chat had when the token was given, and for those that the ``press`` gave
    with which the token was renewed. Any other change of the chat's rights ends it.
    """

    __tablename__ = "web_session"
    digest: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    agent: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    rights_mark: Mapped[str] = mapped_column(default="", server_default="")
    press: Mapped[str | None]  # ``updates.mark`` of the press that renewed the token
    replaced: Mapped[str | None] = mapped_column(index=True)  # digest of the token that was renewed


class WebSecretRow(Table):
    """One row: the secret that signs CSRF tokens, the same for all processes and across restarts."""

    __tablename__ = "web_secret"
    id: Mapped[int] = mapped_column(primary_key=True)
    secret: Mapped[str]


@dataclass(frozen=True, slots=True)
class WebSession:
    digest: str
    chat: int
    agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Glance:
    """What a page checks before it reads events: last event number, pending updates, session."""

    last_event: int
    waiting: bool
    signed_in: bool = True


async def add_session(session: AsyncSession, row: WebSession) -> None:
    """Add a session for the rights that its chat has now."""
    mark = await session.scalar(select(AccountRow.rights_mark).where(AccountRow.chat == row.chat))
    session.add(WebSessionRow(**asdict(row), rights_mark=mark or ""))
    await session.flush()


async def get_session(session: AsyncSession, digest: str, now: datetime) -> WebSession | None:
    row = (await session.execute(_SESSION, {"of_digest": digest, "now": now})).first()
    return None if row is None else _session(row)


async def get_renewed(session: AsyncSession, replaced: str, name: str, now: datetime) -> WebSession | None:
    """The session whose token replaced the one with the digest ``replaced`` at the press with the id ``name``."""
    found = select(_WEB_SESSION).where(_WEB_SESSION.c.replaced == replaced, *_is_valid(now))
    row = (await session.execute(found)).first()
    return _session(row) if row is not None and row.press == updates.mark(row.chat, name) else None


async def renew_token(session: AsyncSession, visit: WebSession, name: str, replaced: str, digest: str) -> bool:
    """Give the session a new token at the press with the id ``name``; False if it got another one meanwhile, or a
    change of rights ended it."""
    press = updates.mark(visit.chat, name)
    new = {"digest": digest, "replaced": replaced, "press": press, "rights_mark": _MARK}
    renewing = update(_WEB_SESSION).where(_WEB_SESSION.c.digest == visit.digest, _HAS_RIGHTS).values(**new)
    return (await session.execute(renewing.returning(_WEB_SESSION.c.chat))).first() is not None


async def rights_change(session: AsyncSession, digest: str, now: datetime) -> str:
    """Which ``RightsChange`` ended this session; "" if none did."""
    found = select(AccountRow.rights_change).join(WebSessionRow, WebSessionRow.chat == AccountRow.chat)
    ended = found.where(WebSessionRow.digest == digest, WebSessionRow.expires_at > now, ~_HAS_RIGHTS)
    return await session.scalar(ended) or ""


async def touch_session(session: AsyncSession, digest: str, seen_at: datetime, expires_at: datetime) -> None:
    touched = update(WebSessionRow).where(WebSessionRow.digest == digest)
    await session.execute(touched.values(seen_at=seen_at, expires_at=expires_at))


async def sessions_of(session: AsyncSession, chats: list[int], now: datetime) -> list[WebSession]:
    """The devices signed in to any of the chats, the most recently used first."""
    found = select(WebSessionRow).where(WebSessionRow.chat.in_(chats), *_is_valid(now))
    return [_session(row) for row in await session.scalars(found.order_by(WebSessionRow.seen_at.desc()))]


async def end_sessions(session: AsyncSession, digests: list[str]) -> None:
    await session.execute(delete(WebSessionRow).where(WebSessionRow.digest.in_(digests)))


async def chats_beside(session: AsyncSession, chat: int) -> list[int]:
    """All chats of this chat's person, including this one."""
    person = select(AccountRow.person).where(AccountRow.chat == chat).scalar_subquery()
    return [
        chat,
        *await session.scalars(select(AccountRow.chat).where(AccountRow.person == person, AccountRow.chat != chat)),
    ]


async def glances(session: AsyncSession, digests: Collection[str], now: datetime) -> dict[str, Glance]:
    """Of each of these sessions that is still valid, its chat."""
    if not digests:
        return {}
    rows = await session.execute(_GLANCES, {"of_digests": list(digests), "now": now})
    return {digest: Glance(last_event, bool(waiting)) for digest, last_event, waiting in rows}


async def is_received(session: AsyncSession, chat: int, external: str) -> bool:
    return bool(await session.scalar(select(exists().where(InboxRow.chat == chat, InboxRow.external == external))))


async def has_spoken(session: AsyncSession, chat: int) -> bool:
    """Whether any update was ever received from the chat."""
    return bool(await session.scalar(select(exists().where(InboxRow.chat == chat))))


async def secret(session: AsyncSession) -> str:
    """The server's secret, created on first use."""
    new = insert(session, WebSecretRow).values(id=1, secret=token_urlsafe(32))
    await session.execute(new.on_conflict_do_nothing())
    return (await session.execute(select(WebSecretRow.secret))).scalar_one()


def _session(row: Any) -> WebSession:
    return WebSession(row.digest, row.chat, row.agent, row.created_at, row.seen_at, row.expires_at)


def _is_valid(now: Any) -> tuple[ColumnElement[bool], ...]:
    return _WEB_SESSION.c.expires_at > now, _HAS_RIGHTS


# Used by every request and every check of a stream, so built once.
_WEB_SESSION: Any = WebSessionRow.__table__
_CHAT: Any = ChatRow.__table__
_INBOX: Any = InboxRow.__table__
_OF_CHAT = select(AccountRow.rights_mark).where(AccountRow.chat == _WEB_SESSION.c.chat).correlate(_WEB_SESSION)
_MARK = func.coalesce(_OF_CHAT.scalar_subquery(), "")  # "" before the chat's first update is answered
_HAS_RIGHTS = or_(_WEB_SESSION.c.rights_mark == _MARK, func.coalesce(_WEB_SESSION.c.press == _MARK, False))
_SIGNED_IN = (_WEB_SESSION.c.digest == bindparam("of_digest"), *_is_valid(bindparam("now", type_=Moment)))
_SESSION = select(_WEB_SESSION).where(*_SIGNED_IN)
_IS_WAITING = exists().where(_INBOX.c.chat == _CHAT.c.id, _INBOX.c.status == "new")
_GLANCES = (
    select(_WEB_SESSION.c.digest, _CHAT.c.last_event, _IS_WAITING)
    .join_from(_WEB_SESSION, _CHAT, _CHAT.c.id == _WEB_SESSION.c.chat)
    .where(_WEB_SESSION.c.digest.in_(bindparam("of_digests", expanding=True)))
    .where(*_is_valid(bindparam("now", type_=Moment)))
)
