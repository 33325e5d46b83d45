"""Operations of backup and restore on a whole SQLite file, outside the application's engine."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Contents:
    files: list[str]  # digests of the files that the database refers to
    schema: str  # id of the last migration
    demo: bool
    rows: dict[str, int]  # number of rows by table


def copy(database: Path, target: Path) -> None:
    """Copy a consistent snapshot; writers are not blocked."""
    source = sqlite3.connect(database, timeout=TIMEOUT_SECONDS)
    with closing(source), closing(sqlite3.connect(target)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")  # a single file, without a WAL beside it


def contents(database: Path) -> Contents | None:
    """None if it does not have this product's tables."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")  # it may come from a stranger's archive
            return _contents(connection)
    except (sqlite3.Error, LookupError, TypeError):
        return None


def _contents(connection: sqlite3.Connection) -> Contents:
    kept = connection.execute("SELECT DISTINCT digest FROM file WHERE digest <> '' ORDER BY digest")
    named = [digest for (digest,) in kept]  # files that are waited for, or were refused, have none
    schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    known = dict(connection.execute(f"SELECT key, value FROM {_table_of_meta(connection)}").fetchall())  # noqa: S608  one of two names
    return Contents(named, schema, known.get("demo") == "yes", _count_rows(connection))


def _table_of_meta(connection: sqlite3.Connection) -> str:
    """Before migration 0005 the meta table was called house, and backups are also made before migrating."""
    (renamed,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()
    return "meta" if renamed else "house"


def is_used(database: Path) -> bool:
    """Whether any process has the file open. A damaged file counts as unused, since it needs restoring all the more."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # in this mode idle connections are detected too
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:
            return False
    return False


def _count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    own = sorted(name for name in names if not name.startswith("sqlite_"))
    quoted = {name: name.replace('"', '""') for name in own}
    return {name: connection.execute(f'SELECT count(*) FROM "{quoted[name]}"').fetchone()[0] for name in own}  # noqa: S608  names of its own tables


def is_sound(database: Path) -> bool:
    """Whether SQLite finds the file intact."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return False
