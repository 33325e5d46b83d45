"""The demo: the visitor may act as anyone, and can move time forward to the next event."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from bot.channels.webchat import sessions
from bot.channels.webchat.settings import WebSettings
from bot.demo import store
from bot.demo.store import RosterPost, Seat
from bot.engine.clock import Clock
from bot.engine.signals import Signals
from people.model import Person, Role
from storage import meta_store
from storage.database import Database
from texts.refused import Refused
from texts.speech import say

SAMPLE_ENTERPRISES = 60
MAX_STOPS = 100  # intermediate moments before the next workday; the rest is done on arrival
SAMPLE_PHONE = 13800009000
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)  # fits into every database


@dataclass(frozen=True, slots=True)
class Roster:
    """The people a visitor can act as."""

    enterprises: list[tuple[int, str]]
    posts: list[RosterPost]


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a jump in time arrived and how many messages it caused; ``moment`` is None if nothing was due."""

    moment: datetime | None
    messages: int = 0


class Demo:
    """``tick`` runs everything due now once (sweep and delivery) and returns how many messages it caused.

    ``next_moment`` returns when something is next due after a moment, or None; ``next_workday`` when the next workday
    opens. ``start_over`` ends this demo and starts an empty one; ``run`` identifies it across restarts of the process.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        signals: Signals,
        *,
        tick: Callable[[], Awaitable[int]],
        next_moment: Callable[[datetime], Awaitable[datetime | None]],
        next_workday: Callable[[datetime], datetime],
        start_over: Callable[[], object],
    ) -> None:
        self.db, self.clock, self.signals, self.start_over = db, clock, signals, start_over
        self.run = ""
        self._tick, self._next_moment, self._next_workday = tick, next_moment, next_workday

    async def restore(self) -> None:
        """Restore the demo's clock and run id; called once at start."""
        async with self.db.reading() as session:
            self.clock.ahead = await store.get_ahead(session)
            self.run = await meta_store.get(session, store.RUN) or ""

    async def to_next_moment(self) -> Jump:
        moment = await self._next_moment(self.clock.now())
        return Jump(None) if moment is None else await self._jump(moment)

    async def to_next_workday(self) -> Jump:
        """Stops at each moment on the way, so that each reminder is sent at its own time."""
        target, messages = self._next_workday(self.clock.now()), 0
        for _ in range(MAX_STOPS):
            moment = await self._next_moment(self.clock.now())
            if moment is None or moment >= target:
                break
            messages += (await self._jump(moment)).messages
        return Jump(target, messages + (await self._jump(target)).messages)

    async def roster(self) -> Roster:
        async with self.db.reading() as session:
            return Roster(await store.enterprises(session, SAMPLE_ENTERPRISES), await store.roster_posts(session))

    async def seats(self) -> list[Seat]:
        async with self.db.reading() as session:
            return await store.seats(session)

    async def said(self) -> dict[int, int]:
        """Number of messages in each seat's chat, by seat."""
        async with self.db.reading() as session:
            return await store.said(session)

    async def open_seat(self, choice: str) -> Seat:
        """The seat for "new", "enterprise:7" or "post:12"; the same enterprise or post always has the same seat."""
        kind, _, number = choice.partition(":")
        match kind, NUMBER.fullmatch(number) is not None:
            case "new", False:
                return await self._seat_newcomer()
            case "enterprise", True:
                return await self._seat_enterprise(int(number))
            case "post", True:
                return await self._seat_post(int(number))
        raise Refused(say("请从列表里选择一个人。"))

    async def sign_in(self, seat: int, settings: WebSettings, agent: str, now: datetime) -> str | None:
        """A session token for the visitor who opens the seat's page; None if there is no such seat."""
        async with self.db.transaction() as session:
            found = await store.get_seat(session, seat)
            return await sessions.begin(session, found.chat, agent, settings, now) if found else None

    async def _seat_newcomer(self) -> Seat:
        async with self.db.transaction() as session:
            title, subtitle = say("企业用户"), say("第一次来，还没有登记")
            return (await store.put_seat(session, f"new:{uuid4()}", title, subtitle))[0]

    async def _seat_enterprise(self, number: int) -> Seat:
        async with self.db.transaction() as session:
            enterprise = await store.get_enterprise(session, number)
            if enterprise is None:
                raise Refused(say("没有这家企业，请从列表里选择。"))
            seat, new = await store.put_seat(session, f"enterprise:{number}", say("企业用户"), enterprise)
            if new:
                phone = str(SAMPLE_PHONE + number % 1000)
                person = Person(0, say("示例负责人"), phone, say("工作日全天"))
                await store.introduce(session, seat, number, person, self.clock.now())
            return seat

    async def _seat_post(self, number: int) -> Seat:
        async with self.db.transaction() as session:
            found = await store.get_roster_post(session, number)
            if found is None:
                raise Refused(say("没有这个岗位，请从列表里选择。"))
            title = f"{role_name(Role(found.role))} {found.name}"
            seat, new = await store.put_seat(session, f"post:{number}", title, found.unit)
            if new:
                await store.bind(session, seat.chat, number, self.clock.now())
            return seat

    async def _jump(self, moment: datetime) -> Jump:
        """Store the jump before acting in the new time: a restart must not fall back behind it."""
        self.clock.move_to(moment)
        async with self.db.transaction() as session:
            await store.put_ahead(session, self.clock.ahead)
        messages = await self._tick()
        self.signals.outbox.send()
        return Jump(moment, messages)


def role_name(role: Role) -> str:
    match role:
        case Role.HANDLER:
            return say("具办专员")
        case Role.CHIEF:
            return say("首席专员")
        case Role.DESK:
            return say("会谈专员")
        case Role.OFFICE:
            return say("营商办")
        case Role.DISCIPLINE:
            return say("纪委监委")
        case Role.LEADER:
            return say("领导")
        case Role.ADMIN:
            return say("管理员")
        case Role.ENTREPRENEUR:
            return say("企业用户")
