"""The hourly sweep of the file store: contents that no file names, half files, and counts that limit nobody now."""

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.files.limits import WINDOW_DURATION
from chats import store, upload_store
from storage.database import Database
from storage.files import FileStore

GRACE = timedelta(hours=1)  # an upload may still be on its way from the file store to its row
KEEP_REMOVED = timedelta(days=30)  # what was moved aside by mistake, as beside the wrong database, can be put back
DAY = timedelta(days=1)  # longer than a file that cannot be fetched is tried again

log = structlog.get_logger()


async def sweep(db: Database, files: FileStore, now: datetime) -> int:
    """How many contents were moved aside. ``now`` is real time, by which the file system dates its files."""
    async with db.transaction() as session:
        await upload_store.forget(session, now - WINDOW_DURATION - DAY, (now - DAY).date())
    await asyncio.to_thread(files.clear, now - KEEP_REMOVED, now - GRACE)
    removed = 0
    for digests in await asyncio.to_thread(lambda: list(files.older_than(now - GRACE))):
        removed += await _remove_unnamed(db, files, digests, now - GRACE)
    if removed:
        log.info("files without a record moved aside", count=removed)
    return removed


async def _remove_unnamed(db: Database, files: FileStore, digests: list[str], stored_before: datetime) -> int:
    async with db.reading() as session:
        named = await store.named_digests(session, digests)
    unnamed = [digest for digest in digests if digest not in named]
    return sum([await asyncio.to_thread(files.remove, digest, stored_before) for digest in unnamed])
