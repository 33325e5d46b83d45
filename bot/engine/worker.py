"""The worker: takes one update, answers it in one transaction, and goes on to the next."""

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
from bot.engine.conflicts import A_MOMENT, is_conflict
from bot.engine.metrics import STEP_SECONDS
from bot.engine.questions import ask_again
from bot.engine.signals import Signals
from bot.engine.step import Step
from chats import store as chats
from chats.model import Heard
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

    async def take_step(self) -> bool:
        """Answer the oldest waiting update. False if there was none."""
        self._beat = began = monotonic()
        heard: Heard | None = None
        try:
            async with self.db.transaction() as session:
                heard = await chats.claim_oldest(session)
                if heard is None:
                    return False
                await self._answer(session, heard)
                told = outbox.was_put(session)
            if told:
                self.signals.outbox.send()
        except Exception as error:
            if is_conflict(error):
                log.info("step repeated", error=type(error).__name__)
                await asyncio.sleep(A_MOMENT)
                return True
            if heard is None:
                raise
            await self._recover(heard, error)
        STEP_SECONDS.observe(monotonic() - began)
        self.signals.said(heard.chat.id)
        return True

    async def _answer(self, session: AsyncSession, heard: Heard) -> None:
        async with self._step(session, heard) as (step, said_with):
            update = {"update_id": heard.id, **heard.payload}
            await self.dispatcher.feed_raw_update(self.bot, update, **said_with)
        await step.store()

    async def _recover(self, heard: Heard, error: Exception) -> None:
        """Nothing of the failed step was stored: say why it was refused, or apologise for a bug and set it aside."""
        if isinstance(error, Refused):
            try:
                await self._refuse(heard, error)
            except Exception as bug:
                error = bug
            else:
                return
        log.error("step failed", update=heard.id, chat=heard.chat.id, channel=heard.chat.channel, exc_info=error)
        await self._set_aside(heard, error)

    async def _refuse(self, heard: Heard, refused: Refused) -> None:
        """Say it, and put the question again below: what was asked before still stands."""
        async with self.db.transaction() as session:
            claimed = await chats.claim(session, heard.id)
            if claimed is None:
                return
            async with self._step(session, claimed) as (step, said_with):
                self._reply(step, str(refused))
                if "callback_query" not in claimed.payload:
                    await ask_again(self.dispatcher, self.bot, step.chat, said_with)
            await step.store()

    async def _set_aside(self, heard: Heard, error: Exception) -> None:
        async with self.db.transaction() as session:
            claimed = await chats.claim(session, heard.id)
            if claimed is None:
                return
            async with self._step(session, claimed) as (step, _):
                sorry = say("抱歉，刚才这一步没有办成，我们已经记下并会尽快查明。请稍后再试，或发送 /start 重新开始。")
                self._reply(step, sorry)
            await step.store("dead", type(error).__name__)  # not its message: that may quote what somebody wrote

    @asynccontextmanager
    async def _step(self, session: AsyncSession, heard: Heard) -> AsyncIterator[tuple[Step, dict[str, Any]]]:
        """A step in its person's language, and what handlers are given with it."""
        now = self.clock.now()
        person = await people.welcome(session, heard.chat.id, _language(heard), now)
        step = Step(session, heard, now)
        try:
            with speaking(person.language):
                yield step, {"session": session, "person": person, "now": now, "real_now": self.clock.real_now()}
        finally:
            step.leave()

    def _reply(self, step: Step, text: str) -> None:
        """To a pressed button a toast, to everything else a message."""
        if "callback_query" in step.heard.payload:
            step.toast({"text": markup.read(text)[0], "show_alert": True})
        else:
            step.send(bodies.message(self.bot.id, text, step.now))


def _language(heard: Heard) -> str:
    """The language the channel says its user reads; Chinese unless it is English."""
    spoken: Any = next(iter(heard.payload.values()), {})
    code = (spoken.get("from") or {}).get("language_code", "") if isinstance(spoken, dict) else ""
    return "en" if str(code).startswith("en") else "zh"
