"""Database access: one engine and one kind of transaction for SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, ExceptionContext, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage import onehop
from storage.failures import Failure, failure_of
from storage.transaction import Transaction

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # appeals are legal records: a confirmed commit must survive a power cut
    "foreign_keys=ON",
    "busy_timeout=10000",
    "temp_store=MEMORY",
)


class Database:
    """One process's access to its tables. ``url`` is ``sqlite+aiosqlite:///file`` or ``postgresql+psycopg://…``."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = (
            _sqlite(url)
            if self.sqlite
            else create_async_engine(url, pool_size=8, pool_pre_ping=True, hide_parameters=True)
        )
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Everything inside is committed together, or not at all. SQLite allows one at a time."""
        if not self.sqlite:
            async with Transaction(self.engine) as session, session.begin():
                yield session
            return
        async with self._writing, Transaction(self.engine) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A consistent snapshot of the tables that does not wait for writers. Writing through it is an error."""
        async with self.engine.connect() as connection:
            reader = await connection.execution_options(**_reading(self.sqlite))
            async with AsyncSession(reader, expire_on_commit=False) as session:
                yield session

    async def close(self) -> None:
        await self.engine.dispose()


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _reading(sqlite: bool) -> dict[str, Any]:
    if sqlite:
        return {"qinqing_reading": True}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _sqlite(url: str) -> AsyncEngine:
    file = str(make_url(url).database)
    engine = create_async_engine(url, async_creator=lambda *a, **k: onehop.connect(file), hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred BEGIN that writes later fails at once with "database is locked": writers take the lock up front.
        reading = connection.get_execution_options().get("qinqing_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else onehop.BEGIN_WRITING)

    @event.listens_for(engine.sync_engine, "handle_error")
    def _give_up_connection(failure: ExceptionContext) -> None:
        """After an I/O error or a full disk SQLite may have rolled back by itself, so that further statements would
        commit one by one; and a file that was opened while nothing could be written stays read-only."""
        if failure_of(failure.original_exception) is Failure.OUTAGE:
            failure.is_disconnect = True

    return engine
