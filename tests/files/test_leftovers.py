"""The hourly sweep removes contents that no file names, and nothing else."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.files import leftovers
from chats import store as chats
from chats import upload_store
from chats.model import File
from chats.upload_store import Upload, UploadRow, UploadVolumeRow
from storage.database import Database
from storage.files import FileStore

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


async def test_only_contents_without_a_file_are_moved_aside(db: Database, tmp_path: Path) -> None:
    files = FileStore(tmp_path / "files")
    named, unnamed, young = files.put(b"named"), files.put(b"unnamed"), files.put(b"young")
    for digest in (named, unnamed):
        os.utime(files.path(digest), (0, 0))
    async with db.transaction() as session:
        chat = (await chats.open_chat(session, "web", "a")).id
        await chats.add_file(session, File("f", chat, "a.pdf", "application/pdf", 5, named), NOW)
    assert await leftovers.sweep(db, files, NOW) == 1
    assert [files.path(digest).exists() for digest in (named, unnamed, young)] == [True, False, True]


async def test_counts_that_limit_nobody_any_more_are_forgotten(db: Database, tmp_path: Path) -> None:
    async with db.transaction() as session:
        chat = (await chats.open_chat(session, "web", "a")).id
        for name, at in (("old", NOW - timedelta(hours=25)), ("new", NOW)):
            assert await upload_store.reserve(session, Upload(name, chat, at), NOW - timedelta(days=9), 9)
        for day in (20, 23):
            await upload_store.add_volume(session, "chat:1", date(2026, 11, day), 5)
    await leftovers.sweep(db, FileStore(tmp_path), NOW)
    async with db.reading() as session:
        assert list(await session.scalars(select(UploadRow.id))) == ["new"]
        assert list(await session.scalars(select(UploadVolumeRow.day))) == [date(2026, 11, 23)]
