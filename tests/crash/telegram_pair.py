"""A trial of two processes with one bot on one PostgreSQL: both answer and send, and the polling one is killed."""

import asyncio
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import make_url

from appeals.model import FactKind
from chats import outbound_store
from chats import store as chats
from chats.model import Lane as Speed
from outbox import store as outbox
from outbox.model import OutboxMessage
from people import store as people
from people.model import ToPerson
from tests import databases
from tests.crash.people import CLOSED, LANES, WORKED, Lane, one_appeal
from tests.crash.telegram_books import Audit, audit
from tests.crash.telegram_doors import Poll, Switchboard
from tests.crash.telegram_people import District, Phone, Staff
from tests.crash.telegram_process import TelegramProcess
from tests.crash.telegram_tables import ACCOUNT, CHANNEL, Tables, tables
from tests.crash.telegram_trial import PATIENCE, Expected, harmed, too_many
from tests.telegram.record import most_in_a_second

LATENCY = 0.15  # seconds
PER_SECOND = 30
TAKEOVER = 30.0  # seconds
CARRIED = re.compile(r'^qinqing_carried_total\{channel="telegram",result="sent"\} (\S+)', re.MULTILINE)
STEPS = re.compile(r"^qinqing_step_seconds_count (\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    seconds: float
    took_over: float  # seconds from the death of the polling process to the other's first poll
    busiest: int  # most new messages in any second
    work: list[tuple[float, float]]  # each process's own counts of new messages and steps before the kill
    heir: tuple[float, float]  # the same of the surviving process at the end
    sent: dict[int, int]  # total new messages by door
    conflicts: int
    overlaps: int
    books: Audit
    complaints: list[str]

    def __str__(self) -> str:
        head = (
            f"{self.seconds:.1f} s; {self.books}; taken over after {self.took_over:.1f} s; "
            f"at most {self.busiest} in a second; through each door {self.sent}; sent and steps before the kill "
            f"{self.work}, of the other at the end {self.heir}; "
            f"{self.conflicts} conflicts, {self.overlaps} overlapping polls"
        )
        return "\n".join([head, *self.complaints[:30]])

    def failures(self) -> list[str]:
        """The requirements that are not met."""
        must = {
            "there are complaints": not self.complaints,
            "there were conflicts": not self.conflicts,
            "two polled at once": not self.overlaps,
            "one sent nothing": all(sent for sent, _ in self.work),
            "one answered nothing": all((self.work[0][1], self.heir[1])),
            "too much in a second": self.busiest <= PER_SECOND,
            "taken over too late": self.took_over < TAKEOVER,
        }
        return [complaint for complaint, kept in must.items() if not kept]


async def kill_the_one_that_polls(postgres: str, folder: Path, *, crowd: int, worked: bool) -> Outcome:
    """The polling process dies while a broadcast goes to a crowd and people file appeals, optionally handled too."""
    began = time.monotonic()
    url = own_database(postgres)
    async with Switchboard(doors=2, latency=LATENCY) as telegram:
        telegram.manners.patience = PATIENCE
        pair = [TelegramProcess(folder, telegram, url, door) for door in (0, 1)]
        async with tables(pair[0].config.database_url, telegram) as view:
            try:
                await view.furnish()
                await asyncio.gather(*(process.stand_by() for process in pair))
                district = District(view)
                staff = await district.hire()
                poller, heir = pair if telegram.polls[0].door == 0 else pair[::-1]
                await tell_everybody(view, crowd)
                appeals = asyncio.create_task(one_each(district, staff, worked))
                await until_half_is_out(telegram, crowd)
                await view.fetched()
                work = [await work_of(poller), await work_of(heir)]
                poller.kill()
                died = asyncio.get_running_loop().time()
                took_over = await telegram.polled_by(heir.door, died, PATIENCE) - died
                expected = await appeals
                await view.quiet()
                in_the_end = await work_of(heir)
            finally:
                for process in pair:
                    await process.end()
            books = await audit(view.db, telegram)
            found = [*books.complaints, *too_many(books, telegram, 1), *pair[0].complaints(), *pair[1].complaints()]
            found += await harmed(view.db, expected, pair[0].config)
    busiest = most_in_a_second(call.at for call in telegram.record.sends())
    conflicts, overlaps = len(telegram.record.refusals(409)), overlapping(telegram.polls, {poller.door: died})
    return Outcome(
        time.monotonic() - began,
        took_over,
        busiest,
        work,
        in_the_end,
        dict(telegram.sent),
        conflicts,
        len(overlaps),
        books,
        found,
    )


def own_database(server: str) -> str:
    """An empty database: the processes migrate it themselves."""
    url = databases.postgres_database(server, "two_bots")
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def tell_everybody(view: Tables, crowd: int) -> None:
    """Broadcast a message to people who wrote to the bot long ago."""
    now = datetime.now(UTC)
    async with view.db.transaction() as session:
        for number in range(5000, 5000 + crowd):
            view.telegram.person(number).meet()
            chat = (await chats.open_chat(session, CHANNEL, f"{ACCOUNT}{number}")).id
            await outbound_store.open_outbound(session, chat)
            person = await people.add(session, chat, "zh", now)
            text = f"示例通知：第 {number} 号，请于本周五前到政务服务大厅领取材料。"
            message = OutboxMessage(ToPerson(person.id), text)
            await outbox.put(session, "notice", [message], now=now, lane=Speed.BROADCAST)


async def one_each(district: District, staff: Staff, worked: bool) -> Expected:
    """One appeal in each lane."""
    bosses = {lane: district.boss() for lane in LANES}

    async def go(lane: Lane, boss: Phone) -> None:
        if worked:
            await one_appeal(lane, boss, staff.office, [staff.specialists[lane.unit]])
        else:
            await lane.file(boss)

    async with asyncio.TaskGroup() as group:
        for lane, boss in bosses.items():
            group.create_task(go(lane, boss))
    facts = (*WORKED, *CLOSED) if worked else (FactKind.FILED,)
    return {f"{ACCOUNT}{boss.person.number}": facts for boss in bosses.values()}


async def until_half_is_out(telegram: Switchboard, crowd: int) -> None:
    patience = time.monotonic() + PATIENCE
    while len(telegram.record.sends()) < crowd / 2:
        assert time.monotonic() < patience, f"only {len(telegram.record.sends())} are out"
        await asyncio.sleep(0.05)


async def work_of(process: TelegramProcess) -> tuple[float, float]:
    """New messages and steps, according to the process's own metrics."""
    async with httpx.AsyncClient() as client:
        page = (await client.get(f"http://127.0.0.1:{process.operations_port}/metrics")).text
    sent, steps = CARRIED.search(page), STEPS.search(page)
    return float(sent[1]) if sent else 0.0, float(steps[1]) if steps else 0.0


def overlapping(polls: list[Poll], died: dict[int, float]) -> list[tuple[Poll, Poll]]:
    """Concurrent polls of two live processes; polls left open by a dead one do not count."""

    def end(poll: Poll) -> float:
        return min(poll.ended, died.get(poll.door, poll.ended))

    return [
        (one, other)
        for one in polls
        for other in polls
        if one.door < other.door and one.began < end(other) and other.began < end(one)
    ]
