"""The directory in the database: units, enterprises, and the version, which every change renews."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from directory.lesson_store import LessonCountRow
from directory.model import Category, Directory, Enterprise, Unit
from people import post_store
from people.name_key import name_key
from people.spellings_store import Named, Spellings
from storage.tables import Id, Table, chunks, insert, upsert


class UnitRow(Named):
    __tablename__ = "unit"
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


_VERSIONS = select(
    select(DirectoryVersionRow.mark).where(DirectoryVersionRow.id == 1).scalar_subquery(),
    select(LessonCountRow.last).where(LessonCountRow.id == 1).scalar_subquery(),
)  # asked in every transaction that suggests a unit, so built once


async def versions(session: AsyncSession) -> tuple[str, int]:
    """The mark of the current directory, "" before the first import, and the number of the last lesson."""
    found = (await session.execute(_VERSIONS)).one()
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
    """Store units, whatever way their names were spelled before; all others become inactive. Returns the ids by name.

    Of stored units that are the same (earlier imports could make them), the one with more linked posts is kept.
    """
    known = Spellings(await _known_units(session))
    await session.execute(update(UnitRow).values(active=False))
    for one in units:
        row = known.find(name_key(one.name))
        if row is None:
            session.add(UnitRow(name=one.name, **_unit_values(one)))
        else:
            await _rename_unit(session, known, row, one.name)
            await session.execute(update(UnitRow).where(UnitRow.id == row.id).values(**_unit_values(one)))
    await session.flush()
    ids = await session.execute(select(UnitRow.name, UnitRow.id).where(UnitRow.active))
    return {row.name: row.id for row in ids}


async def _known_units(session: AsyncSession) -> list[tuple[str, UnitRow]]:
    """All units by key, of those that are the same the one with most linked posts first."""
    linked = func.count(post_store.PostRow.person)
    found = (
        select(UnitRow)
        .outerjoin(post_store.PostRow, post_store.PostRow.unit == UnitRow.id)
        .group_by(UnitRow.id)
        .order_by(linked.desc(), UnitRow.active.desc(), UnitRow.id)
    )
    return [(name_key(row.name), row) for row in await session.scalars(found)]


async def _rename_unit(session: AsyncSession, known: "Spellings[UnitRow]", row: UnitRow, name: str) -> None:
    if row.name != name:
        at_home = update(EnterpriseRow).where(EnterpriseRow.township == row.name)
        await session.execute(at_home.values(township=name))
        await known.spell(session, row, name)


def _unit_values(one: Unit) -> dict[str, Any]:
    return {
        "category": str(one.category),
        "aliases": list(one.aliases),
        "duties": list(one.duties),
        "address": one.address,
        "hours": one.hours,
        "phone": one.phone,
        "active": True,
    }


async def put_enterprises(session: AsyncSession, enterprises: Sequence[Enterprise]) -> None:
    """Store by credit code, or by name, however it is spelled, if there is none. Other enterprises stay."""
    posts = await post_store.specialists_named(session, {one.specialist for one in enterprises if one.specialist})
    coded = [_values(one, posts) for one in enterprises if one.credit_code]
    await upsert(session, EnterpriseRow, coded, ["credit_code"])
    uncoded = {name_key(one.name): _values(one, posts) for one in enterprises if not one.credit_code}
    for key, numbers in (await _known_without_code(session, uncoded)).items():
        await session.execute(update(EnterpriseRow).where(EnterpriseRow.id.in_(numbers)).values(**uncoded.pop(key)))
    for some in chunks(uncoded.values()):
        await session.execute(insert(session, EnterpriseRow).values(some))


async def _known_without_code(session: AsyncSession, keys: Collection[str]) -> dict[str, list[int]]:
    """The stored enterprises that have these keys, by key."""
    found: dict[str, list[int]] = {}
    if keys:
        uncoded = select(EnterpriseRow.id, EnterpriseRow.name).where(EnterpriseRow.credit_code.is_(None))
        for row in await session.execute(uncoded):
            if (key := name_key(row.name)) in keys:
                found.setdefault(key, []).append(row.id)
    return found


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
