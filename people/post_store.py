"""Posts in the database: the places in the directory that somebody may hold."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from people.model import Leave, Post, Role
from storage.tables import Id, Table


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
    leave_from: Mapped[date | None]  # the first and the last day of the leave that was made known last
    leave_until: Mapped[date | None]
    substitute: Mapped[str | None]  # the name of another specialist of the unit


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


async def lock_post(session: AsyncSession, number: int) -> Post:
    """The post as it is now, kept from others until the transaction ends."""
    return to_post(await session.get_one(PostRow, number, with_for_update=True, populate_existing=True))


async def bind_post(session: AsyncSession, number: int, person: int) -> None:
    row = await session.get_one(PostRow, number)
    row.person = person
    await session.flush()


async def put_leave(session: AsyncSession, posts: Sequence[int], leave: Leave | None) -> None:
    days = {"leave_from": leave and leave.first, "leave_until": leave and leave.last}
    await session.execute(update(PostRow).where(PostRow.id.in_(posts)).values(**days))


async def put_substitute(session: AsyncSession, posts: Sequence[int], name: str) -> None:
    await session.execute(update(PostRow).where(PostRow.id.in_(posts)).values(substitute=name or None))


async def count_posts(session: AsyncSession, *, bound: bool) -> int:
    """Active posts that somebody holds, or that nobody holds yet."""
    wanted = PostRow.person.is_not(None) if bound else PostRow.person.is_(None)
    return await session.scalar(select(func.count()).select_from(PostRow).where(PostRow.active, wanted)) or 0


def to_post(row: PostRow) -> Post:
    held = row.name, row.title, row.section, row.phone, row.person
    return Post(row.id, row.unit, Role(row.role), *held, to_leave(row), row.substitute or "")


def to_leave(row: PostRow) -> Leave | None:
    return Leave(row.leave_from, row.leave_until) if row.leave_from and row.leave_until else None
