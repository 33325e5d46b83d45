"""Lessons in the database: which unit the office assigned an appeal to. They are added, never changed.

A later lesson about the same appeal replaces the earlier one; one without a unit undoes it. Numbers are assigned while
one row is locked, so that lessons are committed in the order of their numbers and a reader misses none.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import ForeignKey, LargeBinary, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from directory.learned import Learned, PairNumbers, grams
from storage.tables import Id, Table, dialect, insert_on
from storage.transaction import Transaction


class LessonRow(Table):
    __tablename__ = "lesson"
    number: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    appeal: Mapped[int] = mapped_column(Id, index=True)
    unit: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    grams: Mapped[bytes] = mapped_column(LargeBinary)  # little-endian uint16
    taught_at: Mapped[datetime]


class LessonCountRow(Table):
    """One row: the number of the last lesson."""

    __tablename__ = "lesson_count"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    last: Mapped[int] = mapped_column(Id)


@dataclass(frozen=True, slots=True)
class _Lesson:
    unit: int
    grams: PairNumbers


class Lessons:
    """What this process has learnt so far."""

    def __init__(self) -> None:
        self.learned = Learned()
        self._last = 0
        self._by_appeal: dict[int, _Lesson] = {}

    async def catch_up(self, session: AsyncSession, last: int) -> None:
        """Learn the lessons of all processes up to ``last``, which must be committed."""
        if last > self._last:
            for row in await session.execute(_NEW, {"after": self._last, "last": last}):
                self._take(row)

    def _take(self, row: Any) -> None:
        if (earlier := self._by_appeal.pop(row.appeal, None)) is not None:
            self.learned.teach(earlier.grams, earlier.unit, -1)
        if row.unit is not None:
            lesson = _Lesson(row.unit, np.frombuffer(row.grams, "<u2"))
            self.learned.teach(lesson.grams, lesson.unit)
            self._by_appeal[row.appeal] = lesson
        self._last = row.number


def has_taught(session: AsyncSession) -> bool:
    """Whether this transaction has added lessons, which may still be undone."""
    return isinstance(session, Transaction) and LessonRow.__tablename__ in session.inserted_into


async def teach(session: AsyncSession, appeal: int, text: str, unit: int, now: datetime) -> None:
    """The office assigned the appeal to ``unit``; an earlier lesson about it no longer counts."""
    await _add(session, appeal, unit, grams(text).astype("<u2").tobytes(), now)


async def forget(session: AsyncSession, appeal: int, now: datetime) -> bool:
    """Undo what the appeal taught. False if there is nothing to undo."""
    earlier = await _latest(session, appeal)
    if earlier is None or earlier.unit is None:
        return False
    await _add(session, appeal, None, b"", now)
    return True


async def _latest(session: AsyncSession, appeal: int) -> LessonRow | None:
    found = select(LessonRow).where(LessonRow.appeal == appeal).order_by(LessonRow.number.desc()).limit(1)
    return (await session.scalars(found)).first()


async def _add(session: AsyncSession, appeal: int, unit: int | None, pairs: bytes, now: datetime) -> None:
    number = (await session.execute(_next_number(dialect(session)))).scalar_one()
    values = {"number": number, "appeal": appeal, "unit": unit, "grams": pairs, "taught_at": now}
    await session.execute(_ADD, values)


# Statements built once.

_LESSON: Any = LessonRow.__table__
_ADD = insert(_LESSON)
_NEW = (
    select(_LESSON)
    .where(_LESSON.c.number > bindparam("after"), _LESSON.c.number <= bindparam("last"))
    .order_by(_LESSON.c.number)
)


@cache
def _next_number(dialect: str) -> Any:
    put = insert_on(dialect, LessonCountRow).values(id=1, last=1)
    counted = put.on_conflict_do_update(index_elements=["id"], set_={"last": LessonCountRow.last + 1})
    return counted.returning(LessonCountRow.last)
