"""Finding appeals by number, enterprise, person, telephone and words: for words, an index of characters and pairs.

Both engines answer it alike, and one character is enough, which full-text search of neither offers for Chinese.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from appeals.store import AppealRow, TextRow
from people.store import PersonRow
from storage.tables import Table, chunks, insert
from texts.folding import folded

MAX_TEXT_CHARS = 2_000  # of an appeal's text that are indexed
MAX_FOUND = 60  # appeals per field, newest first


class GramRow(Table):
    """A character, or a pair of neighbouring ones, of an appeal's text."""

    __tablename__ = "appeal_gram"
    __table_args__ = (Index("ix_appeal_gram_appeal", "appeal"),)
    gram: Mapped[str] = mapped_column(primary_key=True)
    appeal: Mapped[int] = mapped_column(ForeignKey("appeal.id"), primary_key=True)


async def put(session: AsyncSession, appeal: int, text: str) -> None:
    for some in chunks({"gram": gram, "appeal": appeal} for gram in grams(text)):
        await session.execute(insert(session, GramRow).values(some).on_conflict_do_nothing())


async def erase(session: AsyncSession, appeal: int) -> None:
    """To be called when the text itself is erased."""
    await session.execute(delete(GramRow).where(GramRow.appeal == appeal))


def grams(text: str) -> list[str]:
    said = _said(text)
    return sorted({*said, *_pairs(said)})


def _said(text: str) -> str:
    return "".join(folded(text, MAX_TEXT_CHARS).split())


def _pairs(said: str) -> list[str]:
    return [a + b for a, b in pairwise(said)]


class Among:
    """Which appeals come into question at all: those that the person filed, those of ``units``, or all."""

    def __init__(self, filer: int, units: Collection[int], *, all_of_them: bool) -> None:
        own: ColumnElement[bool] = AppealRow.filer == filer
        self.condition = own if not units else or_(own, AppealRow.unit.in_(units))
        self.all_of_them = all_of_them


async def numbered(session: AsyncSession, number: int, among: Among) -> list[int]:
    return await _newest(session, [AppealRow.id == number], among)


async def of_enterprise(session: AsyncSession, name: str, among: Among) -> list[int]:
    return await _newest(session, [_contains(AppealRow.enterprise_name, name)], among)


async def of_person(session: AsyncSession, name: str, among: Among) -> list[int]:
    return await _newest(session, [AppealRow.filer == PersonRow.id, _contains(PersonRow.name, name)], among)


async def of_phone(session: AsyncSession, digits: str, among: Among) -> list[int]:
    """By the last digits, of either number where there are two."""
    ends = or_(PersonRow.phone.endswith(digits, autoescape=True), _contains(PersonRow.phone, f"{digits}、"))
    return await _newest(session, [AppealRow.filer == PersonRow.id, ends], among)


async def with_words(session: AsyncSession, words: str, among: Among) -> list[int]:
    """Those whose text contains ``words`` as they stand, blanks apart."""
    said = _said(words)
    wanted = set(_pairs(said)) or {*said}
    if not wanted:
        return []
    has = select(GramRow.appeal).where(GramRow.gram.in_(wanted)).group_by(GramRow.appeal)
    has = has.having(func.count() == len(wanted))
    found = await _newest(session, [AppealRow.id.in_(has)], among)
    return await _containing(session, found, said)


async def _containing(session: AsyncSession, appeals: Sequence[int], said: str) -> list[int]:
    """Those in whose texts the pairs stand in that order."""
    texts = select(AppealRow.id, TextRow.text).join(TextRow, TextRow.id == AppealRow.text)
    rows = (await session.execute(texts.where(AppealRow.id.in_(appeals)))).all() if appeals else []
    whole = {row[0]: _said(row[1]) for row in rows}
    return [one for one in appeals if said in whole[one]]


def _contains(column: InstrumentedAttribute[str], part: str) -> ColumnElement[bool]:
    return func.lower(column).contains(part.lower(), autoescape=True)


async def rows(session: AsyncSession, numbers: Sequence[int]) -> list[AppealRow]:
    found = select(AppealRow).where(AppealRow.id.in_(numbers)).order_by(AppealRow.id.desc())
    return list(await session.scalars(found)) if numbers else []


async def _newest(session: AsyncSession, conditions: Iterable[ColumnElement[bool]], among: Among) -> list[int]:
    found = select(AppealRow.id).where(*conditions)
    if not among.all_of_them:
        found = found.where(among.condition)
    return list(await session.scalars(found.order_by(AppealRow.id.desc()).limit(MAX_FOUND)))
