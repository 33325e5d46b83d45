"""The same walk through the same dispatcher and dialogs, with lists and dicts instead of the database."""

from dataclasses import replace
from typing import Never
from unittest.mock import patch

from aiogram.fsm.storage.memory import MemoryStorage
from sqlalchemy.ext.asyncio import AsyncSession

from appeals import at_hand_store
from appeals.policy import AppealPolicy
from bench.stopwatch import Stopwatch
from bench.walk import WALK, Act, Screen, update
from bot.application import dispatcher
from bot.dialogs.services import Office, Services
from bot.engine.unit_of_work import MAX_RECENT_EVENTS, State, UnitOfWork
from chats.model import Body, Chat, Event, InboxUpdate, Kind
from directory.learned import Learned
from directory.load import load
from directory.model import Directory
from directory.service import Snapshot
from people.model import Person
from tests.conversation import MONDAY
from texts.speech import speaking
from workdays.deadline_rules import DeadlineRules
from workdays.published import published_calendar


async def walk(count: int) -> Stopwatch:
    rehearsal = _Rehearsal()
    chats = [_Chat(number) for number in range(1, count + 1)]
    for act in WALK:
        waiting = [(chat, chat.hear(act)) for chat in chats]
        with patch.object(at_hand_store, "at_hand", _no_appeals), rehearsal.watch.running(count):
            for chat, heard in waiting:
                await rehearsal.answer(chat, heard)
    return rehearsal.watch


async def _no_appeals(*_: object) -> list[Never]:
    """What the visitors of the walk have filed, without asking the tables."""
    return []


class _Rehearsal:
    def __init__(self) -> None:
        office = Office("示例区营商环境办公室", "0551-66660000", "示例区")
        policy = AppealPolicy(DeadlineRules(published_calendar()))
        self.dispatcher, self.bot = dispatcher(Services(office, policy, _StillDirectory(_numbered(load().directory))))
        self.dispatcher.fsm.storage = MemoryStorage()
        self.session = AsyncSession()  # bound to no database: any query fails
        self.watch = Stopwatch()

    async def answer(self, chat: "_Chat", heard: InboxUpdate) -> None:
        """What the worker does, without its transaction."""
        work, person = _MemoryUnitOfWork(self.session, heard, chat), Person(chat.number)
        try:
            with speaking(person.language):
                payload = {"update_id": heard.id, **heard.payload}
                await self.dispatcher.feed_raw_update(
                    self.bot, payload, session=self.session, person=person, now=MONDAY, real_now=MONDAY
                )
        finally:
            work.leave()
        chat.keep(work.said)


class _Chat:
    """A chat log in memory."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.events: list[Event] = []
        self.remembered: dict[str, State] = {}
        self.screen = Screen()

    def hear(self, act: Act) -> InboxUpdate:
        payload = update(act, self.number, self.screen, MONDAY)
        if message := payload.get("message"):
            number = len(self.events) + 1
            payload = {"message": {**message, "message_id": number, "chat": {"id": self.number, "type": "private"}}}
            self.keep([Event(self.number, number, Kind.SEND, number, message, MONDAY)])
        chat = Chat(self.number, "web", "", len(self.events))
        return InboxUpdate(1_000 * self.number + len(self.events), chat, "", payload, MONDAY)

    def keep(self, events: list[Event]) -> None:
        self.events += events
        self.screen.show(events)


class _MemoryUnitOfWork(UnitOfWork):
    """A unit of work that stores nothing: earlier messages and what the chat remembers are the chat's own lists."""

    def __init__(self, session: AsyncSession, heard: InboxUpdate, chat: _Chat) -> None:
        super().__init__(session, heard, MONDAY)
        self._log = chat

    @property
    def said(self) -> list[Event]:
        return self._events

    async def recent_events(self) -> list[Event]:
        return self._log.events[-MAX_RECENT_EVENTS:]

    async def _known_states(self) -> dict[str, State]:
        return self._log.remembered

    async def shown(self, message: int) -> Body | None:
        for event in reversed(self._events):
            if event.message == message and event.kind is not Kind.TOAST:
                return None if event.kind is Kind.DELETE else event.body
        return self._log.screen.messages.get(message)


class _StillDirectory(Snapshot):
    """The directory, without checking the tables for changes."""

    def __init__(self, directory: Directory) -> None:
        super().__init__()
        self._kept = directory

    async def current(self, session: AsyncSession) -> Directory:
        return self._kept

    async def learned(self, session: AsyncSession) -> Learned:
        return Learned()


def _numbered(directory: Directory) -> Directory:
    """The directory with ids, as the tables would have assigned them."""
    return replace(directory, units=tuple(replace(unit, id=number) for number, unit in enumerate(directory.units, 1)))
