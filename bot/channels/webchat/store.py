"""The web chat in the database: sessions, what a page reads of its chat, and the server's secret."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chats.store import ChatRow, InboxRow
from people.store import AccountRow
from storage.tables import Table, insert


class WebSessionRow(Table):
    """A device signed in to a chat. The device holds a random token; only its digest is stored. Rows stay after they
    expire: the clock that says so may be wrong for a while."""

    __tablename__ = "web_session"
    digest: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    agent: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


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
    session.add(
        WebSessionRow(
            digest=row.digest,
            chat=row.chat,
            agent=row.agent,
            created_at=row.created_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
        )
    )
    await session.flush()


async def get_session(session: AsyncSession, digest: str, now: datetime) -> WebSession | None:
    row = (await session.execute(_SESSION, {"of_digest": digest, "now": now})).first()
    return None if row is None else _session(row)


async def touch_session(session: AsyncSession, digest: str, seen_at: datetime, expires_at: datetime) -> None:
    touched = update(WebSessionRow).where(WebSessionRow.digest == digest)
    await session.execute(touched.values(seen_at=seen_at, expires_at=expires_at))


async def sessions_of(session: AsyncSession, chats: list[int], now: datetime) -> list[WebSession]:
    """The devices signed in to any of the chats, the most recently used first."""
    found = select(WebSessionRow).where(WebSessionRow.chat.in_(chats), WebSessionRow.expires_at > now)
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


# Used by every request and every check of a stream, so built once.
_WEB_SESSION: Any = WebSessionRow.__table__
_CHAT: Any = ChatRow.__table__
_INBOX: Any = InboxRow.__table__
_SIGNED_IN = (_WEB_SESSION.c.digest == bindparam("of_digest"), _WEB_SESSION.c.expires_at > bindparam("now"))
_SESSION = select(_WEB_SESSION).where(*_SIGNED_IN)
_IS_WAITING = exists().where(_INBOX.c.chat == _CHAT.c.id, _INBOX.c.status == "new")
_GLANCES = (
    select(_WEB_SESSION.c.digest, _CHAT.c.last_event, _IS_WAITING)
    .join_from(_WEB_SESSION, _CHAT, _CHAT.c.id == _WEB_SESSION.c.chat)
    .where(_WEB_SESSION.c.digest.in_(bindparam("of_digests", expanding=True)))
    .where(_WEB_SESSION.c.expires_at > bindparam("now"))
)
