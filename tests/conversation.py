"""People who talk to the real dispatcher on a real database; only the channel is missing."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import reminding_service
from appeals.policy import AppealPolicy
from bot.application import dispatcher, may_receive
from bot.delivery.delivery import Delivery
from bot.dialogs.services import Office, Services
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from bot.engine.worker import Worker
from bot.reminders import jobs
from chats import outbound_store
from chats import service as chat_service
from chats import store as chats
from chats.model import Body, File, Kind
from directory import service as directory
from directory.load import load
from people import post_store
from people import store as people
from people.model import Role
from people.post_store import PostRow
from people.store import AccountRow
from storage.database import Database
from workdays.deadline_rules import DeadlineRules
from workdays.published import published_calendar

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC) - timedelta(hours=8)  # 10:00 there, in a week without holidays


class StillClock(Clock):
    """A clock that moves only when told to. Real time advances with each reading, so no two are equal."""

    def __init__(self, at: datetime = MONDAY) -> None:
        super().__init__()
        self.at = self.real = at

    def real_now(self) -> datetime:
        self.real += timedelta(microseconds=1)
        return self.real

    def now(self) -> datetime:
        return self.at

    def move_to(self, moment: datetime) -> None:
        self.at = max(self.at, moment)


@dataclass
class Shown:
    """A message as the person sees it."""

    number: int
    text: str
    mine: bool
    buttons: dict[str, str]
    body: Body


class Town:
    """The whole application without its channels. People use the web unless a test says otherwise."""

    home = "web"
    held = False

    def __init__(self, db: Database, at: datetime = MONDAY) -> None:
        self.db = db
        self.clock = StillClock(at)
        self.signals = Signals()
        office = Office("示例区营商环境办公室", "0551-66660000", "示例区")
        self.services = Services(
            office, AppealPolicy(DeadlineRules(published_calendar())), public_url="https://qinqing.example.gov.cn"
        )
        self.dispatcher, self.bot = dispatcher(self.services)
        self.worker = Worker(db, self.dispatcher, self.bot, self.clock, self.signals)
        self.delivery = Delivery(db, self.bot.id, self.clock, self.signals, may_receive)
        (self.remind,) = jobs.table(db, [reminding_service.sweep(self.services.policy)], self.clock, self.signals, 30)

    async def settle(self) -> "Town":
        """Load the sample district."""
        async with self.db.transaction() as session:
            await directory.import_directory(session, load().directory)
        return self

    async def work(self) -> None:
        """Process everything that is waiting."""
        while not self.held and (await self.worker.answer_next() or await self.delivery.deliver()):
            pass

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Messages sent within the context are all stored before any of them is answered."""
        self.held = True
        try:
            yield
        finally:
            self.held = False
        await self.work()

    async def advance(self, moment: datetime) -> None:
        """Move the time forward and run the sweep."""
        self.clock.move_to(moment)
        await self.remind.run()
        await self.work()

    async def someone(self, name: str, channel: str = "") -> "Talker":
        """A person with a new chat, not yet known to the application."""
        async with self.db.transaction() as session:
            return await self.seat(session, name, name, channel or self.home)

    async def holder(self, role: Role, unit: str = "", name: str = "") -> "Talker":
        """The holder of the first post with that role (in that unit, with that name), linked to a new chat."""
        async with self.db.transaction() as session:
            current = await directory.load(session)
            number = current.by_name[unit].id if unit else None
            post = next(one for one in await post_store.posts(session, role, unit=number) if name in ("", one.name))
            talker = await self.seat(session, f"post {post.id}", post.name, self.home)
            person = await people.add(session, talker.chat, "zh", self.clock.now())
            row = await session.get_one(PostRow, post.id)
            row.person = person.id
        return talker

    async def seat(self, session: AsyncSession, external: str, name: str, channel: str) -> "Talker":
        """A chat that is already registered."""
        chat = await chats.open_chat(session, channel, external)
        if channel != "web":
            await outbound_store.open_outbound(session, chat.id)
        return Talker(self, chat.id, name)

    async def store_update(self, chat: int, name: str, payload: Body) -> bool:
        """Store it as a channel does; False if it was stored before."""
        async with self.db.transaction() as session:
            return await chat_service.receive(session, chat, name, payload, self.clock.now())

    async def bind(self, talker: "Talker", post: int) -> None:
        async with self.db.transaction() as session:
            account = await session.get_one(AccountRow, talker.chat)
            (await session.get_one(PostRow, post)).person = account.person


