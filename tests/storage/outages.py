"""A database that fails for a while, on either engine, and whose connections are cut."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from tests.storage.sick_disk import SickDisk

CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name AND pid != pg_backend_pid()"


@asynccontextmanager
async def failing(db: Database) -> AsyncIterator[None]:
    """SQLite can only be read; PostgreSQL lets nobody in."""
    if db.sqlite:
        async with SickDisk(db).sick("read-only"):
            yield
        return
    async with administrator(db) as admin:
        await admin.execute(text(f"ALTER DATABASE {db.url.database} ALLOW_CONNECTIONS false"))
        await cut(admin, db)
        try:
            yield
        finally:
            await admin.execute(text(f"ALTER DATABASE {db.url.database} ALLOW_CONNECTIONS true"))


@asynccontextmanager
async def administrator(db: Database) -> AsyncIterator[AsyncConnection]:
    """A connection to another database of the same server."""
    outside = Database(db.url.set(database="postgres").render_as_string(hide_password=False))
    try:
        async with outside.engine.connect() as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")
    finally:
        await outside.close()


async def cut(admin: AsyncConnection, db: Database) -> int:
    """End all connections to the database, whatever they are doing; returns how many there were."""
    return int((await admin.execute(text(CUT), {"name": db.url.database})).scalar_one())
