"""The whole application with its real connections to Telegram; its people have phones at the stand-in.

Nothing waits: everything is driven by hand until nothing is left to do, and waits of the rate limit pass instantly.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Literal

from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncSession

from bot.application import may_receive
from bot.channels.telegram.api import connect
from bot.channels.telegram.files_in import FilesIn
from bot.channels.telegram.menus import Menus
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.sending import TelegramTransport
from bot.channels.telegram.settings import TelegramSection
from bot.channels.telegram.store import CHANNEL
from bot.delivery.delivery import Delivery
from bot.delivery.sender import Sender
from bot.dialogs.menu import MENU
from bot.engine.clock import Clock
from bot.files.examiner import Examiner
from bot.files.limits import FileLimits
from chats import outbound_store
from chats import store as chats
from storage.database import Database
from storage.files import FileStore
from tests.conversation import Talker, Town
from tests.telegram.phone import Phone
from tests.telegram.standin import StandIn
from tests.telegram.ways_in import Delivered, Polled

Way = Literal["polling", "webhook"]

TOKEN = "100001:" + "x" * 40
BOT_NAME = "example_qinqing_bot"
LIMITS = FileLimits(megabytes=10, megapixels=64, side=4096)
PROCESS = "the only one"
ANSWER_WITHIN = 30.0  # seconds of real time, which only pass if an answer never comes
IMPATIENT = 0.7
MOST_ROUNDS = 1_000  # far more than any journey needs, so it is an endless loop
A_MOMENT = timedelta(milliseconds=1)


class PassingClock(Clock):
    """The application's clock for code that waits: waits pass instantly."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._begin = clock.now()
        self._passed = timedelta()

    def now(self) -> datetime:
        return self._clock.now() + self._passed

    def seconds(self) -> float:
        return (self.now() - self._begin).total_seconds()

    async def nap(self, seconds: float) -> None:
        """Slightly longer than requested, so that rounding leaves nothing to wait for."""
        self._passed += timedelta(seconds=seconds) + A_MOMENT


class TownOnTelegram(Town):
    """``home`` is the channel of people for whom none is given."""

    home = CHANNEL
    fetches = True  # files; False while Telegram delays downloads
    audited = True  # False if a test does something that the two records count differently

    def __init__(self, db: Database, telegram: StandIn, bot: Bot, folder: Path) -> None:
        super().__init__(db)
        self.telegram = telegram
        self.outside = bot
        self.passing = PassingClock(self.clock)
        self.files = FileStore(folder)
        self.receiver = Receiver(db, self.passing, self.signals, f"{bot.id}:", self.bot.id)
        self.sender = self._build_sender(ANSWER_WITHIN)
        self.delivery = Delivery(db, self.bot.id, self.clock, self.signals, may_receive, self._full)
        self.files_in = FilesIn(bot, db, self.files, Examiner(), LIMITS, self.passing, self.signals, self.bot.id)
        self.menus = Menus(bot, db, self.passing, PROCESS, MENU)
        self.way_in: Polled | Delivered = Polled(self)
        self._numbers = count(1001)

    def be_impatient(self) -> None:
        """Call first: where answers never come, wait only slightly longer than answers usually take."""
        self.sender = self._build_sender(IMPATIENT)

    def _build_sender(self, answer_within: float) -> Sender:
        transport = TelegramTransport(self.outside, self.db, self.files, answer_within)
        return Sender(
            self.db, transport, self.passing, self.signals, PROCESS,
            monotonic=self.passing.seconds, sleep=self.passing.nap,
        )  # fmt: skip

    async def work(self) -> None:
        for _ in range(MOST_ROUNDS):
            if self.held or not await self._round():
                return
        raise AssertionError("the product does not come to rest")

    async def _round(self) -> bool:
        """Run every part once; True if there is more to do."""
        await self.way_in.receive()
        while await self.worker.answer_next() or await self.delivery.deliver():
            pass
        was_full = not self.sender.has_room()
        await self.send_due()
        return bool(self.fetches and await self.files_in.run()) or was_full

    async def send_due(self) -> None:
        """Send everything pending and what follows from it, however long it would take in real time."""
        await self.sender.send_due()
        for _ in range(MOST_ROUNDS):
            moment = self.sender.next_moment()
            if moment == float("inf"):
                return
            await self.passing.nap(max(0.0, moment - self.passing.seconds()))
            await self.sender.send_due()
        raise AssertionError("the sender does not come to rest")

    async def sweep(self) -> None:
        """What the sender finds when it polls every few seconds, without being signalled."""
        await self.sender.poll()
        await self.work()

    async def someone(self, name: str, channel: str = "") -> Talker:
        """A person unknown until they write. "1:700" is the person with Telegram id 700."""
        if (channel or self.home) != CHANNEL:
            return await super().someone(name, channel)
        number = int(name.partition(":")[2]) if channel else next(self._numbers)
        return Phone(self, self.telegram.person(number), name)

    def phone(self, language: str = "zh-hans") -> Phone:
        """Somebody new with a phone set to that language."""
        number = next(self._numbers)
        return Phone(self, self.telegram.person(number, language), f"示例{number}")

    def external(self, number: int) -> str:
        return f"{self.outside.id}:{number}"

    async def seat(self, session: AsyncSession, external: str, name: str, channel: str) -> Talker:
        if channel != CHANNEL:
            return await super().seat(session, external, name, channel)
        person = self.telegram.person(next(self._numbers)).meet()
        chat = await chats.open_chat(session, CHANNEL, self.external(person.number))
        await outbound_store.open_outbound(session, chat.id)
        return Phone(self, person, name, chat.id)

    def _full(self) -> tuple[str, ...]:
        return () if self.sender.has_room() else (CHANNEL,)


@asynccontextmanager
async def on_telegram(db: Database, folder: Path, way: Way) -> AsyncIterator[TownOnTelegram]:
    """The town, whose district must be loaded already, with the stand-in."""
    async with StandIn(TOKEN) as telegram:
        telegram.account.username = BOT_NAME
        telegram.manners.patience = 0.0  # once everything is settled, nothing more will appear
        bot = connect(TelegramSection(token=TOKEN, api_base=telegram.address))
        town = TownOnTelegram(db, telegram, bot, folder)
        telegram.manners.settle = town.work
        if way == "webhook":
            town.way_in = Delivered(town)
        try:
            async with town.way_in:
                yield town
        finally:
            await (await bot.session.create_session()).close()  # type: ignore[attr-defined]  # typed as base session
