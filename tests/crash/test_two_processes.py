"""Two processes on one PostgreSQL: every chat in its own order, nothing handled twice, even if they are killed."""

import time
from pathlib import Path

from tests.crash import people
from tests.crash.killing import BesiegedTown, Blow, Siege
from tests.crash.trial import filed_undisturbed, fresh_database, judged

PEOPLE = 40


async def test_two_processes_share_forty_chats_and_each_is_killed_once(postgres: str, tmp_path: Path) -> None:
    blows = [Blow("any time", seconds=3.0), Blow("after write", count=200)]
    began = time.monotonic()
    async with fresh_database(postgres) as db:
        town = BesiegedTown(db, lambda clock: Siege(postgres, blows, clock, seats=2, workers=2))
        async with town.siege.lasting():
            await people.hire(await town.settle())
            expected, given_up = await people.file_at_once(town, PEOPLE)
        print(f"{PEOPLE} people, {town.siege.kills.total()} kills, {time.monotonic() - began:.1f} s")
        found = [*given_up, *await judged(town, expected, await filed_undisturbed(tmp_path, PEOPLE))]
    assert not found, "\n".join(found)
    assert town.siege.kills.total() == len(blows)
