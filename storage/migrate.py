"""Migrates a database to the tables that this version needs, once, however many processes start at the same time.

Everything here blocks; from an event loop, call it in a thread.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent.parent / "migrations"
ADVISORY_LOCK = 1231  # PostgreSQL's advisory lock, held during the migration
LOCK_TIMEOUT_SECONDS = 60  # how long to wait for another process that is migrating


class NewerDatabase(Exception):
    """The database was migrated by a later version of the product."""


def upgrade(url: str) -> None:
    """Apply all missing migrations, or none if one fails. Creates a new SQLite file with its folder."""
    target = _driven(url)
    if target.get_backend_name() == "sqlite" and target.database:
        file = Path(target.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # it contains confidential appeals; SQLite gives its log the same mode
    with _locked(url) as connection:
        if _revision(connection) != head():
            _apply(_config(connection))


def current(url: str) -> str | None:
    """The last migration applied to the database; None if it has no tables yet. Creates nothing."""
    target = _driven(url)
    if target.get_backend_name() == "sqlite" and not Path(target.database or "").is_file():
        return None
    with create_engine(target, poolclass=NullPool).connect() as connection:
        return _revision(connection)


def head() -> str:
    """The last migration of this version."""
    return known()[-1]


def known() -> list[str]:
    """All migrations of this version, in order: their file names begin with their numbers."""
    return sorted(file.name.partition("_")[0] for file in (SCRIPTS / "versions").glob("0*.py"))


@contextmanager
def connected(url: str) -> "Iterator[Config]":
    """Alembic's configuration with an open transaction, during which no other process can migrate."""
    with _locked(url) as connection:
        yield _config(connection)


def _apply(config: "Config") -> None:
    from alembic import command  # imported late, as below
    from alembic.util.exc import CommandError

    try:
        command.upgrade(config, "head")
    except CommandError as error:
        if "Can't locate revision" not in str(error):
            raise
        raise NewerDatabase(
            "数据库比这个程序新，程序不敢改动它。请换用新版本的程序，或恢复旧版本时的备份（qinqing restore）。"
        ) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


@contextmanager
def _locked(url: str) -> Iterator[Connection]:
    """A transaction during which no other process can migrate; at its end all references are checked."""
    target = _driven(url)
    sqlite = target.get_backend_name() == "sqlite"
    engine = _sqlite(target) if sqlite else create_engine(target, poolclass=NullPool)
    with engine.connect() as connection:
        with connection.begin():
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
            yield connection
            if sqlite:
                _check_references(connection)
        if sqlite:
            _use_write_ahead_log(connection)


def _driven(url: str) -> URL:
    """The URL with a blocking driver."""
    parsed = make_url(url)
    return parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # late: costs 11 MB and 0.1 s, not needed if there is nothing to migrate

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _sqlite(target: URL) -> Engine:
    options: dict[str, Any] = {"timeout": LOCK_TIMEOUT_SECONDS, "isolation_level": None}
    engine = create_engine(target, connect_args=options, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # Off while tables are rebuilt, which drops tables that others refer to; all references are checked at the end.
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")

    return engine


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"migration would leave rows that refer to nothing: {broken[:5]}")


def _use_write_ahead_log(connection: Connection) -> None:
    """Set once for the file. The statement does not wait for locks by itself, hence the retries."""
    raw: Any = connection.connection
    for _ in range(LOCK_TIMEOUT_SECONDS * 10):
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.1)
        else:
            return
    raise OperationalError("PRAGMA journal_mode=WAL", None, TimeoutError("database is locked"))
