"""What the web chat's routes share: their services, and receiving what a person sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, Protocol

from jinja2 import Environment
from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.webchat import problems, sessions, store
from bot.channels.webchat.limits import Limits
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.store import WebSession
from bot.channels.webchat.streams import Streams
from bot.channels.webchat.uploads import Uploads
from bot.channels.webchat.watcher import Watcher
from bot.dialogs.menu_item import Menu
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from bot.files.examiner import Examiner
from chats import service
from chats import store as chats
from chats.model import Body, File
from directory.service import Snapshot
from storage.database import Database
from storage.files import FileStore

TYPING_DELAY_SECONDS = 0.15  # a faster answer needs no typing indicator, and saves the page a check


@dataclass(frozen=True, slots=True)
class Branding:
    """The office named on the page."""

    office: str = "区营商环境办公室"
    phone: str = ""


class Seats(Protocol):
    """The demo's seats: opening a seat's page signs the visitor in to its chat."""

    async def sign_in(self, seat: int, settings: WebSettings, agent: str, now: datetime) -> str | None:
        """A session token for the seat's page; None if there is no such seat."""


class Web:
    """``clock`` is the product's, ``real_clock`` decides when sessions expire; ``front`` is where "/" redirects."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        real_clock: Clock,
        signals: Signals,
        files: FileStore,
        examiner: Examiner,
        settings: WebSettings,
        branding: Branding,
        streams: Streams,
        directory: Snapshot,
        menu: Menu,
        seats: Seats | None = None,
        front: str = "/chat",
    ) -> None:
        self.db, self.clock, self.real_clock, self.signals, self.files = db, clock, real_clock, signals, files
        self.settings, self.branding, self.streams = settings, branding, streams
        self.seats, self.front = seats, front
        self.watcher = Watcher(db, signals, real_clock)
        self.limits = Limits(db, real_clock, settings)
        self.directory, self.menu = directory, menu
        self.uploads = Uploads(db, files, examiner, settings.file_limits, clock)

    async def visit(self, request: Request[Any, Any, Any]) -> WebSession:
        """The requesting device's session; raises a problem if it is not signed in."""
        async with self.db.reading() as session:
            return await self.visiting(session, request)

    async def visiting(self, session: AsyncSession, request: Request[Any, Any, Any]) -> WebSession:
        """As ``visit``, within the caller's database session."""
        now = self.real_clock.now()
        visit = await sessions.find(session, request, now)
        return visit or await self._refuse(session, request)

    async def pressing(self, session: AsyncSession, request: Request[Any, Any, Any], name: str) -> WebSession:
        """As ``visiting``; ``name`` is the id of the press, which may be repeated after it renewed the token."""
        visit = await sessions.find_pressing(session, request, name, self.real_clock.now())
        return visit or await self._refuse(session, request)

    async def _refuse(self, session: AsyncSession, request: Request[Any, Any, Any]) -> NoReturn:
        raise problems.signed_out(await sessions.why_ended(session, request, self.real_clock.now()))

    async def receive(self, chat: int, name: str, update: Body, file: File | None = None) -> None:
        """Store an update once, however often it is sent, and wake the worker and the page."""
        async with self.db.transaction() as session:
            await self.put(session, chat, name, update, file)
        self.wake(chat)

    async def put(self, session: AsyncSession, chat: int, name: str, update: Body, file: File | None = None) -> None:
        """As ``receive``, within the caller's transaction, after which the caller calls ``wake``."""
        now = self.clock.now()
        if await service.receive(session, chat, name, update, now) and file is not None:
            await chats.add_file(session, file, now)

    async def is_received(self, chat: int, name: str) -> bool:
        async with self.db.reading() as session:
            return await store.is_received(session, chat, name)

    def wake(self, chat: int) -> None:
        self.signals.inbox.send()
        self.signals.chat(chat).send_soon(TYPING_DELAY_SECONDS)


TheWeb = NamedDependency[Web]  # the types by which routes request them
Pages = NamedDependency[Environment]
