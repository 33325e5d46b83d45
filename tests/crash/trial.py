"""One trial: people talk, processes die, and the outcome is compared with the same talk undisturbed."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random

from storage.database import Database, sqlite_url
from storage.tables import Table
from tests.conftest import TABLES
from tests.conversation import Town
from tests.crash import people
from tests.crash.checker import Expected, Record, complaints, record
from tests.crash.killing import BesiegedTown, Blow, Siege


@dataclass(frozen=True)
class Outcome:
    seed: int
    kills: Counter[str]
    conversations: int
    seconds: float
    complaints: list[str]

    def __str__(self) -> str:
        where = ", ".join(f"{count} {where}" for where, count in sorted(self.kills.items()))
        head = f"SEED={self.seed}: {self.kills.total()} kills ({where}), {self.conversations} conversations, {self.seconds:.1f} s"
        return "\n".join([head, *self.complaints[:30]])


async def kill_while_people_work(folder: Path, *, kills: int, seed: int) -> Outcome:
    """Weeks of work go by until all kills are done."""
    db = await new_database(sqlite_url(folder / "besieged.db"))
    chance, began = Random(seed), time.monotonic()
    blows = [Blow.random(chance) for _ in range(kills)]
    town = BesiegedTown(db, lambda clock: Siege(str(db.url), blows, clock))
    expected: dict[str, people.Facts] = {}
    weeks = 0
    async with town.siege.lasting():
        staff = await people.hire(await town.settle())
        while not town.siege.over:
            expected |= await people.week(town, staff, weeks)
            weeks += 1
    seconds = time.monotonic() - began
    undisturbed = await _undisturbed(folder, weeks)
    found = await _judge(town, expected, undisturbed)
    return Outcome(seed, town.siege.kills, len(expected), seconds, found)


async def kill_without_transactions(folder: Path, *, kills: int, seed: int) -> Outcome:
    """The control: the same, but every write is committed by itself. Talks that cannot go on are given up."""
    db = await new_database(sqlite_url(folder / "control.db"))
    chance, began = Random(seed), time.monotonic()
    blows = [Blow("after write", count=chance.randint(1, 40)) for _ in range(kills)]
    town = BesiegedTown(db, lambda clock: Siege(str(db.url), blows, clock, commits_each_write=True))
    expected = dict(people.expected_of_week(0))
    given_up: list[str] = []
    async with town.siege.lasting():
        staff = await people.hire(await town.settle())
        try:
            await people.week(town, staff, 0)
        except AssertionError as error:
            given_up.append(f"given up: {error}")
    undisturbed = await _undisturbed(folder, 1)
    found = await _judge(town, expected, undisturbed)
    return Outcome(seed, town.siege.kills, len(expected), time.monotonic() - began, [*given_up, *found])


async def new_database(url: str) -> Database:
    for module in TABLES:
        import_module(module)
    db = Database(url)
    async with db.engine.begin() as connection:
        await connection.run_sync(Table.metadata.drop_all)
        await connection.run_sync(Table.metadata.create_all)
    return db


async def _undisturbed(folder: Path, weeks: int) -> Record:
    town = await Town(await new_database(sqlite_url(folder / "undisturbed.db"))).settle()
    staff = await people.hire(town)
    for number in range(weeks):
        await people.week(town, staff, number)
    found = await record(town.db)
    await town.db.close()
    return found


async def _judge(town: Town, expected: Expected, undisturbed: Record) -> list[str]:
    found = await complaints(
        town.db, expected, undisturbed, town.house.practice, town.clock.now(), shared=people.OFFICE
    )
    await town.db.close()
    return found
