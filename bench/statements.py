"""Counts the SQL statements that a database executes, without BEGIN and COMMIT."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from storage.database import Database


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    """The statements executed inside, in order."""
    heard: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            heard.append(statement)

    event.listen(db.engine.sync_engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(db.engine.sync_engine, "before_cursor_execute", hear)
