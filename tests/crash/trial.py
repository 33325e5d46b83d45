"""One trial: people talk, processes die, and the outcome is compared with the same talk undisturbed."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from migrations.stores import whole_schema
from storage.database import Database, sqlite_url
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
        kills = f"{self.kills.total()} kills ({where})"
        head = f"SEED={self.seed}: {kills}, {self.conversations} conversations, {self.seconds:.1f} s"
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
    found = await judged(town, expected, undisturbed)
    return Outcome(seed, town.siege.kills, len(expected), seconds, found)


async def kill_while_people_file(
    folder: Path, *, kills: int, people_filing: int, seed: int, commits_each_write: bool
) -> Outcome:
    """Kills between the writes of steps, with transactions and, as a control, without them."""
    db = await new_database(sqlite_url(folder / "besieged.db"))
    chance, began = Random(seed), time.monotonic()
    blows = [Blow("after write", count=chance.randint(1, 40)) for _ in range(kills)]
    town = BesiegedTown(db, lambda clock: Siege(str(db.url), blows, clock, commits_each_write=commits_each_write))
    async with town.siege.lasting():
        await people.hire(await town.settle())
        expected, given_up = await people.file_at_once(town, people_filing)
    seconds = time.monotonic() - began
    undisturbed = await filed_undisturbed(folder, people_filing)
    found = await judged(town, expected, undisturbed)
    return Outcome(seed, town.siege.kills, len(expected), seconds, [*given_up, *found])


async def new_database(url: str) -> Database:
    db = Database(url)
    async with db.engine.begin() as connection:
        await connection.run_sync(whole_schema().drop_all)
        await connection.run_sync(whole_schema().create_all)
    return db


async def filed_undisturbed(folder: Path, people_filing: int) -> Record:
    town = await Town(await new_database(sqlite_url(folder / "undisturbed.db"))).settle()
    await people.hire(town)
    await people.file_at_once(town, people_filing)
    return await _recorded(town)


async def _undisturbed(folder: Path, weeks: int) -> Record:
    town = await Town(await new_database(sqlite_url(folder / "undisturbed.db"))).settle()
    staff = await people.hire(town)
    for number in range(weeks):
        await people.week(town, staff, number)
    return await _recorded(town)


async def _recorded(town: Town) -> Record:
    found = await record(town.db)
    await town.db.close()
    return found


async def judged(town: Town, expected: Expected, undisturbed: Record) -> list[str]:
    found = await complaints(
        town.db, expected, undisturbed, town.house.practice, town.clock.now(), shared=people.OFFICE
    )
    await town.db.close()
    return found
