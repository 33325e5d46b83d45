"""A town that receives Telegram updates, without a Telegram server."""

from typing import Any

from bot.channels.telegram.receiver import Receiver
from chats import store as chats
from storage.database import Database
from tests.channels.telegram.updates import BOSS
from tests.conversation import Talker, Town

ACCOUNT = "123456789:"
SENTENCE = "我们厂排污许可证办了一个月还没有批下来"


class TelegramTown(Town):
    """A town that receives the updates a Telegram bot would receive."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.receiver = Receiver(db, self.clock, self.signals, ACCOUNT, self.bot.id)

    async def receive(self, *updates: Any) -> None:
        await self.receiver.receive(updates)
        await self.work()

    async def talker(self, person: int = BOSS) -> Talker:
        async with self.db.transaction() as session:
            chat = await chats.open_chat(session, "telegram", f"{ACCOUNT}{person}")
        return Talker(self, chat.id, str(person))

    async def dead(self) -> int:
        async with self.db.reading() as session:
            return await chats.count_inbox(session, "dead")
