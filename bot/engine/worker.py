"""The worker: takes one update, answers it in one transaction, and goes on to the next."""

import asyncio
from time import monotonic
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.engine import bodies, markup
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
        self._beat = monotonic()
        heard: Heard | None = None
        try:
            async with self.db.transaction() as session:
                heard = await chats.claim_oldest(session)
                if heard is None:
                    return False
                await self._answer(session, heard)
                told = outbox.was_put(session)
        except Refused as refused:
            assert heard is not None
            await self._close(heard, str(refused), error=None)
        except Exception as error:
            if _is_conflict(error):
                log.info("step repeated", error=type(error).__name__)
                await asyncio.sleep(0.01)
                return True
            if heard is None:
                raise
            log.exception("step failed", update=heard.id, chat=heard.chat.id, channel=heard.chat.channel)
            await self._close(heard, None, error=f"{type(error).__name__}: {error}"[:500])
        else:
            if told:
                self.signals.outbox.send()
        self.signals.chat(heard.chat.id).send()
        return True

    async def _answer(self, session: AsyncSession, heard: Heard) -> None:
        now = self.clock.now()
        person = await people.welcome(session, heard.chat.id, _language(heard), now)
        step = Step(session, heard, now)
        try:
            with speaking(person.language):
                update = {"update_id": heard.id, **heard.payload}
                await self.dispatcher.feed_raw_update(self.bot, update, session=session, person=person, now=now)
        finally:
            step.leave()
        await step.store()

    async def _close(self, heard: Heard, text: str | None, error: str | None) -> None:
        """Nothing of the failed step was stored; say so, and set the update aside."""
        async with self.db.transaction() as session:
            now = self.clock.now()
            person = await people.welcome(session, heard.chat.id, _language(heard), now)
            chat = await chats.lock_chat(session, heard.chat.id)
            with speaking(person.language):
                text = text or say(
                    "抱歉，刚才这一步没有办成，我们已经记下并会尽快查明。请稍后再试，或发送 /start 重新开始。"
                )
            step = Step(session, Heard(heard.id, chat, heard.external, heard.payload, heard.at), now)
            step.leave()
            _reply(step, self.bot, heard, text)
            await step.store("dead" if error else "done", error)


def _reply(step: Step, bot: Bot, heard: Heard, text: str) -> None:
    """To a pressed button a toast, to everything else a message."""
    if "callback_query" in heard.payload:
        step.toast({"text": markup.read(text)[0], "show_alert": True})
    else:
        step.send(bodies.message(bot.id, text, step.now))


def _language(heard: Heard) -> str:
    """The language the channel says its user reads; Chinese unless it is English."""
    spoken: Any = next(iter(heard.payload.values()), {})
    code = (spoken.get("from") or {}).get("language_code", "") if isinstance(spoken, dict) else ""
    return "en" if str(code).startswith("en") else "zh"


def _is_conflict(error: Exception) -> bool:
    """Two transactions met: the database undid this one, and it may simply be tried again."""
    if isinstance(error, OperationalError) and "database is locked" in str(error):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "55P03"}
