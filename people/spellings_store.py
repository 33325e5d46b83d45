"""Rows that are found by the key of their name, however it was spelled before, and renamed to the newest spelling."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Id, Table


class Named(Table):
    """A row with a name that is unique among the rows of its kind."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(Id, primary_key=True, sort_order=-1)
    name: Mapped[str]


R = TypeVar("R", bound=Named)


class Spellings(Generic[R]):
    """The rows by key; the first of those with the same key is the one to keep."""

    def __init__(self, rows: Iterable[tuple[Hashable, R]]) -> None:
        self._rows: dict[Hashable, list[R]] = {}
        for key, row in rows:
            self._rows.setdefault(key, []).append(row)
        self._keys = {row.id: key for key, same in self._rows.items() for row in same}

    def find(self, key: Hashable) -> R | None:
        return next(iter(self._rows.get(key, ())), None)

    async def spell(self, session: AsyncSession, row: R, name: str) -> None:
        """Rename the row. If another row of the same key has that spelling, the two change names: both stay."""
        before = row.name
        other = next((one for one in self._rows[self._keys[row.id]] if one is not row and one.name == name), None)
        if other is not None:
            row.name = f"{name} #{row.id}"  # names are unique at every moment
            await session.flush()
            other.name = before
            await session.flush()
        row.name = name
        await session.flush()
