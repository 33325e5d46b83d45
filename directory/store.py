"""The directory in the database: units, enterprises, and the version, which every change renews."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from directory.lesson_store import LessonCountRow
from directory.model import Category, Directory, Enterprise, Unit
from people import post_store
from storage.tables import Id, Table, chunks, insert, upsert


class UnitRow(Table):
    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str]
    aliases: Mapped[list[Any]]
    duties: Mapped[list[Any]]
    address: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class EnterpriseRow(Table):
    """``checked``: confirmed by the office, as opposed to an entrepreneur's own statement."""

    __tablename__ = "enterprise"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    credit_code: Mapped[str | None] = mapped_column(unique=True)
    township: Mapped[str] = mapped_column(default="")
    industry: Mapped[str] = mapped_column(default="")
    size: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    checked: Mapped[bool] = mapped_column(default=False)
    specialist: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)  # the post of its own specialist


class RepresentsRow(Table):
    """The enterprises that a person acts for, by their own statement; it gives no access to other people's appeals."""

    __tablename__ = "represents"
    person: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    enterprise: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), primary_key=True)
    since: Mapped[datetime]


class DirectoryVersionRow(Table):
    """One row. The mark is random, so that a version that was rolled back never reappears with other content."""

    __tablename__ = "directory_version"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mark: Mapped[str]


async def versions(session: AsyncSession) -> tuple[str, int]:
    """The mark of the current directory, "" before the first import, and the number of the last lesson."""
    mark = select(DirectoryVersionRow.mark).where(DirectoryVersionRow.id == 1).scalar_subquery()
    last = select(LessonCountRow.last).where(LessonCountRow.id == 1).scalar_subquery()
    found = (await session.execute(select(mark, last))).one()
    return found[0] or "", found[1] or 0


async def renew_version(session: AsyncSession) -> None:
    """Must be called first by every change of the directory; it also serialises concurrent changes."""
    put = insert(session, DirectoryVersionRow).values(id=1, mark=secrets.token_hex(8))
    await session.execute(put.on_conflict_do_update(index_elements=["id"], set_={"mark": put.excluded.mark}))


async def read(session: AsyncSession) -> Directory:
    """Active units, with ids, and their active posts. Enterprises are too many to include: load them one by one."""
    rows = list(await session.scalars(select(UnitRow).where(UnitRow.active).order_by(UnitRow.id)))
    names = {row.id: row.name for row in rows}
    return Directory(tuple(_unit(row) for row in rows), tuple(await post_store.listed(session, names)))


async def put_units(session: AsyncSession, units: Sequence[Unit]) -> dict[str, int]:
    """Store units by name; all others become inactive. Returns the ids by name."""
    values = [
        {
            "name": one.name,
            "category": str(one.category),
            "aliases": list(one.aliases),
            "duties": list(one.duties),
            "address": one.address,
            "hours": one.hours,
            "phone": one.phone,
            "active": True,
        }
        for one in units
    ]
    await session.execute(update(UnitRow).values(active=False))
    await upsert(session, UnitRow, values, ["name"])
    ids = await session.execute(select(UnitRow.name, UnitRow.id).where(UnitRow.active))
    return {row.name: row.id for row in ids}


async def put_enterprises(session: AsyncSession, enterprises: Sequence[Enterprise]) -> None:
    """Store by credit code, or by name if there is none. Other enterprises stay."""
    posts = await post_store.specialists_named(session, {one.specialist for one in enterprises if one.specialist})
    coded = [_values(one, posts) for one in enterprises if one.credit_code]
    await upsert(session, EnterpriseRow, coded, ["credit_code"])
    uncoded = {one.name: _values(one, posts) for one in enterprises if not one.credit_code}
    for name in await _known_without_code(session, uncoded):
        await session.execute(
            _without_code(update(EnterpriseRow)).where(EnterpriseRow.name == name).values(**uncoded.pop(name))
        )
    for some in chunks(uncoded.values()):
        await session.execute(insert(session, EnterpriseRow).values(some))


async def _known_without_code(session: AsyncSession, names: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for some in chunks(names):
        known.update(
            await session.scalars(_without_code(select(EnterpriseRow.name)).where(EnterpriseRow.name.in_(some)))
        )
    return known


def _without_code(statement: Any) -> Any:
    return statement.where(EnterpriseRow.credit_code.is_(None))


def _values(one: Enterprise, posts: dict[str, int]) -> dict[str, Any]:
    return {
        "name": one.name,
        "credit_code": one.credit_code or None,
        "township": one.township,
        "industry": one.industry,
        "size": one.size,
        "phone": one.phone,
        "checked": True,
        "specialist": posts.get(one.specialist),
    }


def _unit(row: UnitRow) -> Unit:
    return Unit(
        row.name,
        Category(row.category),
        tuple(row.aliases),
        tuple(row.duties),
        row.address,
        row.hours,
        row.phone,
        row.id,
    )


async def unit_names(session: AsyncSession, units: Sequence[int]) -> dict[int, str]:
    """Unit names by id, including units that are no longer active."""
    if not units:
        return {}
    found = await session.execute(select(UnitRow.id, UnitRow.name).where(UnitRow.id.in_(units)))
    return {row.id: row.name for row in found}


async def enterprise(session: AsyncSession, number: int) -> Enterprise:
    return _enterprise(await session.get_one(EnterpriseRow, number))


async def represented(session: AsyncSession, person: int) -> list[Enterprise]:
    """The enterprises that the person acts for, the most recently named first."""
    found = select(EnterpriseRow).join(RepresentsRow, RepresentsRow.enterprise == EnterpriseRow.id)
    found = found.where(RepresentsRow.person == person).order_by(RepresentsRow.since.desc(), EnterpriseRow.id.desc())
    return [_enterprise(row) for row in await session.scalars(found)]


async def name_enterprise(session: AsyncSession, name: str, code: str) -> Enterprise:
    """The enterprise with this code, or a new one as the person states it; one without a code is the person's own."""
    if code:
        stated = insert(session, EnterpriseRow).values(name=name, credit_code=code, checked=False)
        await session.execute(stated.on_conflict_do_nothing())
        row = (await session.execute(select(EnterpriseRow).where(EnterpriseRow.credit_code == code))).scalar_one()
        return _enterprise(row)
    row = EnterpriseRow(name=name, checked=False)
    session.add(row)
    await session.flush()
    return _enterprise(row)


async def add_represented(session: AsyncSession, person: int, number: int, now: datetime) -> None:
    put = insert(session, RepresentsRow).values(person=person, enterprise=number, since=now)
    await session.execute(put.on_conflict_do_update(index_elements=["person", "enterprise"], set_={"since": now}))


def _enterprise(row: EnterpriseRow) -> Enterprise:
    return Enterprise(row.name, row.credit_code or "", row.township, row.industry, row.size, row.phone, row.id)
