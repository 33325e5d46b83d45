"""A kept release: its database on either engine and its backup, opened by the current code."""

import gzip
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from alembic import command
from psycopg import sql
from sqlalchemy import NullPool, create_engine, inspect

from storage import migrate
from storage.database import Database, sqlite_url
from tests.conversation import MONDAY, Town

REVISION = "0004"
FOLDER = Path(__file__).parent / f"release-{REVISION}"
BACKUP, DUMP = FOLDER / "backup.tar.gz", FOLDER / "postgres.copy.gz"
END = b"\\.\n"
LEFT_AT = MONDAY + timedelta(days=3)


CONFIG = """\
[database]
url = "sqlite:///qinqing.db"
[files]
folder = "files"
[office]
name = "示例区营商环境办公室"
phone = "138 0000 0000"
region = "示例区"
[web]
public_url = "https://qinqing.example.gov.cn"
"""


def configured(folder: Path) -> Path:
    """A configuration whose database and files are in ``folder``."""
    file = folder / "config.toml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Town]:
    """The town of that database at the time it was kept, with its waiting updates unanswered."""
    db = Database(url)
    try:
        yield Town(db, LEFT_AT)
    finally:
        await db.close()


@asynccontextmanager
async def copied(file: Path, to: Path) -> AsyncIterator[Town]:
    async with opened(sqlite_url(Path(shutil.copy(file, to)))) as town:
        yield town


def kept(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def keep(name: str, told: str) -> None:
    (FOLDER / f"{name}.txt").write_text(told, encoding="utf-8")


async def answer_what_waits(file: Path) -> None:
    async with opened(sqlite_url(file)) as town:
        await town.work()


def dump_postgres(url: str) -> None:
    """Each table as exported by PostgreSQL; the tables themselves are created by the migrations of that time."""
    with psycopg.connect(_plain(url)) as connection, gzip.GzipFile(DUMP, "wb", mtime=0) as dump:
        for table in sorted(inspect(create_engine(url, poolclass=NullPool)).get_table_names()):
            columns = connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(table))).description
            dump.write(json.dumps([table, *(column.name for column in columns or ())]).encode() + b"\n")
            with connection.cursor().copy(_copy(table, [], "TO STDOUT")) as rows:
                dump.writelines(bytes(row) for row in rows)
            dump.write(END)


def restore_postgres(url: str) -> None:
    """Restore into an empty database."""
    with migrate.connected(url) as config:
        command.upgrade(config, REVISION)
    with gzip.open(DUMP) as dump, psycopg.connect(_plain(url)) as connection:
        connection.execute("SET session_replication_role = replica")  # tables are restored in alphabetical order
        for line in dump:
            table, *columns = json.loads(line)
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            with connection.cursor().copy(_copy(table, columns, "FROM STDIN")) as rows:
                for row in iter(dump.readline, END):
                    rows.write(row)
            _go_on_counting(connection, table, columns)


def _copy(table: str, columns: Sequence[str], way: str) -> sql.Composed:
    named = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL("")
    return sql.SQL("COPY {} {} ").format(sql.Identifier(table), named) + sql.SQL(way)


def _go_on_counting(connection: psycopg.Connection, table: str, columns: Sequence[str]) -> None:
    """Let new rows be numbered after the existing ones."""
    for column in columns:
        sequence = connection.execute("SELECT pg_get_serial_sequence(%s, %s)", (table, column)).fetchone()
        if sequence and sequence[0]:
            last = sql.SQL("SELECT setval(%s, coalesce(max({}), 1)) FROM {}")
            connection.execute(last.format(sql.Identifier(column), sql.Identifier(table)), sequence)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")
