"""Moves messages from the outbox to their recipients' chats: reminders before news before broadcasts."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine import bodies
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from chats import outbound_store
from chats import service as chats
from chats.model import Lane
from outbox import store as outbox
from outbox import undelivered_service
from outbox.model import QueuedMessage, UnknownSubject
from outbox.store import Position
from people import post_store
from people import store as people
from people.model import Person
from storage.database import Database
from storage.failures import is_passing

BATCH_SIZE = 5  # messages per transaction: a new reminder waits for at most this many

log = structlog.get_logger()


MayReceive = Callable[[AsyncSession, QueuedMessage, Person], Awaitable[bool]]
"""Whether a person may read a message now; raises ``UnknownSubject`` if its subject is unknown here."""


class Undeliverable(Exception):
    """Delivering ``message`` failed by a fault of ours; nothing of its batch was stored."""

    def __init__(self, message: QueuedMessage) -> None:
        super().__init__(message.id)
        self.message = message


class Delivery:
    """``may_receive`` is asked before each message that has a subject.

    ``no_room`` names the channels that have no room for broadcasts now: only those broadcasts wait in the outbox.
    """

    def __init__(
        self,
        db: Database,
        bot: int,
        clock: Clock,
        signals: Signals,
        may_receive: MayReceive,
        no_room: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self.db = db
        self.bot = bot
        self.clock = clock
        self.signals = signals
        self.may_receive = may_receive
        self.no_room = no_room
        self._looked_through: Position | None = None

    async def deliver(self) -> int:
        """Deliver the next few messages to their chats; returns how many were taken."""
        try:
            return await self._deliver_batch()
        except Undeliverable as bug:
            log.error("message not delivered", outbox=bug.message.id, exc_info=bug.__cause__)
            async with self.db.transaction() as session:
                await undelivered_service.put_off(session, bug.message, self.clock.now())
            return 1

    async def _deliver_batch(self) -> int:
        async with self.db.transaction() as session:
            waiting = await self._take(session)
            chats_told = [await self._attempt(session, message) for message in waiting]
        for chat, message in zip(chats_told, waiting, strict=True):
            if chat is not None:
                self.signals.said(chat, message.lane)
        return len(waiting)

    async def _take(self, session: AsyncSession) -> list[QueuedMessage]:
        now, full = self.clock.now(), self.no_room()
        if not full:
            return await outbox.take(session, now, BATCH_SIZE)
        urgent = await outbox.take(session, now, BATCH_SIZE, [Lane.REMINDER, Lane.NEWS])
        return urgent or await self._overtake(session, full)

    async def _overtake(self, session: AsyncSession, full: Collection[str]) -> list[QueuedMessage]:
        """Broadcasts to the other channels, a page of the queue at a time: thousands for full ones may precede them."""
        found, self._looked_through = await outbox.take_past(
            session, self.clock.now(), BATCH_SIZE, full, self._looked_through
        )
        return found

    async def _attempt(self, session: AsyncSession, message: QueuedMessage) -> int | None:
        try:
            return await self._say(session, message)
        except Exception as error:
            if is_passing(error):
                raise
            raise Undeliverable(message) from error

    async def _say(self, session: AsyncSession, message: QueuedMessage) -> int | None:
        """Add it to a chat of its recipient, if that person may still read it; returns the chat."""
        now = self.clock.now()
        person = await _person_of(session, message)
        chat = await _chat_of(session, message, person) if person is not None else None
        if person is None or chat is None:
            log.warning("message without a chat", outbox=message.id)
            await outbox.mark(session, [message.id], None, now)
        elif await self._is_permitted(session, message, person, now):
            body = bodies.message(self.bot, message.text, now, message.buttons)
            await chats.say(session, chat, body, now, message.lane)
            await outbox.mark(session, [message.id], chat, now)
            return chat
        return None

    async def _is_permitted(self, session: AsyncSession, message: QueuedMessage, person: int, now: datetime) -> bool:
        """Checked again, since much may have changed: drops it if not allowed, holds it if its subject is unknown."""
        if message.subject is None and message.post is None:
            return True
        reader = await people.get(session, person)
        try:
            permitted = _holds_post(reader, message) and await self.may_receive(session, message, reader)
        except UnknownSubject:
            await undelivered_service.hold(session, message, now)
            return False
        if not permitted:
            await undelivered_service.drop(session, message, reader, now)
        return permitted


def _holds_post(reader: Person, message: QueuedMessage) -> bool:
    """False if the post that it is addressed to is no longer in the directory, whatever else its holder may read."""
    return message.post is None or any(post.id == message.post for post in reader.posts)


async def _person_of(session: AsyncSession, message: QueuedMessage) -> int | None:
    return message.person if message.post is None else (await post_store.post(session, message.post)).person


async def _chat_of(session: AsyncSession, message: QueuedMessage, person: int) -> int | None:
    """The chat that receives the recipient's notifications: preferably one that can be reached."""
    found = await people.chats_of(session, person)
    if message.chat is not None:
        return message.chat if message.chat in found else None
    if len(found) > 1:
        return await outbound_store.first_reachable(session, found) or found[0]
    return found[0] if found else None
