"""The town and the Telegram stand-in, joined by a real connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from aiogram import Bot

from bot.channels.telegram.api import connect
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.receiver import Receiver
from bot.channels.telegram.settings import TelegramSection
from chats import outbound_store
from chats import store as chats
from storage.database import Database
from tests.conversation import Talker, Town
from tests.telegram.standin import Account, StandIn

TOKEN = "123456789:sample-token-of-thirty-five-signs-00"
ACCOUNT = "123456789:"


class Reception:
    """Receives updates from the stand-in into the tables."""

    def __init__(self, telegram: StandIn, town: Town, bot: Bot) -> None:
        self.telegram, self.town, self.bot, self.db = telegram, town, bot, town.db
        self.receiver = Receiver(town.db, town.clock, town.signals, ACCOUNT, town.bot.id)

    @property
    def account(self) -> Account:
        return self.telegram.account

    @property
    def waiting(self) -> list[int]:
        """The updates that Telegram still keeps for us."""
        return [update.number for update in self.account.updates.waiting]

    def poller(self, process: str = "one", open_for: int = 0) -> Poller:
        return Poller(self.bot, self.receiver, self.db, self.town.clock, process, open_for=open_for)

    async def health(self, part: str) -> tuple[str, str]:
        async with self.db.reading() as session:
            found = {health.part: (health.state, health.detail) for health in await outbound_store.health(session)}
        return found.get(part, ("", ""))

    async def since(self, part: str) -> datetime:
        async with self.db.reading() as session:
            return next(health.since for health in await outbound_store.health(session) if health.part == part)

    async def talker(self, number: int) -> Talker:
        """The person of that number, as known in the town."""
        async with self.db.transaction() as session:
            chat = await chats.open_chat(session, "telegram", f"{ACCOUNT}{number}")
        return Talker(self.town, chat.id, str(number))

    async def heard(self, number: int) -> list[str]:
        """The texts received from that person, in order."""
        return [shown.text for shown in await (await self.talker(number)).screen() if shown.mine]


@asynccontextmanager
async def open_reception(db: Database) -> AsyncIterator[Reception]:
    async with StandIn(TOKEN) as telegram:
        bot = connect(TelegramSection(token=TOKEN, api_base=telegram.address))
        try:
            yield Reception(telegram, Town(db), bot)
        finally:
            await bot.session.close()
