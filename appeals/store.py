"""Appeals in the database: the appeal with its projection, its facts, its texts and attachments."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, func, select, text, update
from sqlalchemy import insert as bulk_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from appeals.access import ProtectedAppeal
from appeals.draft import Draft
from appeals.model import Appeal, Deadlines, Fact, FactKind, ProposedUnit
from appeals.projection import Projection
from appeals.view import Contact, Dossier
from directory.store import UnitRow, unit_names
from people import post_store
from people.model import Post
from people.post_store import PostRow, to_post
from people.store import PersonRow
from storage.tables import Id, Table


class AppealRow(Table):
    """What was filed, then the projection: computed from the facts, written with each, and rebuildable from them.

    ``urgent`` is as filed, unless the enterprise says later what will happen on a certain day.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("source", "source_number"),
        Index(
            "ix_appeal_reminder",
            "next_reminder_at",
            sqlite_where=text("next_reminder_at IS NOT NULL"),
            postgresql_where=text("next_reminder_at IS NOT NULL"),
        ),
        Index("ix_appeal_unit_open", "unit", "next_due"),
        Index("ix_appeal_stage", "stage", "next_due"),
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    filer: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    enterprise: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    enterprise_name: Mapped[str]
    category: Mapped[str]
    place: Mapped[str]
    source: Mapped[str]
    source_number: Mapped[str | None]  # the number given by an external platform, unique per source
    suggested: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    accused: Mapped[list[Any]] = mapped_column(default=list)
    confidential: Mapped[bool] = mapped_column(default=False)
    text: Mapped[int] = mapped_column(ForeignKey("appeal_text.id"))
    proposed: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # candidate units with reasons
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    files: Mapped[list[Any]] = mapped_column(default=list)  # photos and documents, by file id

    stage: Mapped[str]
    unit: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    handler: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    next_due: Mapped[datetime | None]
    next_reminder_at: Mapped[datetime | None]
    reminded: Mapped[list[Any]] = mapped_column(default=list)  # keys of the reminders already sent


class FactRow(Table):
    """Facts are added, never changed. Of two transactions that write the same position, one fails."""

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
    deadlines: Mapped[dict[str, Any] | None]
    files: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class TextRow(Table):
    """Free text, kept apart from the facts so that it can be erased while they remain."""

    __tablename__ = "appeal_text"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    text: Mapped[str]


_FactTold = tuple[FactRow, str | None, str | None]
"""A fact with its note and the name of its unit."""


async def add(session: AsyncSession, filer: int, draft: Draft) -> AppealRow:
    """Add an appeal without any facts; ``record`` must follow in the same transaction."""
    row = AppealRow(
        filer=filer,
        enterprise=draft.enterprise,
        enterprise_name=draft.enterprise_name,
        category=draft.category,
        place=draft.place,
        source=draft.source,
        suggested=draft.suggested,
        accused=list(draft.accused),
        proposed=[one.to_json() for one in draft.proposed],
        confidential=draft.confidential,
        text=await add_text(session, draft.text),
        urgent=draft.urgent,
        files=list(draft.files),
        stage="",
        reminded=[],
    )
    session.add(row)
    await session.flush()
    return row


async def read(session: AsyncSession, number: int, *, lock: bool = False) -> Dossier | None:
    """Everything about the appeal in two statements; ``lock`` keeps other writers out until the transaction ends."""
    found = _dossier().where(AppealRow.id == number)
    dossiers = await _dossiers(session, found.with_for_update(of=AppealRow) if lock else found)
    return dossiers[0] if dossiers else None


async def to_remind(session: AsyncSession, now: datetime, limit: int) -> list[Dossier]:
    """Appeals whose next reminder is due, locked until the transaction ends; skips those locked by others."""
    found = _dossier().where(AppealRow.next_reminder_at <= now).order_by(AppealRow.next_reminder_at, AppealRow.id)
    return await _dossiers(session, found.limit(limit).with_for_update(of=AppealRow, skip_locked=True))


def _dossier() -> Any:
    handler, suggested = aliased(PostRow), aliased(UnitRow)
    return (
        select(AppealRow, TextRow.text, PersonRow, handler, suggested.name)
        .join(TextRow, TextRow.id == AppealRow.text)
        .join(PersonRow, PersonRow.id == AppealRow.filer)
        .outerjoin(handler, handler.id == AppealRow.handler)
        .outerjoin(suggested, suggested.id == AppealRow.suggested)
        .execution_options(populate_existing=True)
    )


async def _dossiers(session: AsyncSession, found: Any) -> list[Dossier]:
    """The appeals selected by ``found``, with all their facts, notes and units in one more statement."""
    rows = (await session.execute(found)).all()
    if not rows:
        return []
    told = await _facts(session, [row[0].id for row in rows])
    names = {row[0].suggested: row[4] for row in rows if row[0].suggested is not None}
    names |= {fact.unit: name for facts in told.values() for fact, _, name in facts if fact.unit is not None}
    names |= await unit_names(session, [unit for row in rows for unit in row[0].accused if unit not in names])
    posts = {post.id: to_post(post) for _, _, _, post, _ in rows if post is not None}
    posts |= await post_store.numbered(session, _unmatched(rows, posts))
    return [_to_dossier(row, words, filer, posts, told[row.id], names) for row, words, filer, _, _ in rows]


def _unmatched(rows: Sequence[Any], posts: Collection[int]) -> set[int]:
    """Handlers that the join did not find: PostgreSQL joins as of the snapshot, but locks the latest version of a row,
    which may have been given to another handler in between."""
    return {row.handler for row, *_ in rows if row.handler is not None and row.handler not in posts}


