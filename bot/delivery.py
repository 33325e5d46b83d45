"""From the outbox to the chats of its recipients, reminders before news before broadcasts."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.engine import bodies
from bot.engine.signals import Signals
from chats import service as chats
from outbox import store as outbox
from outbox.model import Waiting
from people import store as people
from storage.database import Database

AT_ONCE = 5  # messages in a transaction: a reminder that comes meanwhile waits for no more than these

log = structlog.get_logger()


class Delivery:
    def __init__(self, db: Database, bot: int, clock: Clock, signals: Signals) -> None:
        self.db = db
        self.bot = bot
        self.clock = clock
        self.signals = signals

    async def deliver(self) -> int:
        """Carry the next few messages into their chats; returns how many there were."""
        async with self.db.transaction() as session:
            waiting = await outbox.take(session, self.clock.now(), AT_ONCE)
            chats_told = [await self._say(session, message) for message in waiting]
        for chat in chats_told:
            if chat is not None:
                self.signals.chat(chat).send()
        return len(waiting)

    async def _say(self, session: AsyncSession, message: Waiting) -> int | None:
        now = self.clock.now()
        chat = await _chat_of(session, message)
        if chat is None:
            log.warning("message without a chat", outbox=message.id)
        else:
            body = bodies.message(self.bot, message.text, now, message.buttons)
            await chats.say(session, chat, body, now, 1 + message.lane)
        await outbox.mark(session, [message.id], chat, now)
        return chat


async def _chat_of(session: AsyncSession, message: Waiting) -> int | None:
    """The chat that the recipient used last."""
    person = message.person
    if message.post is not None:
        person = (await people.post(session, message.post)).person
    found = await people.chats_of(session, person) if person is not None else []
    return found[0] if found else None
