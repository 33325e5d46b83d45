"""The demo in the database: its clock, its seats, and the people of the sample district one can act as."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.channels.webchat.store import WebSecretRow
from chats.model import Kind
from chats.store import EventRow, open_chat
from directory.store import EnterpriseRow, RepresentsRow, UnitRow
from people import post_store
from people import store as people
from people.model import Person
from people.post_store import PostRow
from people.store import AccountRow
from storage.meta_store import MetaRow
from storage.tables import Id, Table, insert

RUN = "demo_run"  # key in the meta table; its value is a random name given when the sample is loaded
KEPT = {MetaRow.__tablename__, WebSecretRow.__tablename__}

ID_BITS = 64  # no database takes larger numbers


class DemoClockRow(Table):
    """One row: how many seconds the demo's clock is ahead of real time."""

    __tablename__ = "demo_clock"
    id: Mapped[int] = mapped_column(primary_key=True)
    ahead_seconds: Mapped[float]


class DemoSeatRow(Table):
    """A person to act as in the demo: a chat with its own path."""

    __tablename__ = "demo_seat"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"))
    key: Mapped[str] = mapped_column(unique=True)  # what was chosen: the same choice finds the same seat again
    title: Mapped[str]
    subtitle: Mapped[str]


@dataclass(frozen=True, slots=True)
class Seat:
    number: int
    chat: int
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class RosterPost:
    """A post that a visitor can act as."""

    post: int
    role: str
    name: str
    title: str
    unit: str


async def get_ahead(session: AsyncSession) -> timedelta:
    return timedelta(seconds=await session.scalar(select(DemoClockRow.ahead_seconds)) or 0)


async def put_ahead(session: AsyncSession, ahead: timedelta) -> None:
    put = insert(session, DemoClockRow).values(id=1, ahead_seconds=ahead.total_seconds())
    await session.execute(
        put.on_conflict_do_update(index_elements=["id"], set_={"ahead_seconds": put.excluded.ahead_seconds})
    )


async def seats(session: AsyncSession) -> list[Seat]:
    return [_seat(row) for row in await session.scalars(select(DemoSeatRow).order_by(DemoSeatRow.id))]


async def get_seat(session: AsyncSession, number: int) -> Seat | None:
    row = await session.get(DemoSeatRow, number) if number.bit_length() < ID_BITS else None
    return None if row is None else _seat(row)


async def said(session: AsyncSession) -> dict[int, int]:
    """Number of messages in each seat's chat, by seat."""
    count = select(DemoSeatRow.id, func.count().label("messages")).join(EventRow, EventRow.chat == DemoSeatRow.chat)
    found = count.where(EventRow.kind == Kind.SEND).group_by(DemoSeatRow.id)
    return {row.id: row.messages for row in await session.execute(found)}


async def wipe(session: AsyncSession) -> None:
    """Delete all rows except the meta table and the web secret, which keeps open pages working."""
    for table in reversed(Table.metadata.sorted_tables):
        if table.name not in KEPT:
            await session.execute(delete(table))


async def put_seat(session: AsyncSession, key: str, title: str, subtitle: str) -> tuple[Seat, bool]:
    """The seat with that key, and whether it was created now."""
    chat = await open_chat(session, "web", f"demo:{key}")
    put = insert(session, DemoSeatRow).values(chat=chat.id, key=key, title=title, subtitle=subtitle)
    new = (await session.execute(put.on_conflict_do_nothing().returning(DemoSeatRow.id))).first() is not None
    return _seat((await session.execute(select(DemoSeatRow).where(DemoSeatRow.key == key))).scalar_one()), new


async def roster_posts(session: AsyncSession) -> list[RosterPost]:
    """Everyone in the directory, ordered by unit, the chief first."""
    return [RosterPost(*row) for row in await session.execute(_posts().order_by(UnitRow.id, PostRow.id))]


async def get_roster_post(session: AsyncSession, post: int) -> RosterPost | None:
    row = (await session.execute(_posts().where(PostRow.id == post))).first()
    return None if row is None else RosterPost(*row)


async def enterprises(session: AsyncSession, limit: int) -> list[tuple[int, str]]:
    found = select(EnterpriseRow.id, EnterpriseRow.name).order_by(EnterpriseRow.id).limit(limit)
    return [(row.id, row.name) for row in await session.execute(found)]


async def get_enterprise(session: AsyncSession, number: int) -> str | None:
    row = await session.get(EnterpriseRow, number)
    return None if row is None else row.name


async def bind(session: AsyncSession, chat: int, number: int, now: datetime) -> None:
    """Link ``chat`` to the person who holds the post; if nobody does, to a new person who then holds it."""
    post = await post_store.lock_post(session, number)
    if post.person is not None:
        session.add(AccountRow(chat=chat, person=post.person, used_at=now))
        return
    person = await people.add(session, chat, "zh", now)
    await people.change(session, person.id, name=post.name, phone=post.phone, consented_at=now)
    await post_store.bind_post(session, number, person.id)


async def introduce(session: AsyncSession, seat: Seat, enterprise: int, person: Person, now: datetime) -> None:
    """Make the seat's person an entrepreneur who has consented and given all the details of ``person``."""
    known = await people.add(session, seat.chat, "zh", now)
    given = {"name": person.name, "phone": person.phone, "hours": person.hours}
    await people.change(session, known.id, consented_at=now, **given)
    session.add(RepresentsRow(person=known.id, enterprise=enterprise, since=now))


def _posts() -> Select[int, str, str, str, str]:
    return (
        select(PostRow.id, PostRow.role, PostRow.name, PostRow.title, func.coalesce(UnitRow.name, ""))
        .outerjoin(UnitRow, UnitRow.id == PostRow.unit)
        .where(PostRow.active)
    )


def _seat(row: DemoSeatRow) -> Seat:
    return Seat(row.id, row.chat, row.title, row.subtitle)
