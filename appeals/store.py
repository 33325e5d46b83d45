"""Appeals in the database: the appeal with its projection, its facts, its texts and attachments."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Subquery, UniqueConstraint, func, select, text, update
from sqlalchemy import insert as bulk_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from appeals.draft import Draft
from appeals.handlers import Team
from appeals.model import Appeal, Dues, Fact, FactKind
from appeals.projection import Projection
from appeals.view import Contact, Dossier
from directory.store import EnterpriseRow, UnitRow, unit_names
from people.model import SPECIALISTS
from people.store import PersonRow, PostRow, to_post
from storage.tables import Id, Table


class AppealRow(Table):
    """What was filed, and below it the projection: read off the facts, written with each, and rebuildable from them."""

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("source", "source_number"),
        Index("ix_appeal_ping", "next_ping_at", sqlite_where=text("next_ping_at IS NOT NULL"),
              postgresql_where=text("next_ping_at IS NOT NULL")),
        Index("ix_appeal_unit_open", "unit", "next_due"),
        Index("ix_appeal_stage", "stage", "next_due"),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    filer: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    enterprise: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    enterprise_name: Mapped[str]
    category: Mapped[str]
    place: Mapped[str]
    source: Mapped[str]
    source_number: Mapped[str | None]  # the number a platform outside gave it, unique per source
    suggested: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    accused: Mapped[list[Any]] = mapped_column(default=list)
    confidential: Mapped[bool] = mapped_column(default=False)
    text: Mapped[int] = mapped_column(ForeignKey("appeal_text.id"))
    files: Mapped[list[Any]] = mapped_column(default=list)  # photos and documents, by the names of their files

    stage: Mapped[str]
    unit: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    handler: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    next_due: Mapped[datetime | None]
    next_ping_at: Mapped[datetime | None]
    pings: Mapped[list[Any]] = mapped_column(default=list)  # keys of the pings already said


class FactRow(Table):
    """Facts are added, never changed. Two writers of the same position cannot both be right: one of them is undone."""

    __tablename__ = "appeal_fact"
    appeal: Mapped[int] = mapped_column(ForeignKey("appeal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    handler: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    note: Mapped[int | None] = mapped_column(ForeignKey("appeal_text.id"))
    days: Mapped[int | None]
    score: Mapped[int | None]
    until: Mapped[date | None]
    dues: Mapped[dict[str, Any] | None]


class TextRow(Table):
    """Free text, apart from the facts so that it can be erased while they stay."""

    __tablename__ = "appeal_text"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    text: Mapped[str]


async def add(session: AsyncSession, filer: int, draft: Draft) -> AppealRow:
    """A new appeal without any fact yet; ``record`` follows in the same transaction."""
    row = AppealRow(
        filer=filer, enterprise=draft.enterprise, enterprise_name=draft.enterprise_name, category=draft.category,
        place=draft.place, source=draft.source, suggested=draft.suggested, accused=list(draft.accused),
        confidential=draft.confidential, text=await add_text(session, draft.text), files=list(draft.files),
        stage="", pings=[],
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def read(session: AsyncSession, number: int, *, lock: bool = False) -> Dossier | None:
    """Everything about the appeal in two statements; with ``lock``, kept from other writers until the end."""
    handler, suggested = aliased(PostRow), aliased(UnitRow)
    found = (
        select(AppealRow, TextRow.text, PersonRow, handler, suggested.name)
        .join(TextRow, TextRow.id == AppealRow.text)
        .join(PersonRow, PersonRow.id == AppealRow.filer)
        .outerjoin(handler, handler.id == AppealRow.handler)
        .outerjoin(suggested, suggested.id == AppealRow.suggested)
        .where(AppealRow.id == number)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(found.with_for_update(of=AppealRow) if lock else found)).first()
    if row is None:
        return None
    appeal, text_, filer, post, suggested_name = row
    facts, notes, names = await _facts(session, number)
    if appeal.suggested is not None:
        names[appeal.suggested] = suggested_name
    names |= await unit_names(session, [unit for unit in appeal.accused if unit not in names])
    contact = Contact(filer.name, filer.phone, filer.hours)
    handled_by = to_post(post) if post is not None else None
    return Dossier(to_appeal(appeal, facts), text_, notes, names, handled_by, contact, tuple(appeal.files))


async def _facts(session: AsyncSession, number: int) -> tuple[list[FactRow], dict[int, str], dict[int, str]]:
    """The facts in order, their notes by number, and the names of the units that occur in them."""
    found = (
        select(FactRow, TextRow.text, UnitRow.name)
        .outerjoin(TextRow, TextRow.id == FactRow.note)
        .outerjoin(UnitRow, UnitRow.id == FactRow.unit)
        .where(FactRow.appeal == number)
        .order_by(FactRow.position)
    )
    rows = (await session.execute(found)).all()
    notes = {fact.note: note for fact, note, _ in rows if fact.note is not None}
    names = {fact.unit: name for fact, _, name in rows if fact.unit is not None}
    return [fact for fact, _, _ in rows], notes, names


async def several(session: AsyncSession, rows: Sequence[AppealRow]) -> list[Appeal]:
    """The appeals of ``rows``, in their order, their facts read in one statement."""
    found = (
        select(FactRow).where(FactRow.appeal.in_([row.id for row in rows])).order_by(FactRow.appeal, FactRow.position)
    )
    facts: dict[int, list[FactRow]] = {row.id: [] for row in rows}
    for fact in await session.scalars(found):
        facts[fact.appeal].append(fact)
    return [to_appeal(row, facts[row.id]) for row in rows]


async def record(session: AsyncSession, appeal: int, position: int, fact: Fact, now_is: Projection) -> None:
    """Add the ``position``-th fact and write what can now be read off all of them."""
    values = {
        "appeal": appeal, "position": position, "kind": fact.kind, "at": fact.at, "by": fact.by, "unit": fact.unit,
        "handler": fact.handler, "note": fact.note, "days": fact.days, "score": fact.score, "until": fact.until,
        "dues": fact.dues.to_json() if fact.dues else None,
    }  # fmt: skip
    await session.execute(bulk_insert(FactRow).values(**values))
    await project(session, appeal, now_is)


async def project(session: AsyncSession, appeal: int, now_is: Projection) -> None:
    changed = update(AppealRow).where(AppealRow.id == appeal)
    await session.execute(
        changed.values(
            stage=now_is.stage, unit=now_is.unit, handler=now_is.handler, next_due=now_is.next_due,
            next_ping_at=now_is.next_ping_at, pings=list(now_is.pings),
        )
    )  # fmt: skip


async def add_text(session: AsyncSession, words: str) -> int:
    row = TextRow(text=words)
    session.add(row)
    await session.flush()
    return row.id


async def texts(session: AsyncSession, numbers: Sequence[int]) -> dict[int, str]:
    found = select(TextRow).where(TextRow.id.in_(numbers))
    return {row.id: row.text for row in await session.scalars(found)}


async def filed_by(session: AsyncSession, person: int, limit: int) -> list[AppealRow]:
    found = select(AppealRow).where(AppealRow.filer == person).order_by(AppealRow.id.desc()).limit(limit)
    return list(await session.scalars(found))


async def in_stages(
    session: AsyncSession, stages: Sequence[str], limit: int, *, units: Sequence[int] | None = None
) -> list[AppealRow]:
    """Appeals in one of ``stages`` (led by one of ``units``), the one due soonest first."""
    found = select(AppealRow).where(AppealRow.stage.in_(stages))
    if units is not None:
        found = found.where(AppealRow.unit.in_(units))
    return list(await session.scalars(found.order_by(AppealRow.next_due, AppealRow.id).limit(limit)))


async def count_in_stages(session: AsyncSession, stages: Sequence[str], *, units: Sequence[int] | None = None) -> int:
    counted = select(func.count()).select_from(AppealRow).where(AppealRow.stage.in_(stages))
    return await session.scalar(counted if units is None else counted.where(AppealRow.unit.in_(units))) or 0


async def pings(session: AsyncSession, appeal: int) -> tuple[str, ...]:
    """Keys of the reminders already said."""
    found = await session.scalar(select(AppealRow.pings).where(AppealRow.id == appeal))
    return tuple(str(key) for key in found or ())


async def to_ping(session: AsyncSession, now: datetime, limit: int) -> list[AppealRow]:
    """Appeals whose next ping is due, locked until the transaction ends, without those another has."""
    found = select(AppealRow).where(AppealRow.next_ping_at <= now).order_by(AppealRow.next_ping_at, AppealRow.id)
    return list(await session.scalars(found.limit(limit).with_for_update(skip_locked=True)))


async def earliest_ping(session: AsyncSession) -> datetime | None:
    return await session.scalar(select(func.min(AppealRow.next_ping_at)))


async def open_work(session: AsyncSession, handlers: Sequence[int], closed: Sequence[str]) -> dict[int, int]:
    """How many open appeals each of these posts has."""
    counted = select(AppealRow.handler, func.count()).where(
        AppealRow.handler.in_(handlers), AppealRow.stage.not_in(closed)
    )
    return {int(post): count for post, count in await session.execute(counted.group_by(AppealRow.handler)) if post}


async def team(session: AsyncSession, unit: int, enterprise: int | None, closed: Sequence[str]) -> Team:
    """The unit's specialists with their open appeals and their enterprises, and whose the enterprise is."""
    own, work, served = aliased(PostRow), _work(unit, closed), _served(unit)
    found = (
        select(PostRow, work.c.count, served.c.count, own.id, EnterpriseRow.township == UnitRow.name)
        .join(UnitRow, UnitRow.id == PostRow.unit)
        .outerjoin(work, work.c.post == PostRow.id)
        .outerjoin(served, served.c.post == PostRow.id)
        .outerjoin(EnterpriseRow, EnterpriseRow.id == enterprise)
        .outerjoin(own, (own.id == EnterpriseRow.specialist) & own.active)
        .where(PostRow.unit == unit, PostRow.active, PostRow.role.in_(SPECIALISTS))
        .order_by(PostRow.id)
    )
    rows = (await session.execute(found)).all()
    own_post, at_home = rows[0][3:] if rows else (None, False)
    counts = {row.id: enterprises or 0 for row, _, enterprises, *_ in rows}
    return Team(
        [to_post(row) for row, *_ in rows], {row.id: appeals or 0 for row, appeals, *_ in rows}, own_post,
        counts if at_home and own_post is None else None,
    )  # fmt: skip


