"""Files sent through Telegram: downloaded, examined like uploads, then kept or refused with an explanation."""

import asyncio
from dataclasses import replace

import structlog
from aiogram import Bot

from bot.channels.telegram import calls, refusals
from bot.channels.telegram.refusals import TooBig
from bot.channels.telegram.store import CHANNEL
from bot.delivery.transport import NotSent, TransportError
from bot.engine import bodies
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from bot.files import refusals as words
from bot.files.examination import examine
from bot.files.limits import MEGABYTE, WINDOW_DURATION, FileLimits
from bot.files.refusals import FileRefused
from chats import incoming_store as waiting
from chats import service as chats
from chats.incoming_store import Incoming
from chats.model import File, FileState
from people import store as people
from storage.database import Database
from storage.files import FileStore
from texts.speech import Markup, say, speaking

MAX_FETCHES = 4  # concurrently
POLL_SECONDS = 1.0  # new files do not wait for a slow download
FETCH_SECONDS = 150.0  # below ``incoming_store.FETCH_LEASE_DURATION``: no other process starts too early
CHUNK_BYTES = 64 * 1024
TELEGRAM_LIMIT_MB = 20  # largest file that a bot can download

log = structlog.get_logger()


class FilesIn:
    """``bot`` downloads; ``bot_id`` is the sender id of messages about refused files."""

    def __init__(
        self, bot: Bot, db: Database, files: FileStore, limits: FileLimits, clock: Clock, signals: Signals, bot_id: int
    ) -> None:
        self._bot = bot
        self._db = db
        self._files = files
        self._limits = replace(limits, megabytes=min(limits.megabytes, TELEGRAM_LIMIT_MB))
        self._clock = clock
        self._signals = signals
        self._bot_id = bot_id
        self._examining = asyncio.Semaphore(1)  # decoding a photo takes a lot of memory

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
        """One attempt. After a temporary failure the file is due again later; after the last attempt it is refused."""
        with speaking(await self._language(due.file.chat)):
            try:
                async with asyncio.timeout(FETCH_SECONDS):
                    file = await self._keep(due)
            except FileRefused as refused:
                await self._refuse(due.file, refused)
            except (TransportError, TimeoutError) as error:
                reason = getattr(error, "reason", "") or type(error).__name__
                log.warning("file not fetched", file=due.file.id, tries=due.tries, reason=reason)
                if due.is_last_try:
                    await self._refuse(due.file, _not_received())
                else:
                    await self._try_again(due)
            else:
                await self._settle(file)

    async def _keep(self, due: Incoming) -> File:
        """Download the file, examine it and put it in the file store; returns its new record."""
        async with self._db.reading() as session:
            lately = await waiting.kept_lately(session, due.file, WINDOW_DURATION)
        if lately >= self._limits.in_ten_minutes:
            raise words.too_many(self._limits.in_ten_minutes)
        if due.file.size > self._limits.bytes:
            raise words.too_large(self._limits.megabytes)
        content = await self._content(due.external_id)
        async with self._examining:
            fit = await asyncio.to_thread(examine, due.file.name, due.file.kind, content, self._limits)
        digest = await asyncio.to_thread(self._files.put, fit.content)
        return replace(
            due.file,
            name=fit.name,
            kind=fit.kind,
            size=len(fit.content),
            digest=digest,
            width=fit.width,
            height=fit.height,
            state=FileState.KEPT,
        )

    async def _content(self, external_id: str) -> bytes:
        try:
            place = await calls.ask(self._bot, calls.GetFile(file_id=external_id))
        except TooBig as error:
            raise words.too_large(self._limits.megabytes) from error
        if not place.get("file_path"):
            raise NotSent("no place to fetch it from")
        try:
            return await self._download(str(place["file_path"]))
        except refusals.FAILURES as error:
            raise refusals.to_transport_error(error) from error

    async def _download(self, path: str) -> bytes:
        address = self._bot.session.api.file_url(self._bot.token, path)
        content = bytearray()
        seconds = int(FETCH_SECONDS)
        async for piece in self._bot.session.stream_content(address, timeout=seconds, chunk_size=CHUNK_BYTES):
            content += piece
            if len(content) > self._limits.megabytes * MEGABYTE:
                raise words.too_large(self._limits.megabytes)
        return bytes(content)

    async def _try_again(self, due: Incoming) -> None:
        async with self._db.transaction() as session:
            await waiting.try_again(session, due, self._clock.now())

    async def _settle(self, file: File) -> None:
        async with self._db.transaction() as session:
            await waiting.settle(session, file)

    async def _refuse(self, file: File, why: FileRefused) -> None:
        """Refuse the file exactly once: settling it and telling its sender are one transaction."""
        said = say("「{name}」没有收下。{why}", name=file.name, why=Markup(why))
        async with self._db.transaction() as session:
            if await waiting.settle(session, replace(file, state=FileState.REFUSED)):
                now = self._clock.now()
                await chats.say(session, file.chat, bodies.message(self._bot_id, said, now), now)
        self._signals.said(file.chat)

    async def _language(self, chat: int) -> str:
        async with self._db.reading() as session:
            person = await people.of_chat(session, chat)
        return person.language if person else "zh"


def _not_received() -> FileRefused:
    return FileRefused("not_received", say("传了几次都没有收到，请重新发一次。"))
