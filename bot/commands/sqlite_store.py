"""What backup and restore ask of a SQLite file, as a whole and from outside."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Described:
    files: list[str]  # the digests that the database names
    schema: str  # the last migration
    demo: bool


def copy(database: Path, target: Path) -> None:
    """As it is at one moment; writers go on meanwhile."""
    source = sqlite3.connect(database, timeout=TIMEOUT_SECONDS)
    with closing(source), closing(sqlite3.connect(target)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def describe(database: Path) -> Described:
    with closing(sqlite3.connect(database)) as connection:
        named = [digest for (digest,) in connection.execute("SELECT DISTINCT digest FROM file ORDER BY digest")]
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        known = dict(connection.execute(f"SELECT key, value FROM {_table_of_meta(connection)}").fetchall())  # noqa: S608  one of two names
    return Described(named, schema, demo=known.get("demo") == "yes")


def _table_of_meta(connection: sqlite3.Connection) -> str:
    """Before migration 0005 it was called house; a backup is made before migrating, too."""
    (renamed,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()
    return "meta" if renamed else "house"


def is_used(database: Path) -> bool:
    """Whether anybody has the file open. A damaged one is nobody's: all the more reason to restore."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # in this mode even idle users of the file are noticed
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:
            return False
    return False


def count_rows(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = sorted(name for name in names if not name.startswith("sqlite_"))
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in own}  # noqa: S608  names of its own tables


def is_sound(database: Path) -> bool:
    """Whether SQLite finds the file whole."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return False
