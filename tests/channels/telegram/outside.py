"""For tests of sending: a database, a file store, and a real HTTP connection to the stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.channels.telegram.sending import TelegramTransport
from bot.engine import bodies, media
from bot.files.examination import examine
from bot.files.limits import FileLimits
from chats import store as chats
from chats.model import Body, File, FileState
from outbox.model import Buttons
from storage.database import Database
from storage.files import FileStore
from tests.conversation import MONDAY
from tests.telegram.standin import Person, StandIn

LIMITS = FileLimits(megabytes=10, megapixels=64, side=4096)
VOICE = 1  # sender of messages in the chat log


@dataclass
class Outside:
    telegram: StandIn
    bot: Bot
    db: Database
    files: FileStore
    transport: TelegramTransport

    def to(self, number: int) -> str:
        return f"{self.bot.id}:{number}"

    async def chat(self, number: int) -> int:
        """Our chat with that person."""
        async with self.db.transaction() as session:
            return (await chats.open_chat(session, "telegram", self.to(number))).id

    async def keep(self, name: str, content: bytes, number: int = 1, state: FileState = FileState.KEPT) -> File:
        """A file of the person's chat, with its content in the file store."""
        fit = examine(name, "", content, LIMITS)
        digest = self.files.put(fit.content) if state is FileState.KEPT else ""
        chat = await self.chat(number)
        size = len(fit.content)
        file = File(media.new_id(), chat, fit.name, fit.kind, size, digest, fit.width, fit.height, state)
        async with self.db.transaction() as session:
            await chats.add_file(session, file, MONDAY)
        return file


@asynccontextmanager
async def outside(db: Database, folder: Path) -> AsyncIterator[Outside]:
    async with StandIn() as telegram:
        session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.address))
        bot, files = Bot(telegram.token, session=session), FileStore(folder)
        try:
            yield Outside(telegram, bot, db, files, TelegramTransport(bot, db, files))
        finally:
            await (await session.create_session()).close()


def text(html: str, buttons: Buttons = ()) -> Body:
    return bodies.message(VOICE, html, MONDAY, buttons)


def showing(file: File, kind: str, caption: str = "", buttons: Buttons = ()) -> Body:
    body = {**bodies.head(VOICE, MONDAY), **media.describe(file, kind), **({"caption": caption} if caption else {})}
    return {**body, **{key: value for key, value in text("x", buttons).items() if key == "reply_markup"}}


def person(outside: Outside, number: int = 1) -> Person:
    return outside.telegram.person(number).meet()
