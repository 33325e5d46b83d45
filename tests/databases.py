"""Databases for tests: what takes time is made once, and nobody waits for the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

from migrations.stores import whole_schema
from storage import database

SHIPPED = database.PRAGMAS
HASTY = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in SHIPPED)
WAITS_FOR_THE_DISK = ("fsync", "synchronous_commit", "full_page_writes")

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}  # that do not need a loop


@contextmanager
def hasty_sqlite() -> Iterator[None]:
    """A test is killed now and then, but the power never fails: what is written need not reach the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PRAGMAS", HASTY)
        yield


def hasty_postgres(server: str) -> None:
    """The same of a PostgreSQL server."""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        for setting in WAITS_FOR_THE_DISK:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def postgres_database(server: str, name: str, template: str = "template1") -> str:
    """The address of a new database on that server: without any table, or just like ``template``."""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def make_tables(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername=DRIVERS[make_url(url).get_backend_name()]))
    whole_schema().create_all(engine)
    engine.dispose()


def furnished_postgres(server: str) -> str:
    """The address of a database with all tables and nothing in them. Emptying them is quicker than making them."""
    url = make_url(server).set(database="furnished").render_as_string(hide_password=False)
    tables = ", ".join(table.name for table in whole_schema().sorted_tables)
    try:
        with psycopg.connect(_plain(url), autocommit=True) as connection:
            connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):  # the first one, or a test took a table away
        make_tables(postgres_database(server, "furnished"))
    return url


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")
