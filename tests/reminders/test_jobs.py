"""A job ends, whatever it works through; ticker and demo ask every sweep, whatever subject offers it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.signals import Signals
from bot.reminders import jobs
from bot.reminders.jobs import MAX_ROUNDS, in_rounds
from storage.database import Database
from storage.sweep import Sweep
from tests.conversation import MONDAY, StillClock

EARLY, LATE = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)


def sweep(name: str, moment: datetime | None, due: int = 0) -> Sweep:
    """One that has so many rows due, and after them nothing until ``moment``."""
    left = [due]

    async def run(_: AsyncSession, now: datetime, most: int) -> int:
        assert now == MONDAY
        done = min(left[0], most)
        left[0] -= done
        return done

    async def next_moment(_: AsyncSession) -> datetime | None:
        return moment

    async def count_due(_: AsyncSession, __: datetime) -> int:
        return left[0]

    return Sweep(name, run, next_moment, count_due)


@pytest.mark.parametrize(
    ("moments", "first"),
    [((), None), ((None, None), None), ((LATE, EARLY), EARLY), ((None, LATE), LATE)],
)
async def test_time_goes_on_to_what_is_due_first_in_any_subject(
    db: Database, moments: tuple[datetime | None, ...], first: datetime | None
) -> None:
    async with db.reading() as session:
        assert await jobs.next_moment(session, [sweep("s", moment) for moment in moments]) == first


async def test_every_sweep_becomes_a_job_that_does_all_that_is_due(db: Database) -> None:
    sweeps = [sweep("remind", None, due=120), sweep("archive", None)]
    table = jobs.table(db, sweeps, StillClock(), Signals(), 30)
    assert [(job.name, job.seconds, await job.run()) for job in table] == [("remind", 30, 120), ("archive", 30, 0)]


async def test_a_job_goes_on_until_nothing_is_left() -> None:
    left = [3, 2, 0, 7]

    async def once() -> int:
        return left.pop(0)

    assert await in_rounds("test", once) == 5
    assert left == [7]


async def test_what_never_ends_is_left_to_the_next_tick() -> None:
    rounds = 0

    async def once() -> int:
        nonlocal rounds
        rounds += 1
        return 1

    assert await in_rounds("test", once) == MAX_ROUNDS == rounds
