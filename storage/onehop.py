"""An aiosqlite connection that hands a statement to its thread at most once.

aiosqlite hands every call (cursor, execute, fetch, close) to its thread and waits for it: four hand-offs per statement,
which cost more than SQLite's own work. Here a statement is executed and its rows are fetched in one. While the
connection holds the write lock it waits for nobody, and its statements are short: these are executed at once, without
a hand-off. What may wait for another process or for the disk (BEGIN IMMEDIATE, COMMIT) and what reads at length
(transactions that only read) goes to the thread.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

Row = tuple[Any, ...]
_Result = tuple[Any, int | None, int, list[Row]]

BEGIN_WRITING = "BEGIN IMMEDIATE"


class OneHopCursor:
    """The cursor interface that SQLAlchemy needs: execute, executemany, the rows, and their description."""

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self.description: Any = None
        self.lastrowid: int | None = None
        self.rowcount = -1
        self.arraysize = 1

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Self:
        return await self._run(sqlite3.Cursor.execute, sql, () if parameters is None else parameters)

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        return await self._run(sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> Sequence[Row]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _run(self, call: Any, sql: str, parameters: Any) -> Self:
        act = partial(_executed, self._connection.raw, call, sql, parameters)
        result = act() if self._connection.holds_write_lock else await self._connection.run(act)
        self.description, self.lastrowid, self.rowcount, self._rows = result
        if sql == BEGIN_WRITING:
            self._connection.begun_writing = True
        return self


def _executed(raw: sqlite3.Connection, call: Any, sql: str, parameters: Any) -> _Result:
    cursor = raw.cursor()
    try:
        call(cursor, sql, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, cursor.lastrowid, cursor.rowcount, rows
    finally:
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    begun_writing = False

    @property
    def holds_write_lock(self) -> bool:
        return self.begun_writing and self.raw.in_transaction  # an error may have ended the transaction

    @property
    def raw(self) -> sqlite3.Connection:
        return self._conn

    async def run(self, act: Any) -> Any:
        return await self._execute(act)  # type: ignore[no-untyped-call]  # aiosqlite's own, untyped

    def cursor(self) -> Any:
        return OneHopCursor(self)

    async def commit(self) -> None:
        self.begun_writing = False
        await super().commit()

    async def rollback(self) -> None:
        self.begun_writing = False
        await super().rollback()


async def connect(database: str, *, busy_timeout: float = 10.0, **options: Any) -> OneHopConnection:
    """Open ``database`` in autocommit mode; SQLAlchemy's event listeners issue BEGIN themselves."""

    def connector() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(
            database, timeout=busy_timeout, isolation_level=None, check_same_thread=False, **options
        )
        return opened

    connection = OneHopConnection(connector, 64)
    connection._thread.daemon = True  # like SQLAlchemy's own creator: an open connection must not keep a process alive
    await connection
    return connection
