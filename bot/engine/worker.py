"""The worker: takes an update, answers it in one transaction, and goes on to the next."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine import bodies, markup
from bot.engine.clock import Clock
from bot.engine.conflicts import RETRY_SECONDS, is_conflict
from bot.engine.metrics import STEP_SECONDS
from bot.engine.questions import ask_again
from bot.engine.signals import Signals
from bot.engine.unit_of_work import UnitOfWork
from chats import store as chats
from chats.model import InboxUpdate
from outbox import store as outbox
from people import service as people
from storage.database import Database
from texts.refused import Refused
from texts.speech import say, speaking

log = structlog.get_logger()


class Worker:
    def __init__(self, db: Database, dispatcher: Dispatcher, bot: Bot, clock: Clock, signals: Signals) -> None:
        self.db = db
        self.dispatcher = dispatcher
        self.bot = bot
        self.clock = clock
        self.signals = signals
        self._beat = monotonic()

    def seconds_since_beat(self) -> float:
        return monotonic() - self._beat

    async def answer_next(self) -> bool:
        """Answer the oldest waiting update. False if there was none."""
        self._beat = began = monotonic()
        received: InboxUpdate | None = None
        try:
            async with self.db.transaction() as session:
                received = await chats.claim_oldest(session)
                if received is None:
                    return False
                await self._answer(session, received)
                told = outbox.was_put(session)
            if told:
                self.signals.outbox.send()
        except Exception as error:
            if is_conflict(error):
                log.info("step repeated", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
                return True
            if received is None:
                raise
            await self._recover(received, error)
        STEP_SECONDS.observe(monotonic() - began)
        self.signals.said(received.chat.id)
        return True

    async def _answer(self, session: AsyncSession, received: InboxUpdate) -> None:
        async with self._unit_of_work(session, received) as (work, said_with):
            update = {"update_id": received.id, **received.payload}
            await self.dispatcher.feed_raw_update(self.bot, update, **said_with)
        await work.store()

    async def _recover(self, received: InboxUpdate, error: Exception) -> None:
        """Nothing was stored: reply with the refusal, or apologise for a bug and set the update aside."""
        if isinstance(error, Refused):
            try:
                await self._refuse(received, error)
            except Exception as bug:
                error = bug
            else:
                return
        await self._set_aside(received, error)

    async def _refuse(self, received: InboxUpdate, refused: Refused) -> None:
        """Reply with the refusal and show the open question again below it, since it still needs an answer."""
        async with self.db.transaction() as session:
            claimed = await chats.claim(session, received.id)
            if claimed is None:
                return
            async with self._unit_of_work(session, claimed) as (work, said_with):
                self._reply(work, str(refused))
                if "callback_query" not in claimed.payload:
                    await ask_again(self.dispatcher, self.bot, work.chat, said_with)
            await work.store()

    async def _set_aside(self, received: InboxUpdate, error: Exception) -> None:
        chat = received.chat
        log.error("step failed", update=received.id, chat=chat.id, channel=chat.channel, exc_info=error)
        async with self.db.transaction() as session:
            claimed = await chats.claim(session, received.id)
            if claimed is None:
                return
            async with self._unit_of_work(session, claimed) as (work, _):
                sorry = say("抱歉，刚才这一步没有办成，我们已经记下并会尽快查明。请稍后再试，或发送 /start 重新开始。")
                self._reply(work, sorry)
            await work.store("dead", type(error).__name__)  # not its message, which may quote what somebody wrote

    @asynccontextmanager
    async def _unit_of_work(
        self, session: AsyncSession, received: InboxUpdate
    ) -> AsyncIterator[tuple[UnitOfWork, dict[str, Any]]]:
        """A unit of work in the person's language, and the values that handlers receive."""
        now = self.clock.now()
        person = await people.welcome(session, received.chat.id, _language(received), now)
        work = UnitOfWork(session, received, now)
        try:
            with speaking(person.language):
                yield work, {"session": session, "person": person, "now": now, "real_now": self.clock.real_now()}
        finally:
            work.leave()

    def _reply(self, work: UnitOfWork, text: str) -> None:
        """A toast if a button was pressed, otherwise a message."""
        if "callback_query" in work.update.payload:
            work.toast({"text": markup.read(text)[0], "show_alert": True})
        else:
            work.send(bodies.message(self.bot.id, text, work.now))


def _language(received: InboxUpdate) -> str:
    """The language that the channel reports for its user; Chinese unless it is English."""
    spoken: Any = next(iter(received.payload.values()), {})
    code = (spoken.get("from") or {}).get("language_code", "") if isinstance(spoken, dict) else ""
    return "en" if str(code).startswith("en") else "zh"
