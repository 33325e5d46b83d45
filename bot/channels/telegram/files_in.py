"""Files sent through Telegram: downloaded, examined like uploads, then kept or refused with an explanation."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import IO

import structlog
from aiogram import Bot

from bot.channels.telegram import calls, refusals
from bot.channels.telegram.refusals import TooBig
from bot.channels.telegram.store import CHANNEL
from bot.delivery.transport import NotSent, TransportError
from bot.engine import bodies
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from bot.files import quota
from bot.files import refusals as words
from bot.files.examination import Examined
from bot.files.examiner import ChildDied, Examiner
from bot.files.limits import MEGABYTE, FileLimits
from bot.files.refusals import FileRefused
from chats import incoming_store as waiting
from chats import service as chats
from chats import upload_store
from chats.incoming_store import Incoming
from chats.model import File, FileState
from chats.upload_store import Upload
from people import store as people
from storage.database import Database
from storage.files import FileStore
from texts.speech import Markup, say, speaking

MAX_FETCHES = 4  # concurrently
POLL_SECONDS = 1.0  # new files do not wait for a slow download
FETCH_SECONDS = 150.0  # below ``incoming_store.FETCH_LEASE_DURATION``: no other process starts too early
CHUNK_BYTES = 64 * 1024
MAX_EXAMINATIONS = 3  # after which a file that ends the examining process is refused
TELEGRAM_LIMIT_MB = 20  # largest file that a bot can download

log = structlog.get_logger()


class FilesIn:
    """``bot`` downloads; ``bot_id`` is the sender id of messages about refused files."""

    def __init__(
        self,
        bot: Bot,
        db: Database,
        files: FileStore,
        examiner: Examiner,
        limits: FileLimits,
        clock: Clock,
        signals: Signals,
        bot_id: int,
    ) -> None:
        self._bot = bot
        self._db = db
        self._files = files
        self._examiner = examiner
        self._limits = replace(limits, megabytes=min(limits.megabytes, TELEGRAM_LIMIT_MB))
        self._clock = clock
        self._signals = signals
        self._bot_id = bot_id

    async def run(self) -> int:
        """Download every file that is due; returns how many were started."""
        begun = 0
        async with asyncio.TaskGroup() as group:
            busy: set[asyncio.Task[None]] = set()
            while True:
                while len(busy) < MAX_FETCHES and (due := await self._take()):
                    busy.add(group.create_task(self._fetch(due)))
                    begun += 1
                if not busy:
                    return begun
                _, busy = await asyncio.wait(busy, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)

    async def _take(self) -> Incoming | None:
        async with self._db.transaction() as session:
            return await waiting.take_due(session, CHANNEL, f"{self._bot.id}:", self._clock.now())

    async def _fetch(self, due: Incoming) -> None:
        try:
            with speaking(await self._language(due.file.chat)):
                await self._attempt(due)
        except Exception:  # whatever it is, it must not cancel the other files' downloads
            log.exception("file not settled", file=due.file.id)

    async def _attempt(self, due: Incoming) -> None:
        """After a temporary failure the file is due again later; after the last attempt it is refused."""
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                file = await self._keep(due)
        except ChildDied:
            await self._failed(due, "examination ended", due.examinations + 1)
        except FileRefused as refused:
            await self._refuse(due, refused)
        except (TransportError, TimeoutError) as error:
            await self._failed(due, getattr(error, "reason", "") or type(error).__name__, due.examinations)
        except Exception as error:
            log.error("file not fetched for a reason unknown so far", file=due.file.id, exc_info=error)
            await self._failed(due, type(error).__name__, due.examinations)
        else:
            await self._settle(file)

    async def _failed(self, due: Incoming, reason: str, examinations: int) -> None:
        """``examinations``: how many of them the file has ended. Whatever else failed was not its fault."""
        log.warning("file not fetched", file=due.file.id, tries=due.tries, reason=reason)
        if due.is_last_try:
            await self._refuse(due, _not_received())
        else:
            await self._try_again(due, examinations)

    async def _keep(self, due: Incoming) -> File:
        """Download the file, examine it and put it in the file store; returns its new record."""
        if _ends_examinations(due):
            raise words.broken_document()
        if due.file.size > self._limits.bytes:
            raise words.too_large(self._limits.megabytes)
        if not await asyncio.to_thread(self._files.has_room):
            raise words.no_room()
        async with self._db.transaction() as session:
            await quota.count_file(session, Upload(due.file.id, due.file.chat, due.at), self._limits)
        async with self._content(due.external_id) as content:
            fit = await self._examined(due, content)
        digest = await asyncio.to_thread(self._files.put, fit.content)
        return _kept(due.file, fit, digest)

    async def _examined(self, due: Incoming, content: IO[bytes]) -> Examined:
        size = content.seek(0, 2)
        content.seek(0)
        at_turn = partial(self._begin_examination, due, size)
        return await self._examiner.examine(due.file.name, due.file.kind, content, self._limits, at_turn)

    async def _begin_examination(self, due: Incoming, size: int) -> None:
        """Counted first: a file that ends this process, too, is refused in the end."""
        async with self._db.transaction() as session:
            await waiting.begin_examination(session, due.file.id)
            if not due.examinations:
                await quota.count_chat_bytes(session, due.file.chat, size, self._limits, self._clock.now())

    @asynccontextmanager
    async def _content(self, external_id: str) -> AsyncIterator[IO[bytes]]:
        """The file as it is downloaded, on disk."""
        try:
            place = await calls.ask(self._bot, calls.GetFile(file_id=external_id))
        except TooBig as error:
            raise words.too_large(self._limits.megabytes) from error
        if not place.get("file_path"):
            raise NotSent("no place to fetch it from")
        with tempfile.TemporaryFile() as content:
            try:
                await self._download(str(place["file_path"]), content)
            except refusals.FAILURES as error:
                raise refusals.to_transport_error(error) from error
            yield content

    async def _download(self, path: str, content: IO[bytes]) -> None:
        address = self._bot.session.api.file_url(self._bot.token, path)
        seconds = int(FETCH_SECONDS)
        async for piece in self._bot.session.stream_content(address, timeout=seconds, chunk_size=CHUNK_BYTES):
            content.write(piece)
            if content.tell() > self._limits.megabytes * MEGABYTE:
                raise words.too_large(self._limits.megabytes)

    async def _try_again(self, due: Incoming, examinations: int) -> None:
        async with self._db.transaction() as session:
            await waiting.try_again(session, due, examinations, self._clock.now())

    async def _settle(self, file: File) -> None:
        async with self._db.transaction() as session:
            await waiting.settle(session, file)

    async def _refuse(self, due: Incoming, why: FileRefused) -> None:
        """Refuse the file exactly once: settling it and telling its sender are one transaction. As on the web, it then
        counts as a file only if it ended its examinations."""
        file = due.file
        said = say("「{name}」没有收下。{why}", name=file.name, why=Markup(why))
        async with self._db.transaction() as session:
            if not _ends_examinations(due):
                await upload_store.release(session, file.id)
            if await waiting.settle(session, replace(file, state=FileState.REFUSED)):
                now = self._clock.now()
                await chats.say(session, file.chat, bodies.message(self._bot_id, said, now), now)
        self._signals.said(file.chat)

    async def _language(self, chat: int) -> str:
        async with self._db.reading() as session:
            person = await people.of_chat(session, chat)
        return person.language if person else "zh"


def _ends_examinations(due: Incoming) -> bool:
    return due.examinations >= MAX_EXAMINATIONS


def _kept(file: File, fit: Examined, digest: str) -> File:
    return replace(
        file,
        name=fit.name,
        kind=fit.kind,
        size=len(fit.content),
        digest=digest,
        width=fit.width,
        height=fit.height,
        state=FileState.KEPT,
    )


def _not_received() -> FileRefused:
    return FileRefused("not_received", say("传了几次都没有收到，请重新发一次。"))
