"""One update's unit of work: the messages and dialog state that result from it, stored once at the end.

Everything is kept in memory until ``store``, so that a bug or a refusal leaves nothing half done.
"""

from contextvars import ContextVar
from datetime import datetime
from itertools import count

from sqlalchemy.ext.asyncio import AsyncSession

from chats import store as chats
from chats.model import Body, Event, InboxUpdate, Kind

State = tuple[str | None, Body]

MAX_RECENT_EVENTS = 12

_current: ContextVar["UnitOfWork"] = ContextVar("unit of work")


def current() -> "UnitOfWork":
    """The unit of work under way; aiogram's session and storage find the transaction through it."""
    return _current.get()


class UnitOfWork:
    def __init__(self, session: AsyncSession, update: InboxUpdate, now: datetime) -> None:
        self.session = session
        self.update = update
        self.now = now
        self.chat = update.chat.id
        self.is_typed_press = False  # a button was pressed by typing its label: answers stand below the typed words
        self._last_event = update.chat.last_event
        self._events: list[Event] = []
        self._states: dict[str, State] | None = None
        self._stored_states: dict[str, State] = {}
        self._recent: list[Event] | None = None
        self._token = _current.set(self)
        self._names = count()

    def leave(self) -> None:
        _current.reset(self._token)

    def new_name(self) -> str:
        """A short id, unique across all units of work."""
        return f"{self.update.id:x}-{next(self._names)}"

    # Messages

    def send(self, body: Body) -> Event:
        number = self._last_event + 1
        return self._add(Kind.SEND, number, body)

    def edit(self, message: int, body: Body) -> Event:
        return self._add(Kind.EDIT, message, body)

    def delete(self, message: int) -> None:
        self._add(Kind.DELETE, message, {})

    def toast(self, body: Body) -> None:
        """Answer the pressed button; without a text it only stops the loading indicator."""
        self._add(Kind.TOAST, 0, {**body, "press": self._press()})

    def _press(self) -> str | None:
        pressed = self.update.payload.get("callback_query")
        return pressed["id"] if pressed else None

    async def shown(self, message: int) -> Body | None:
        """The message's current body; None if it was deleted or never sent."""
        said = next((e for e in reversed(self._events) if e.message == message and e.kind != Kind.TOAST), None)
        event = said or await chats.latest(self.session, self.chat, message)
        return None if event is None or event.kind is Kind.DELETE else event.body

    async def recent_events(self) -> list[Event]:
        """The last events of the chat as they were received, oldest first; read once."""
        if self._recent is None:
            before = self.update.chat.last_event + 1
            self._recent = await chats.events_before(self.session, self.chat, before, MAX_RECENT_EVENTS)
        return self._recent

    def _add(self, kind: Kind, message: int, body: Body) -> Event:
        self._last_event += 1
        event = Event(self.chat, self._last_event, kind, message, body, self.now)
        self._events.append(event)
        return event

    # Dialog state

    async def state(self, key: str) -> State:
        return (await self._known_states()).get(key, (None, {}))

    async def remember(self, key: str, state: State) -> None:
        (await self._known_states())[key] = state

    async def forget_dialogs(self) -> list[Body]:
        """Clears this chat's dialog state and returns what was stored before this update."""
        known = await self._known_states()
        known.update(dict.fromkeys(known, (None, {})))
        return [data for _, data in self._stored_states.values()]

    async def _known_states(self) -> dict[str, State]:
        if self._states is None:
            self._stored_states = await chats.dialog_states(self.session, self.chat)
            self._states = dict(self._stored_states)
        return self._states

    # Storing

    async def store(self, status: str = "done", error: str | None = None) -> None:
        """Write messages and state, and close the update. By then any button press has been answered."""
        if self._press() and not any(event.kind is Kind.TOAST for event in self._events):
            self.toast({})
        if self._events:
            await chats.take_numbers(self.session, self.chat, len(self._events))
            await chats.append(self.session, self._events)
        await self._store_states()
        await chats.close_inbox(self.session, self.update.id, status, error)

    async def _store_states(self) -> None:
        if self._states is None:
            return
        changed = {key: state for key, state in self._states.items() if state != self._stored_states.get(key)}
        empty = [key for key, state in changed.items() if state == (None, {})]
        await chats.put_dialog_states(self.session, self.chat, {k: s for k, s in changed.items() if k not in empty})
        await chats.drop_dialog_states(self.session, self.chat, [key for key in empty if key in self._stored_states])
