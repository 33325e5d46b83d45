"""Posts in the database: the positions in the directory that people may hold. All writes to them are here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from people.model import SPECIALISTS, Leave, Official, Post, Role
from people.name_key import name_key
from people.spellings_store import Named, Spellings
from storage.tables import chunks

KEPT = ("leave_from", "leave_until", "substitute")  # an import that says nothing about them keeps them


class PostRow(Named):
    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("unit", "name", "role"),)
    unit: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    section: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    person: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    leave_from: Mapped[date | None]  # the first and the last day of the leave entered last
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


async def numbered(session: AsyncSession, numbers: Collection[int]) -> dict[int, Post]:
    """Posts by their numbers, those that are no longer active too."""
    if not numbers:
        return {}
    return {row.id: to_post(row) for row in await session.scalars(select(PostRow).where(PostRow.id.in_(numbers)))}


async def held_by(session: AsyncSession, persons: Collection[int]) -> dict[int, list[Post]]:
    """By person the active posts that he or she holds."""
    if not persons:
        return {}
    held: dict[int, list[Post]] = {person: [] for person in persons}
    for row in await session.scalars(select(PostRow).where(PostRow.active, PostRow.person.in_(persons))):
        held[row.person or 0].append(to_post(row))
    return held


async def holders(session: AsyncSession) -> dict[int, int]:
    """The person who holds each active post, by post; posts that nobody holds are left out."""
    found = select(PostRow.id, PostRow.person).where(PostRow.active, PostRow.person.is_not(None))
    return {row.id: row.person for row in await session.execute(found)}


async def listed(session: AsyncSession, units: Mapping[int, str]) -> list[Official]:
    """The active posts of these units (names by id), as the directory lists them."""
    found = select(PostRow).where(PostRow.active, PostRow.unit.in_(units)).order_by(PostRow.id)
    return [_official(row, units[row.unit]) for row in await session.scalars(found) if row.unit is not None]


async def put_listed(session: AsyncSession, officials: Sequence[Official], units: Mapping[str, int]) -> list[Post]:
    """Store by unit, name and role, however the name was spelled before; other posts of units become inactive. The
    holder of a post stays, and so does leave that ``officials`` does not mention: it may have been entered in chat.

    Returns the posts that have become inactive. Of stored posts that are the same, the one that somebody holds is kept.
    """
    rows = await _imported(session)
    before = [to_post(row) for row in rows if row.active]
    known = Spellings((_key(row.unit, row.role, row.name), row) for row in rows)
    await session.execute(update(PostRow).where(*_IMPORTED).values(active=False))
    for one in officials:
        await _put(session, known, one, units[one.unit])
    await session.flush()
    return [post for post in before if not (await session.get_one(PostRow, post.id)).active]


async def _imported(session: AsyncSession) -> list[PostRow]:
    """The posts that imports manage, those to be kept first."""
    found = select(PostRow).where(*_IMPORTED)
    order = PostRow.person.is_not(None).desc(), PostRow.active.desc(), PostRow.id
    return list(await session.scalars(found.order_by(*order).execution_options(populate_existing=True)))


_IMPORTED = (PostRow.unit.is_not(None), PostRow.role != Role.ADMIN)


def _key(unit: int | None, role: str, name: str) -> tuple[int | None, str, str]:
    return unit, str(role), name_key(name)


async def _put(session: AsyncSession, known: Spellings[PostRow], one: Official, unit: int) -> None:
    values = _values(one, unit)
    row = known.find(_key(unit, one.role, one.name))
    if row is None:
        session.add(PostRow(name=one.name, **values))
        return
    if row.name != one.name:
        await known.spell(session, row, one.name)
    for column, value in values.items():
        if value is not None or column not in KEPT:
            setattr(row, column, value)


async def specialists_named(session: AsyncSession, names: Iterable[str]) -> dict[str, int]:
    """The post of each of these specialists; of two posts with the same name, the first."""
    posts: dict[str, int] = {}
    for some in chunks(names):
        found = select(PostRow.name, PostRow.id).where(PostRow.active, PostRow.role.in_(SPECIALISTS))
        rows = await session.execute(found.where(PostRow.name.in_(some)).order_by(PostRow.id.desc()))
        posts.update((row.name, row.id) for row in rows)
    return posts


async def lock_post(session: AsyncSession, number: int) -> Post:
    """The current post, locked until the transaction ends."""
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
    """The number of active posts that somebody holds, or that nobody holds yet."""
    wanted = PostRow.person.is_not(None) if bound else PostRow.person.is_(None)
    return await session.scalar(select(func.count()).select_from(PostRow).where(PostRow.active, wanted)) or 0


def to_post(row: PostRow) -> Post:
    held = row.name, row.title, row.section, row.phone, row.person
    return Post(row.id, row.unit, Role(row.role), *held, _leave(row), row.substitute or "")


def _official(row: PostRow, unit: str) -> Official:
    shown = row.title, row.section, row.phone
    return Official(unit, row.name, Role(row.role), *shown, _leave(row), row.substitute or "")


def _values(one: Official, unit: int) -> dict[str, Any]:
    values = {column: getattr(one, column) for column in ("title", "section", "phone")}
    away = {"leave_from": one.leave and one.leave.first, "leave_until": one.leave and one.leave.last}
    return {"unit": unit, "role": str(one.role), "active": True, "substitute": one.substitute or None, **values, **away}


def _leave(row: PostRow) -> Leave | None:
    return Leave(row.leave_from, row.leave_until) if row.leave_from and row.leave_until else None
