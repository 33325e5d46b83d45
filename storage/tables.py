"""What all tables share: the base class, moments in UTC, JSON, and engine-specific inserts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, MetaData, TypeDecorator, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

ROWS_OF_AN_INSERT = 500  # SQLite allows 32,766 values in a statement


class Moment(TypeDecorator[datetime]):
    """A point in time: timezone-aware in Python, UTC in the database, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows automatically only with an INTEGER primary key


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, dict[str, Any]: Json, list[Any]: Json}


def insert(session: AsyncSession, table: type[Table]) -> Any:
    """The engine-specific INSERT, which has ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return insert_on(dialect(session), table)


def insert_on(dialect: str, table: Any) -> Any:
    """The same for a statement that is built before there is a session."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)


async def upsert(
    session: AsyncSession, table: type[Table], values: list[dict[str, Any]], key: list[str], kept: Sequence[str] = ()
) -> None:
    """Insert or update any number of rows by ``key``. ``kept``: columns in which None keeps the stored value."""
    for some in chunks(values):
        put = insert(session, table).values(some)
        changed = {column: put.excluded[column] for column in some[0] if column not in key}
        changed |= {column: func.coalesce(put.excluded[column], getattr(table, column)) for column in kept}
        await session.execute(put.on_conflict_do_update(index_elements=key, set_=changed))


def chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists of as many items as fit into a statement."""
    left = iter(items)
    while some := list(islice(left, ROWS_OF_AN_INSERT)):
        yield some


def dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name
