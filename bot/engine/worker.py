"""The worker: takes an update, answers it in one transaction, and goes on to the next."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from functools import partial
from time import monotonic
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine import bodies, markup
from bot.engine.clock import Clock
from bot.engine.metrics import STEP_SECONDS
from bot.engine.questions import ask_again
from bot.engine.retry import CONFLICT_SECONDS
from bot.engine.signals import Signals
from bot.engine.typed_press import as_press
from bot.engine.unit_of_work import UnitOfWork
from chats import store as chats
from chats.model import InboxUpdate
from outbox import store as outbox
from people import service as people
from storage import meta_store
from storage.database import Database
from storage.failures import Failure, failure_of, is_passing
from texts.refused import Refused
from texts.speech import say, speaking

HELD_SECONDS = 60.0  # after the start: what may end the process again lets it serve everybody for a while
Claim = Callable[[AsyncSession], Awaitable[InboxUpdate | None]]
NoteBegun = Callable[[int], AbstractContextManager[None]]

log = structlog.get_logger()


class Worker:
    """``note_begun`` notes down that an update is being answered: the next process then knows what ended this one."""

    def __init__(
        self,
        db: Database,
        dispatcher: Dispatcher,
        bot: Bot,
        clock: Clock,
        signals: Signals,
        note_begun: NoteBegun = lambda _: nullcontext(),
    ) -> None:
        self.db = db
        self.dispatcher = dispatcher
        self.bot = bot
        self.clock = clock
        self.signals = signals
        self._note_begun = note_begun
        self._held: list[int] = []
        self._started = self._beat = monotonic()
        self._busy = 0  # updates that are being answered, or looked for
        self._alone = False
        self._failed: set[int] = set()  # updates that failed once; in memory, since a restart only adds one more try

    def hold(self, updates: Iterable[int]) -> None:
        """Answer these alone and after all others: they seem to end the process. They are never refused for that."""
        self._held += [update for update in updates if update not in self._held]

    def seconds_since_beat(self) -> float:
        """Seconds since it last answered an update, or found that none was waiting."""
        return monotonic() - self._beat

    async def answer_next(self) -> bool:
        """Answer the oldest waiting update. False if there was none.

        Raises the database's error while it cannot work: then nothing is answered or set aside.
        """
        if self._alone:
            return False
        try:
            found = await self._answer_oldest() or (self._may_answer_held() and await self._answer_held())
        except Exception as error:
            kind = failure_of(error)
            if kind is not Failure.CONFLICT:
                self.signals.outage.note(kind is Failure.OUTAGE)
                raise
            log.info("step repeated", error=type(error).__name__)
            await asyncio.sleep(CONFLICT_SECONDS)
            return True
        self._beat = monotonic()
        self.signals.outage.note(False)
        return found

    async def _answer_oldest(self) -> bool:
        self._busy += 1
        try:
            return await self._answer_claimed(chats.claim_oldest)
        finally:
            self._busy -= 1

    def _may_answer_held(self) -> bool:
        return bool(self._held) and not self._busy and monotonic() - self._started >= HELD_SECONDS

    async def _answer_held(self) -> bool:
        self._alone = True
        try:
            await self._answer_claimed(partial(chats.claim, number=self._held[0]))
            if self._held[0] not in self._failed:  # otherwise it is tried once more
                del self._held[0]
            return True
        finally:
            self._alone = False

    async def _answer_claimed(self, claim: Claim) -> bool:
        """False if there is nothing to answer."""
        began, received = monotonic(), None
        try:
            async with self.db.transaction() as session:
                received = await claim(session)
                if received is None:
                    return False
                with self._note_begun(received.id):
                    await self._answer(session, received)
                told = outbox.was_put(session)
        except Exception as error:
            if received is None or is_passing(error):
                raise
            if not await self._recover(received, error):
                return True
        else:
            self._answered(received, told=told)
        STEP_SECONDS.observe(monotonic() - began)
        self.signals.said(received.chat.id)
        return True

    def _answered(self, received: InboxUpdate, *, told: bool) -> None:
        self._failed.discard(received.id)
        if told:
            self.signals.outbox.send()

    async def _answer(self, session: AsyncSession, received: InboxUpdate) -> None:
        async with self._unit_of_work(session, received) as (work, said_with):
            update = {"update_id": received.id, **await as_press(work)}
            await self.dispatcher.feed_raw_update(self.bot, update, **said_with)
        await work.store()

    async def _recover(self, received: InboxUpdate, error: Exception) -> bool:
        """Nothing was stored: reply with the refusal; after a second bug apologise and set the update aside.

        False if it is to be answered again.
        """
        if isinstance(error, Refused):
            try:
                await self._refuse(received, error)
                return True
            except Exception as bug:
                if is_passing(bug):
                    raise
                error = bug
        return await self._give_up(received, error)

    async def _give_up(self, received: InboxUpdate, error: Exception) -> bool:
        """False after the first bug. It counts only if the database answers: otherwise who knows whose fault it was."""
        if received.id in self._failed:
            await self._set_aside(received, error)
            self._failed.discard(received.id)
            return True
        async with self.db.transaction() as session:
            await meta_store.require_answer(session)
        self._failed.add(received.id)
        log.warning("step repeated", update=received.id, chat=received.chat.id, exc_info=error)
        return False

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
