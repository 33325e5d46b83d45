"""A web chat visitor that uses only the protocol, the website visited, and a simple bot that answers."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import httpx
from litestar import Litestar
from sqlalchemy import select

from bot.channels.webchat import app, page, store
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.streams import Streams
from bot.channels.webchat.web import Branding, Web
from bot.demo import routes as demo_routes
from bot.demo.demo import Demo
from bot.demo.door import OnlyHere
from bot.dialogs.menu import MENU
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from bot.files.examiner import Examiner
from chats import service
from chats import store as chats
from chats.model import Body
from chats.store import InboxRow
from directory.service import Snapshot
from storage.database import Database
from storage.files import FileStore

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 9:00 in the district
TOKEN = re.compile(r'name="form-token" content="([^"]+)"')


class StillClock(Clock):
    """A clock that moves only when told to."""

    def __init__(self, at: datetime = MONDAY) -> None:
        super().__init__()
        self.start = at

    def now(self) -> datetime:
        return self.start + self.ahead

    def move_to(self, moment: datetime) -> None:
        self.ahead = max(self.ahead, moment - self.start)

    def pass_by(self, time: timedelta) -> None:
        self.ahead += time


class Website:
    """The server with everything around it that tests inspect."""

    db: Database
    app: Litestar
    files: FileStore
    clock: StillClock  # the product's
    real_clock: StillClock
    streams: Streams
    signals: Signals

    @classmethod
    async def build(
        cls, db: Database, folder: Path, settings: WebSettings | None = None, demo: Demo | None = None
    ) -> "Website":
        site = cls()
        site.db, site.clock, site.real_clock = db, StillClock(), StillClock()
        site.files, site.streams, site.signals = FileStore(folder / "files"), Streams(), Signals()
        async with db.transaction() as session:
            secret = await store.secret(session)
        given = settings or WebSettings()
        routes = WebChat(site.web(given, demo)).routes
        if demo:
            pages = page.environment(demo_routes.PAGES, is_demo=True)
            site.app = app.build([*routes, demo_routes.router(demo)], given, secret, pages, OnlyHere, asks_device=True)
        else:
            site.app = app.build(routes, given, secret)
        return site

    def web(self, settings: WebSettings, demo: Demo | None) -> Web:
        return Web(
            db=self.db,
            clock=demo.clock if demo else self.clock,
            real_clock=self.real_clock,
            signals=self.signals,
            files=self.files,
            examiner=Examiner(),
            settings=settings,
            branding=Branding(phone="13800000000"),
            streams=self.streams,
            directory=Snapshot(),
            menu=MENU,
            seats=demo,
            front=demo_routes.FRONT if demo else "/chat",
        )

    @asynccontextmanager
    async def visitor(
        self, base: str = "/chat", origin: str = "http://localhost", address: str = "127.0.0.1", **headers: str
    ) -> AsyncIterator["Visitor"]:
        transport = httpx.ASGITransport(cast(Any, self.app), raise_app_exceptions=False, client=(address, 123))
        async with httpx.AsyncClient(transport=transport, base_url=origin, headers=headers) as client:
            yield Visitor(client, base)

    async def heard(self) -> list[Body]:
        """The updates waiting for the bot, oldest first."""
        async with self.db.reading() as session:
            return list(await session.scalars(select(InboxRow.payload).order_by(InboxRow.id)))

    async def answer(self, text: str = "收到。", **more: Any) -> None:
        """Act as the bot: answer the oldest update."""
        async with self.db.transaction() as session:
            heard = await chats.claim_oldest(session)
            assert heard is not None, "nobody is waiting"
            await service.say(session, heard.chat.id, said(text, **more), self.clock.now())
            await chats.close_inbox(session, heard.id, "done")
        self.signals.chat(heard.chat.id).send()


class Visitor:
    """Sends what the page would send."""

    def __init__(self, client: httpx.AsyncClient, base: str = "/chat") -> None:
        self.client, self.base, self.token = client, base, ""

    async def open(self) -> httpx.Response:
        page = await self.client.get(self.base)
        if found := TOKEN.search(page.text):
            self.token = found.group(1)
        return page

    async def start(self, **more: Any) -> httpx.Response:
        await self.open()
        return await self.post("start", {"id": new_id(), **more})

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        headers = {"X-Form-Token": self.token, **headers}
        return await self.client.post(f"{self.base}/{path}", json=body, headers=headers)

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(f"{self.base}/{path}")

    async def say(self, text: str, name: str | None = None) -> httpx.Response:
        return await self.post("messages", {"id": name or new_id(), "text": text})

    async def press(self, message: int, data: str, name: str | None = None) -> httpx.Response:
        return await self.post("presses", {"id": name or new_id(), "message": message, "data": data})

    async def send(
        self, name: str, content: bytes, kind: str = "", caption: str = "", id: str | None = None
    ) -> httpx.Response:
        id = id or new_id()
        return await self.client.post(
            f"{self.base}/files?id={id}",
            data={"id": id, "caption": caption},
            files={"file": (name, content, kind or "application/octet-stream")},
            headers={"X-Form-Token": self.token},
        )

    async def events(self) -> list[dict[str, Any]]:
        return list((await self.get("history?limit=200")).json()["events"])

    async def texts(self) -> list[str]:
        return [event["body"].get("text", "") for event in await self.events()]


def new_id() -> str:
    return str(uuid4())


def said(text: str, **more: Any) -> Body:
    """A message from the bot."""
    return {
        "date": int(MONDAY.timestamp()),
        "from": {"id": 0, "is_bot": True, "first_name": "亲清"},
        "text": text,
        **more,
    }


def cookie(response: httpx.Response, name: str) -> str:
    """The Set-Cookie header of that cookie."""
    return next((line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}=")), "")
