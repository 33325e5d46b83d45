"""Uploads of the web chat: counted before they are read, examined in turn, and kept or refused."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar.datastructures import UploadFile
from litestar.types import Receive, ReceiveMessage
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.webchat import store
from bot.engine import media
from bot.engine.clock import Clock
from bot.files import quota, refusals
from bot.files.examination import Examined
from bot.files.examiner import ChildDied, Examiner
from bot.files.limits import FileLimits
from bot.files.refusals import FileRefused
from chats import upload_store
from chats.model import File
from chats.upload_store import Upload
from storage.database import Database
from storage.files import FileStore

PIECE_SECONDS = 0.02  # between two pieces, each up to 256 KB: at most 100 Mbit/s for all uploads together


class Uploads:
    def __init__(self, db: Database, files: FileStore, examiner: Examiner, limits: FileLimits, clock: Clock) -> None:
        self._db, self._files, self._examiner, self._limits, self._clock = db, files, examiner, limits, clock
        self._turn = asyncio.Lock()

    def in_turn(self, receive: Receive) -> Receive:
        """``receive`` for the body of an upload. Of all bodies that arrive at once, one piece is taken at a time: what
        is not taken waits at its sender, and everybody else is served between two pieces."""

        async def receive_in_turn() -> ReceiveMessage:
            message = await receive()
            async with self._turn:
                await asyncio.sleep(PIECE_SECONDS)
            return message

        return receive_in_turn

    @asynccontextmanager
    async def counted(self, chat: int, address: str, size: int) -> AsyncIterator[Upload]:
        """Count an upload of ``size`` bytes from a network address before it is read; may raise ``FileRefused``.

        An upload that fails does not count as a file, unless it ended its examination; if it was never examined, its
        bytes do not count either.
        """
        if not await asyncio.to_thread(self._files.has_room):
            raise refusals.no_room()
        upload = Upload(media.new_id(), chat, self._clock.now())
        async with self._db.transaction() as session:
            await quota.count_file(session, upload, self._limits)
            await self._count_bytes(session, upload, address, size)
        try:
            yield upload
        except ChildDied:
            raise
        except BaseException as error:
            async with self._db.transaction() as session:
                await upload_store.release(session, upload.id)
                if not isinstance(error, FileRefused):
                    await self._count_bytes(session, upload, address, -size)
            raise

    async def keep(self, upload: Upload, sent: UploadFile) -> File:
        """The file, with its content stored; may raise ``FileRefused``."""
        examined = await self._examiner.examine(sent.filename, sent.content_type, sent.file, self._limits)
        digest = await asyncio.to_thread(self._files.put, examined.content)
        return _file(upload, examined, digest)

    async def _count_bytes(self, session: AsyncSession, upload: Upload, address: str, size: int) -> None:
        await quota.count_chat_bytes(session, upload.chat, size, self._limits, upload.at)
        secret = await store.secret(session)
        keyed = hmac.new(secret.encode(), address.encode(), "sha256").hexdigest()
        await quota.count_address_bytes(session, keyed, size, self._limits, upload.at)


def _file(upload: Upload, examined: Examined, digest: str) -> File:
    size, width, height = len(examined.content), examined.width, examined.height
    return File(upload.id, upload.chat, examined.name, examined.kind, size, digest, width, height)