def _work(unit: int, closed: Sequence[str]) -> Subquery:
    """Open appeals by the post that handles them: it is one of the unit that leads."""
    count = select(AppealRow.handler.label("post"), func.count().label("count"))
    return count.where(AppealRow.unit == unit, AppealRow.stage.not_in(closed)).group_by(AppealRow.handler).subquery()


def _served(unit: int) -> Subquery:
    """Enterprises by the post of their own specialist."""
    count = select(EnterpriseRow.specialist.label("post"), func.count().label("count"))
    ours = select(PostRow.id).where(PostRow.unit == unit)
    return count.where(EnterpriseRow.specialist.in_(ours)).group_by(EnterpriseRow.specialist).subquery()


async def assigned(session: AsyncSession) -> list[tuple[str, int]]:
    """Texts of appeals that the office assigned, in the order of receipt, and the unit that each went to in the end.

    Without confidential ones and complaints about a unit.
    """
    found = (
        select(AppealRow.id, TextRow.text, AppealRow.accused, FactRow.unit)
        .join(TextRow, TextRow.id == AppealRow.text)
        .join(FactRow, FactRow.appeal == AppealRow.id)
        .where(FactRow.kind == FactKind.ASSIGNED, FactRow.by.is_not(None), AppealRow.confidential.is_(False))
        .order_by(AppealRow.id, FactRow.position)
    )
    last = {row.id: (row.text, row.unit) for row in await session.execute(found) if row.unit and not row.accused}
    return list(last.values())


async def count_by_stage(session: AsyncSession) -> dict[str, int]:
    counted = select(AppealRow.stage, func.count()).group_by(AppealRow.stage)
    return {str(stage): int(count) for stage, count in await session.execute(counted)}


def to_appeal(row: AppealRow, facts: Sequence[FactRow]) -> Appeal:
    return Appeal(
        row.id, row.filer, row.enterprise, row.enterprise_name, row.category, row.place, row.source, row.text,
        row.suggested, tuple(row.accused), row.confidential, tuple(_fact(fact) for fact in facts),
    )  # fmt: skip


def _fact(row: FactRow) -> Fact:
    return Fact(
        FactKind(row.kind), row.at, row.by, row.unit, row.handler, row.note, row.days, row.score, row.until,
        Dues.from_json(row.dues) if row.dues else None,
    )  # fmt: skip