async def _facts(session: AsyncSession, appeals: Sequence[int]) -> dict[int, list[_FactTold]]:
    """The facts of each appeal in order, each with its note and the name of its unit."""
    found = (
        select(FactRow, TextRow.text, UnitRow.name)
        .outerjoin(TextRow, TextRow.id == FactRow.note)
        .outerjoin(UnitRow, UnitRow.id == FactRow.unit)
        .where(FactRow.appeal.in_(appeals))
    )
    told: dict[int, list[_FactTold]] = {number: [] for number in appeals}
    for fact, note, unit in await session.execute(found.order_by(FactRow.appeal, FactRow.position)):
        told[fact.appeal].append((fact, note, unit))
    return told


def _to_dossier(
    row: AppealRow,
    words: str,
    filer: PersonRow,
    posts: Mapping[int, Post],
    facts: list[_FactTold],
    names: dict[int, str],
) -> Dossier:
    appeal = to_appeal(row, [fact for fact, _, _ in facts])
    notes = {fact.note: note for fact, note, _ in facts if fact.note is not None and note is not None}
    handler, contact = posts.get(row.handler or 0), Contact(filer.name, filer.phone, filer.hours)
    files = (*row.files, *(file for fact in appeal.facts for file in fact.files))
    return Dossier(appeal, words, notes, names, handler, contact, files, tuple(map(str, row.reminded)))


async def protected(session: AsyncSession, number: int) -> ProtectedAppeal | None:
    """The fields of the appeal that the access rules check, from its projection."""
    columns = AppealRow.filer, AppealRow.unit, AppealRow.handler, AppealRow.accused, AppealRow.confidential
    row = (await session.execute(select(*columns).where(AppealRow.id == number))).first()
    if row is None:
        return None
    return ProtectedAppeal(row.filer, row.unit, row.handler, frozenset(row.accused), row.confidential)


async def several(session: AsyncSession, rows: Sequence[AppealRow]) -> list[Appeal]:
    """The appeals of ``rows``, in the same order; their facts are read in one statement."""
    found = (
        select(FactRow).where(FactRow.appeal.in_([row.id for row in rows])).order_by(FactRow.appeal, FactRow.position)
    )
    facts: dict[int, list[FactRow]] = {row.id: [] for row in rows}
    for fact in await session.scalars(found):
        facts[fact.appeal].append(fact)
    return [to_appeal(row, facts[row.id]) for row in rows]


async def record(session: AsyncSession, appeal: int, position: int, fact: Fact, now_is: Projection) -> None:
    """Add the fact at ``position`` and update the projection."""
    values = {field.name: getattr(fact, field.name) for field in fields(Fact)}
    values |= {
        "appeal": appeal,
        "position": position,
        "deadlines": fact.deadlines.to_json() if fact.deadlines else None,
        "files": list(fact.files),
    }
    await session.execute(bulk_insert(FactRow).values(**values))
    await project(session, appeal, now_is)


async def make_urgent(session: AsyncSession, appeal: int) -> None:
    await session.execute(update(AppealRow).where(AppealRow.id == appeal).values(urgent=True))


async def project(session: AsyncSession, appeal: int, now_is: Projection) -> None:
    values = {**asdict(now_is), "reminded": list(now_is.reminded)}
    await session.execute(update(AppealRow).where(AppealRow.id == appeal).values(**values))


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
    """Appeals in one of ``stages`` (and led by one of ``units``, if given): urgent ones, then the soonest due."""
    found = select(AppealRow).where(AppealRow.stage.in_(stages))
    if units is not None:
        found = found.where(AppealRow.unit.in_(units))
    return list(
        await session.scalars(found.order_by(AppealRow.urgent.desc(), AppealRow.next_due, AppealRow.id).limit(limit))
    )


async def earliest_reminder(session: AsyncSession) -> datetime | None:
    return await session.scalar(select(func.min(AppealRow.next_reminder_at)))


async def assigned(session: AsyncSession) -> list[tuple[str, int]]:
    """Texts of appeals that the office assigned, in the order of receipt, with the unit each finally went to; excludes
    confidential ones and complaints about a unit."""
    found = (
        select(AppealRow.id, TextRow.text, AppealRow.accused, FactRow.unit)
        .join(TextRow, TextRow.id == AppealRow.text)
        .join(FactRow, FactRow.appeal == AppealRow.id)
        .where(FactRow.kind == FactKind.ASSIGNED, FactRow.by.is_not(None), AppealRow.confidential.is_(False))
    ).order_by(AppealRow.id, FactRow.position)
    last = {row.id: (row.text, row.unit) for row in await session.execute(found) if row.unit and not row.accused}
    return list(last.values())


def to_appeal(row: AppealRow, facts: Sequence[FactRow]) -> Appeal:
    filed = row.id, row.filer, row.enterprise, row.enterprise_name, row.category, row.place, row.source, row.text
    known = tuple(_fact(fact) for fact in facts)
    proposed = tuple(map(ProposedUnit.from_json, row.proposed))
    return Appeal(*filed, row.suggested, tuple(row.accused), row.confidential, known, proposed, row.urgent)


def _fact(row: FactRow) -> Fact:
    what = row.at, row.by, row.unit, row.handler, row.note, row.days, row.score, row.until
    deadlines = Deadlines.from_json(row.deadlines) if row.deadlines else None
    return Fact(FactKind(row.kind), *what, deadlines, tuple(row.files))
