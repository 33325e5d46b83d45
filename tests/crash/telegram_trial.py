"""A trial with Telegram: appeals are filed from phones while the process is killed, then both records are compared."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from appeals.policy import AppealPolicy
from bot.config.model import Config
from storage.database import Database
from tests.crash import telegram_weather as weather
from tests.crash.checker import harm
from tests.crash.people import CLOSED, LANES, WORKED, Facts, Lane, one_appeal
from tests.crash.telegram_books import Audit, audit
from tests.crash.telegram_doors import Switchboard
from tests.crash.telegram_people import District, Staff
from tests.crash.telegram_process import TelegramProcess
from tests.crash.telegram_tables import ACCOUNT, tables
from workdays.published import published_calendar

IN_FLIGHT = 8  # claims, and so messages, that a process may be sending at a time
LATENCY = 0.03  # seconds
LIFE = 5.0  # maximum lifetime of a process in seconds
LONGEST_START = 30.0  # seconds; waiting for a lease alone would take 15
PATIENCE = 60.0  # seconds after which people give up waiting for an answer

Expected = dict[str, Facts]


@dataclass(frozen=True)
class Outcome:
    seed: int
    kills: int
    conversations: int
    seconds: float
    slowest_start: float
    faults: str
    books: Audit
    complaints: list[str]

    def __str__(self) -> str:
        head = (
            f"SEED={self.seed}: {self.kills} kills, {self.conversations} appeals, {self.seconds:.1f} s; {self.books}; "
            f"longest from start to first poll {self.slowest_start:.1f} s; faults: {self.faults}"
        )
        return "\n".join([head, *self.complaints[:30]])


async def kill_the_telegram_server(folder: Path, *, kills: int, seed: int, chance_of_faults: float) -> Outcome:
    """Several bosses file concurrently; each appeal is handled up to its rating, however often the process dies."""
    url, began, chance = f"sqlite:///{folder / 'qinqing.db'}", time.monotonic(), Random(seed)
    expected: Expected = {}
    given_up: list[str] = []
    async with Switchboard(latency=LATENCY) as telegram:
        telegram.manners.patience = PATIENCE
        process = TelegramProcess(folder, telegram, url)
        async with tables(process.config.database_url, telegram) as view:
            try:
                await view.furnish()
                await process.start()
                district = District(view)
                staff = await district.hire()
                weather.begin(telegram, seed, chance_of_faults)
                try:
                    async with process.being_killed(kills, chance, LIFE):
                        await _traffic(district, staff, process, kills, expected)
                    await view.quiet()
                except* AssertionError as errors:
                    given_up = [f"given up: {error}" for error in errors.exceptions]
            finally:
                await process.end()
            books = await audit(view.db, telegram)
            found = [*given_up, *books.complaints, *too_many(books, telegram, process.kills), *process.complaints()]
            found += await harmed(view.db, expected, process.config)
        return Outcome(
            seed, process.kills, len(expected), time.monotonic() - began, max(process.starts),
            weather.described(telegram), books, found,
        )  # fmt: skip


async def _traffic(district: District, staff: Staff, process: TelegramProcess, kills: int, expected: Expected) -> None:
    """In each lane one appeal after another until all kills are done; ``expected`` collects the expected facts."""

    async def work(lane: Lane) -> None:
        while True:
            boss = district.boss()
            expected[f"{ACCOUNT}{boss.person.number}"] = (*WORKED, *CLOSED)
            await one_appeal(lane, boss, staff.office, [staff.specialists[lane.unit]])
            if process.kills >= kills:
                return

    async with asyncio.TaskGroup() as group:
        for lane in LANES:
            group.create_task(work(lane))


def too_many(books: Audit, telegram: Switchboard, kills: int) -> list[str]:
    """Complaints if more messages are marked or duplicated than kills and faults can explain."""
    most_marked = IN_FLIGHT * kills + weather.struck(telegram, weather.UNSURE)
    most_doubled = IN_FLIGHT * kills + weather.struck(telegram, weather.ACCEPTED)
    found = [f"{books.marked} are marked as possibly twice, at most {most_marked} should be"]
    found = found if books.marked > most_marked else []
    return found if books.doubled <= most_doubled else [*found, f"{books.doubled} were doubled, of {most_doubled}"]


async def harmed(db: Database, expected: Expected, config: Config) -> list[str]:
    policy = AppealPolicy(config.hours.deadline_rules(published_calendar()), config.reminders.settings().ladder())
    return await harm(db, expected, policy, datetime.now(UTC))
