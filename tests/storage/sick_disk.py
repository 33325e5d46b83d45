"""A disk that takes no writes for a while: full, read-only, or with I/O errors. SQLite meets real errors."""

import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import event, text

from storage.database import Database

Sickness = Literal["full", "read-only", "I/O errors"]
SICKNESSES: tuple[Sickness, ...] = ("full", "read-only", "I/O errors")
SICK = {
    "full": "max_page_count=1",  # SQLite takes the present number of pages
    "read-only": "query_only=ON",
    "I/O errors": "wal_autocheckpoint=0",  # every write lengthens a file, which then exceeds its limit
}
HEALTHY = ("max_page_count=1073741823", "query_only=OFF", "wal_autocheckpoint=1000")


class SickDisk:
    """The disk of ``db``, an SQLite database. Transactions under way are not disturbed."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pragmas: tuple[str, ...] = ()
        event.listen(db.engine.sync_engine, "checkout", self._prepare)

    @asynccontextmanager
    async def sick(self, sickness: Sickness) -> AsyncIterator[None]:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        self._pragmas = (SICK[sickness],)
        try:
            if sickness == "I/O errors":
                resource.setrlimit(resource.RLIMIT_FSIZE, (await self._size(), limits[1]))
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            self._pragmas = HEALTHY

    async def _size(self) -> int:
        """The length of SQLite's log, made longer than other files that this process may be writing."""
        async with self._db.transaction() as session:
            await session.execute(text("CREATE TABLE IF NOT EXISTS length (content BLOB)"))
            await session.execute(text("INSERT INTO length VALUES (zeroblob(4000000))"))
        return Path(f"{self._db.url.database}-wal").stat().st_size

    def _prepare(self, connection: Any, *_: Any) -> None:
        cursor = connection.cursor()
        for pragma in self._pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
