"""Photos and documents sent to Telegram: uploaded once per bot, then sent by the id that Telegram assigned."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

import structlog
from aiogram.types import BufferedInputFile
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram.lengths import fits_as_photo
from chats import outbound_store
from chats import store as chats
from chats.model import Body, File, FileState
from people import store as people
from storage.database import Database
from storage.files import FileStore

Kind = Literal["photo", "document"]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file from the chat log; ``external_id`` is Telegram's id of it if it was uploaded before."""

    file: File
    kind: Kind
    external_id: str | None


class FilesOut:
    """``account`` is the bot for which the ids of uploaded files are valid."""

    def __init__(self, db: Database, files: FileStore, account: str) -> None:
        self._db = db
        self._files = files
        self._account = account

    async def find(self, body: Body) -> Outgoing | None:
        """The file that ``body`` shows; None if its content is not available (any more, or yet)."""
        name, kind = named(body)
        async with self._db.reading() as session:
            file = await chats.get_file(session, name)
            if file is None or file.state is not FileState.KEPT:
                return None
            if kind == "photo" and not fits_as_photo(file.size, file.width, file.height):
                kind = "document"
            return Outgoing(
                file, kind, await outbound_store.uploaded_file_id(session, self._account, file.digest, kind)
            )

    async def content(self, file: File) -> BufferedInputFile | None:
        """The content to upload; None if it is missing from the file store."""
        try:
            content = await asyncio.to_thread(self._files.read, file.digest)
        except FileNotFoundError:
            log.error("content of a file is missing", file=file.id, digest=file.digest)
            return None
        return BufferedInputFile(content, file.name)

    async def keep(self, file: File, answer: Any) -> None:
        """Store the id from Telegram's answer. Errors are only logged: the message must not be sent again."""
        for kind in ("photo", "document"):
            sent = answer.get(kind)
            if sent:
                newest = sent[-1] if kind == "photo" else sent
                await self._keep_id(file, kind, newest["file_id"])

    async def _keep_id(self, file: File, kind: str, file_id: str) -> None:
        try:
            async with self._db.transaction() as session:
                await outbound_store.keep_uploaded_file_id(session, self._account, file.digest, kind, file_id)
        except SQLAlchemyError as error:
            log.warning("id of an uploaded file is lost", error=type(error).__name__)

    async def forget(self, outgoing: Outgoing) -> None:
        async with self._db.transaction() as session:
            await outbound_store.forget_uploaded_file_id(session, self._account, outgoing.file.digest, outgoing.kind)

    async def reader(self, body: Body) -> tuple[str, str]:
        """The name of a file that cannot be shown, and the language of the chat's person."""
        name, _ = named(body)
        called = body.get("document", {}).get("file_name", "")
        async with self._db.reading() as session:
            file = await chats.get_file(session, name)
            person = await people.of_chat(session, file.chat) if file else None
        return file.name if file else called, person.language if person else "zh"


def named(body: Body) -> tuple[str, Kind]:
    """The id and kind of the file that the body shows."""
    if "photo" in body:
        return str(body["photo"][-1]["file_id"]), "photo"
    return str(body["document"]["file_id"]), "document"