class Talker:
    """One person in one chat: says, sends, presses, reads."""

    photo = "d" * 64  # digest of every photo that is sent

    def __init__(self, town: Town, chat: int, name: str) -> None:
        self.town = town
        self.chat = chat
        self.name = name
        self._names = count(1)

    async def say(self, text: str) -> str:
        """Type a text; returns the text that the bot shows last."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[:1] == "/" else []
        return await self.send({"text": text, **({"entities": entities} if entities else {})})

    async def send(self, content: Body, name: str | None = None) -> str:
        message = {"date": int(self.town.clock.now().timestamp()), "from": self.me(), **content}
        await self.hear({"message": message}, name)
        return await self.last()

    async def send_photo(self) -> str:
        """Send a photo that the page has uploaded."""
        name = f"photo-{self.chat}-{next(self._names)}"
        async with self.town.db.transaction() as session:
            file = File(name, self.chat, "厂区.jpg", "image/jpeg", 1000, self.photo, 8, 6)
            await chats.add_file(session, file, self.town.clock.now())
        shown = {"file_id": name, "file_unique_id": name, "width": 8, "height": 6, "file_size": 1000}
        await self.hear({"message": {"date": 1, "from": self.me(), "photo": [shown]}})
        return await self.last()

    async def press(self, label: str, times: int = 1) -> str:
        """Tap the newest button whose label contains ``label``; returns the text that the bot shows last."""
        shown, data = await self.button(label)
        for _ in range(times):
            await self.hear(self.pressed(shown, data), work=False)
        await self.town.work()
        return await self.last()

    def pressed(self, shown: Shown, data: str) -> Body:
        message = {**shown.body, "message_id": shown.number, "chat": {"id": self.chat, "type": "private"}}
        return {"callback_query": {
            "id": f"{self.chat}-{next(self._names)}", "from": self.me(), "message": message,
            "chat_instance": str(self.chat), "data": data,
        }}  # fmt: skip

    async def hear(self, payload: Body, name: str | None = None, *, work: bool = True) -> bool:
        new = await self.town.store_update(self.chat, name or f"update {next(self._names)}", payload)
        if work:
            await self.town.work()
        return new

    async def screen(self) -> list[Shown]:
        """All messages in their current state, oldest first."""
        async with self.town.db.reading() as session:
            events = await chats.events_after(session, self.chat, 0, 10_000)
        messages: dict[int, Any] = {}
        for event in events:
            if event.kind is Kind.DELETE:
                messages.pop(event.message, None)
            elif event.kind is not Kind.TOAST:
                messages[event.message] = event.body
        return [_shown(number, body) for number, body in sorted(messages.items())]

    async def last(self) -> str:
        return (await self.screen())[-1].text

    async def toasts(self) -> list[str]:
        async with self.town.db.reading() as session:
            events = await chats.events_after(session, self.chat, 0, 10_000)
        return [str(event.body["text"]) for event in events if event.kind is Kind.TOAST and "text" in event.body]

    async def read(self, pattern: str) -> re.Match[str]:
        """The newest message that matches; fails if none does."""
        for shown in reversed(await self.screen()):
            if not shown.mine and (found := re.search(pattern, shown.text)):
                return found
        raise AssertionError(f"{self.name} never read «{pattern}»: {[s.text for s in await self.screen()]}")

    async def button(self, label: str) -> tuple[Shown, str]:
        screen = await self.screen()
        for shown in reversed(screen):
            for text, data in shown.buttons.items():
                if label in text:
                    return shown, data
        raise AssertionError(f"{self.name} sees no button «{label}»: {[(s.text, [*s.buttons]) for s in screen[-3:]]}")

    def me(self) -> Body:
        return {"id": self.chat, "is_bot": False, "first_name": self.name, "language_code": "zh-hans"}


def _shown(number: int, body: Body) -> Shown:
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = {button["text"]: button["callback_data"] for row in rows for button in row}
    text = body.get("text") or body.get("caption") or ("[照片]" if "photo" in body else "[文件]")
    return Shown(number, text, not body["from"]["is_bot"], buttons, body)


__all__ = ["MONDAY", "Role", "Shown", "StillClock", "Talker", "Town"]
