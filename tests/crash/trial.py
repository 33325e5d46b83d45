"""One trial: people talk, processes die, and the result is compared with the same conversations undisturbed."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from migrations.stores import whole_schema
from storage.database import Database, sqlite_url
from tests.conversation import Town
from tests.crash import people
from tests.crash.checker import Expected, Record, complaints, record
from tests.crash.killing import BesiegedTown, Blow, Siege
from tests.crash.outages import Disturbance, DisturbedTown, PeoplesDatabase, Strike, peoples_url, service_url

D = TypeVar("D", bound=Database)
Strikes = Callable[[PeoplesDatabase, Database, Random], list[Strike]]
"""The troubles, given the database through which people look, and that of the service."""


@dataclass(frozen=True)
class Outcome:
    seed: int
    kills: Counter[str]
    conversations: int
    seconds: float
    complaints: list[str]

    def __str__(self) -> str:
        where = ", ".join(f"{count} {where}" for where, count in sorted(self.kills.items()))
        kills = f"{self.kills.total()} kills ({where})"
        head = f"SEED={self.seed}: {kills}, {self.conversations} conversations, {self.seconds:.1f} s"
        return "\n".join([head, *self.complaints[:30]])


async def kill_while_people_work(folder: Path, *, kills: int, seed: int) -> Outcome:
    """Simulated weeks pass until all kills are done."""
    chance, began, weeks = Random(seed), time.monotonic(), 0
    blows = [Blow.random(chance) for _ in range(kills)]
    expected: dict[str, people.Facts] = {}
    async with fresh_database(sqlite_url(folder / "besieged.db")) as db:
        town = BesiegedTown(db, lambda clock: Siege(str(db.url), blows, clock))
        try:
            async with town.siege.lasting():
                staff = await people.hire(await town.settle())
                while not town.siege.over:
                    expected |= await people.week(town, staff, weeks)
                    weeks += 1
        except AssertionError as error:
            return Outcome(seed, town.siege.kills, len(expected), time.monotonic() - began, [f"given up: {error}"])
        seconds = time.monotonic() - began
        found = await judged(town, expected, await _worked_undisturbed(folder, weeks))
    return Outcome(seed, town.siege.kills, len(expected), seconds, found)


async def kill_without_transactions(folder: Path, *, kills: int, people_filing: int, seed: int) -> Outcome:
    """The control: every write is committed by itself, and kills happen between them."""
    chance, began = Random(seed), time.monotonic()
    blows = [Blow("after write", count=chance.randint(1, 40)) for _ in range(kills)]
    async with fresh_database(sqlite_url(folder / "besieged.db")) as db:
        town = BesiegedTown(db, lambda clock: Siege(str(db.url), blows, clock, commits_each_write=True))
        async with town.siege.lasting():
            await people.hire(await town.settle())
            expected, given_up = await people.file_at_once(town, people_filing)
        seconds = time.monotonic() - began
        found = await judged(town, expected, await filed_undisturbed(folder, people_filing))
    return Outcome(seed, town.siege.kills, len(expected), seconds, [*given_up, *found])


async def share_chats(postgres: str, folder: Path, *, people_filing: int) -> Outcome:
    """Two processes answer everybody; each is killed once."""
    blows, began = [Blow("after write", count=60), Blow("after write", count=150)], time.monotonic()
    async with fresh_database(postgres) as db:
        town = BesiegedTown(db, lambda clock: Siege(postgres, blows, clock, seats=2, workers=2))
        async with town.siege.lasting():
            await people.hire(await town.settle())
            expected, given_up = await people.file_at_once(town, people_filing)
        seconds = time.monotonic() - began
        found = await judged(town, expected, await filed_undisturbed(folder, people_filing))
    return Outcome(0, town.siege.kills, len(expected), seconds, [*given_up, *found])


async def disturb_while_people_file(url: str, folder: Path, strikes: Strikes, *, people_filing: int) -> Outcome:
    """So many people file at once while the database fails in all these ways."""
    chance, began = Random(people_filing), time.monotonic()
    async with emptied(PeoplesDatabase(peoples_url(url))) as db, disturbed(service_url(url)) as service_db:
        planned = strikes(db, service_db, chance)
        town = DisturbedTown(db, lambda clock: Disturbance(service_db, clock, planned, chance, every=3))
        await people.hire(await town.settle())
        async with town.siege.lasting():
            expected, given_up = await people.file_at_once(town, people_filing)
        seconds = time.monotonic() - began
        found = await judged(town, expected, await filed_undisturbed(folder, people_filing))
    return Outcome(people_filing, town.siege.struck, len(expected), seconds, [*given_up, *found])


async def disturb_while_people_work(url: str, folder: Path, strikes: Strikes, *, seed: int) -> Outcome:
    """Simulated weeks pass until the database has failed in all these ways."""
    chance, began, weeks = Random(seed), time.monotonic(), 0
    expected: dict[str, people.Facts] = {}
    async with emptied(PeoplesDatabase(peoples_url(url))) as db, disturbed(service_url(url)) as service_db:
        planned = strikes(db, service_db, chance)
        town = DisturbedTown(db, lambda clock: Disturbance(service_db, clock, planned, chance, every=2))
        try:
            staff = await people.hire(await town.settle())
            async with town.siege.lasting():
                while not town.siege.over:
                    expected |= await people.week(town, staff, weeks)
                    weeks += 1
        except AssertionError as error:
            return Outcome(seed, town.siege.struck, len(expected), time.monotonic() - began, [f"given up: {error}"])
        seconds = time.monotonic() - began
        found = await judged(town, expected, await _worked_undisturbed(folder, weeks))
    return Outcome(seed, town.siege.struck, len(expected), seconds, found)


@asynccontextmanager
async def disturbed(url: str) -> AsyncIterator[Database]:
    db = Database(url)
    try:
        yield db
    finally:
        await db.close()


@asynccontextmanager
async def fresh_database(url: str) -> AsyncIterator[Database]:
    async with emptied(Database(url)) as db:
        yield db


@asynccontextmanager
async def emptied(db: D) -> AsyncIterator[D]:
    """With all tables and no rows; closed in the end."""
    try:
        async with db.engine.begin() as connection:
            await connection.run_sync(whole_schema().drop_all)
            await connection.run_sync(whole_schema().create_all)
        yield db
    finally:
        await db.close()


async def filed_undisturbed(folder: Path, people_filing: int) -> Record:
    async with fresh_database(sqlite_url(folder / "undisturbed.db")) as db:
        town = await Town(db).settle()
        await people.hire(town)
        await people.file_at_once(town, people_filing)
        return await record(db)


async def _worked_undisturbed(folder: Path, weeks: int) -> Record:
    async with fresh_database(sqlite_url(folder / "undisturbed.db")) as db:
        town = await Town(db).settle()
        staff = await people.hire(town)
        for number in range(weeks):
            await people.week(town, staff, number)
        return await record(db)


async def judged(town: Town, expected: Expected, undisturbed: Record) -> list[str]:
    policy, now = town.services.policy, town.clock.now()
    return await complaints(town.db, expected, undisturbed, policy, now, shared=people.OFFICE)
