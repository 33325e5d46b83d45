"""A trial of the real process: appeals over HTTP while it is killed, then a check of what it left behind."""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from appeals.policy import AppealPolicy
from appeals.store import AppealRow
from bot.config import file as config_file
from bot.config.model import Config
from chats.store import ChatRow
from people.store import AccountRow
from storage.database import Database
from tests.crash import people
from tests.crash.checker import first_difference, harm
from tests.crash.failures import Failures
from tests.crash.website import DemoProcess, Visitor, newcomer, seated
from tests.databases import PostgresServer
from workdays.published import published_calendar

LANE = people.LANES[0]


@dataclass(frozen=True)
class Outcome:
    seed: int
    kills: int
    conversations: int
    seconds: float
    complaints: list[str]

    def __str__(self) -> str:
        head = f"SEED={self.seed}: {self.kills} kills, {self.conversations} conversations, {self.seconds:.1f} s"
        return "\n".join([head, *self.complaints[:30]])


async def kill_the_real_process(folder: Path, *, kills: int, seed: int) -> Outcome:
    process, chance = DemoProcess(folder), Random(seed)
    trouble = process.being_killed(kills, chance)
    url = config_file.demo(folder / "demo").database_url
    outcome = await _trouble(process, trouble, lambda: process.kills >= kills, url, seed)
    return replace(outcome, kills=process.kills)


async def fail_the_database_of_the_real_process(
    folder: Path, url: str, server: PostgresServer, *, cuts: int, restarts: int, seed: int
) -> Outcome:
    """``url``: a database without tables on ``server``."""
    failures = Failures(url, server, cuts, restarts, Random(seed))
    process = DemoProcess(folder, url.replace("+psycopg", ""))
    outcome = await _trouble(process, failures.happening(), lambda: failures.over, url, seed)
    return replace(outcome, kills=failures.count)


async def _trouble(
    process: DemoProcess, trouble: AbstractAsyncContextManager[None], over: Callable[[], bool], url: str, seed: int
) -> Outcome:
    """The first appeal is handled undisturbed; the chats of all later ones must read like it."""
    began = time.monotonic()
    try:
        await process.start()
        async with AsyncExitStack() as stack:
            (office, *_) = await stack.enter_async_context(seated(process.address, "区营商环境办公室"))
            specialists = await stack.enter_async_context(seated(process.address, "具办专员", LANE.unit))
            staff = [office, *specialists]
            bosses = [await _one(process, stack, 0, office, specialists)]
            async with trouble:
                while not over() or len(bosses) < 2:
                    bosses.append(await _one(process, stack, len(bosses), office, specialists))
            found = await _complaints(bosses, staff)
    finally:
        await process.end()
    found += await _left_behind(url, len(bosses))
    return Outcome(seed, 0, len(bosses), time.monotonic() - began, found)


async def _one(
    process: DemoProcess, stack: AsyncExitStack, number: int, office: Visitor, specialists: list[Visitor]
) -> Visitor:
    boss = await stack.enter_async_context(newcomer(process.address, f"boss {number}"))
    await people.one_appeal(LANE, boss, office, specialists)
    return boss


async def _complaints(bosses: list[Visitor], staff: list[Visitor]) -> list[str]:
    """Problems on the pages: every message must appear once and in order, every chat must equal the undisturbed one."""
    found = []
    undisturbed = await bosses[0].log()
    for visitor in (*bosses, *staff):
        own = [name for name in await visitor.own_names() if name in visitor.sent]
        if own != visitor.sent:
            found.append(f"«{visitor.name}» sent {visitor.sent}, the chat has {own}")
        numbers = await visitor.numbers()
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(f"«{visitor.name}» has events {numbers}")
    for boss in bosses[1:]:
        log = await boss.log()
        if log != undisturbed:
            found.append(f"«{boss.name}» {first_difference(log, undisturbed)}")
    return found


async def _left_behind(url: str, conversations: int) -> list[str]:
    db = Database(url)
    try:
        return await _read(db, config_file.demo(Path("unused")), conversations)
    finally:
        await db.close()


async def _read(db: Database, config: Config, conversations: int) -> list[str]:
    policy = AppealPolicy(config.hours.deadline_rules(published_calendar()), config.reminders.settings().ladder())
    async with db.reading() as session:
        joined = select(ChatRow.external).join(AccountRow, AccountRow.chat == ChatRow.id)
        filers = list(await session.scalars(joined.join(AppealRow, AppealRow.filer == AccountRow.person)))
    found = await harm(db, dict.fromkeys(filers, LANE.facts), policy, datetime.now(UTC))
    if len(filers) != conversations:
        found.append(f"{len(filers)} appeals of {conversations} conversations")
    return found
