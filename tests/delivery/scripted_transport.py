"""A transport that fails as scripted and records what it accepted."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import select

from bot.delivery.sender import Sender
from bot.delivery.transport import TransportError
from bot.engine.signals import Signal, Signals
from chats import outbound_store, service, store
from chats.model import Body, Event, Kind, Lane
from storage.database import Database
from tests.conversation import MONDAY, StillClock

Fault = TransportError | Exception


@dataclass(frozen=True)
class Taken:
    kind: str
    to: str
    words: str
    external_id: str = ""
    at: float = 0.0


@dataclass
class ScriptedTransport:
    """``faults`` are raised one after another before a call is accepted, ``swallowed`` after it was."""

    channel: str = "telegram"
    account: str = "1:"
    monotonic: Callable[[], float] = lambda: 0.0
    faults: list[Fault | None] = field(default_factory=list)
    swallowed: list[Fault | None] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    answers_in: int = 0  # turns of the event loop
    hold: asyncio.Event | None = None
    names_from: int = 0
    _sends: int = 0
    busy: set[str] = field(default_factory=set)
    _called: Signal = field(default_factory=Signal)

    def is_group(self, to: str) -> bool:
        return ":-" in to

    async def send(self, to: str, body: Body) -> str:
        return await self._take(Taken("send", to, str(body.get("text"))))

    async def edit(self, to: str, external_id: str, body: Body) -> None:
        await self._take(Taken("edit", to, str(body.get("text")), external_id))

    async def delete(self, to: str, external_id: str) -> None:
        await self._take(Taken("delete", to, "", external_id))

    async def answer(self, press: str, body: Body) -> None:
        await self._take(Taken("answer", "", str(body.get("text", "")), press))

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait for calls until ``so`` holds."""
        while not so():
            assert await self._called.wait(20), "nothing was called"

    def words(self, to: str | None = None) -> list[str]:
        return [one.words for one in self.taken if to in (None, one.to)]

    async def _take(self, call: Taken) -> str:
        assert call.to not in self.busy, "two calls to one chat at once"
        self.busy.add(call.to)
        self.busy.discard("")
        self._called.send()
        try:
            for _ in range(self.answers_in):
                await asyncio.sleep(0)
            if self.hold is not None:
                await self.hold.wait()
            if self.faults and (fault := self.faults.pop(0)) is not None:
                raise fault
            if call.kind == "send":
                self._sends += 1
                call = replace(call, external_id=str(self.names_from + self._sends))
            self.taken.append(replace(call, at=self.monotonic()))
            if self.swallowed and (fault := self.swallowed.pop(0)) is not None:
                raise fault
            return call.external_id
        finally:
            self.busy.discard(call.to)
            self._called.send()


class Time:
    """Both clocks of a ``build_sender``, moved by hand or by sleeping."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.clock = StillClock(datetime.now(UTC))

    def monotonic(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        self.passed += seconds
        self.clock.at = datetime.fromtimestamp(self.clock.at.timestamp() + seconds, UTC)


def build_sender(
    db: Database,
    other: ScriptedTransport,
    time: Time | None = None,
    *,
    process: str = "a",
    per_second: float = float("inf"),
    signals: Signals | None = None,
    in_flight: int = 8,
) -> Sender:
    time = time or Time()
    return Sender(
        db, other, time.clock, signals or Signals(), process,
        messages_per_second=per_second, in_flight=in_flight, monotonic=time.monotonic, sleep=time.sleep,
    )  # fmt: skip


async def open_chat(db: Database, name: str = "7", account: str = "1:") -> int:
    async with db.transaction() as session:
        chat = (await store.open_chat(session, "telegram", account + name)).id
        await outbound_store.open_outbound(session, chat)
    return chat


async def say(db: Database, chat: int, text: str, lane: Lane = Lane.ANSWER) -> int:
    """Returns the message's number."""
    async with db.transaction() as session:
        return (await service.say(session, chat, ours(text), MONDAY, lane)).number


async def add(db: Database, chat: int, kind: Kind, message: int, body: Body) -> None:
    async with db.transaction() as session:
        number = await store.take_numbers(session, chat, 1)
        await store.append(session, [Event(chat, number, kind, message, body, MONDAY)])


async def hear(db: Database, chat: int, text: str, external_id: str) -> int:
    """The person sends something on the external channel."""
    body = {"message": {"date": 1, "from": {"id": chat, "is_bot": False, "first_name": "访客"}, "text": text}}
    async with db.transaction() as session:
        await service.receive(session, chat, f"update {external_id}", body, MONDAY)
        number = (await store.events_before(session, chat, 10**6, 1))[-1].number
        await outbound_store.keep_external_id(session, chat, number, external_id)
    return number


def ours(text: str) -> Body:
    return {"date": 1, "from": {"id": 1, "is_bot": True, "first_name": "亲清"}, "text": text}


async def poll_and_send(sender: Sender) -> None:
    await sender.poll()
    await sender.send_due()


async def names(db: Database, chat: int) -> list[outbound_store.OutboundMessageRow]:
    async with db.reading() as session:
        rows = await session.scalars(
            select(outbound_store.OutboundMessageRow)
            .where(outbound_store.OutboundMessageRow.chat == chat)
            .order_by(outbound_store.OutboundMessageRow.message)
        )
        return list(rows)


async def state(db: Database, chat: int) -> outbound_store.OutboundChatRow:
    async with db.reading() as session:
        return await session.get_one(outbound_store.OutboundChatRow, chat)
