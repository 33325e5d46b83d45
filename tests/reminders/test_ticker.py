"""The ticker runs each job at its interval: whatever the system's clock says, and whatever happens to other jobs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Self

import pytest

from bot.engine import clock
from bot.engine.clock import Clock
from bot.engine.jobs import Job
from bot.engine.signals import Signal
from bot.reminders.ticker import tick

PATIENCE = 30.0  # seconds


class Rounds:
    """A job's rounds, counted; what each does is given."""

    def __init__(self) -> None:
        self.begun = self.under_way = self.most_at_once = 0
        self.changed = Signal()
        self.lasting: asyncio.Event | None = None
        self.errors: list[Exception] = []

    async def run(self) -> int:
        self.begun += 1
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        self.changed.send()
        try:
            if self.lasting:
                await self.lasting.wait()
            if self.errors:
                raise self.errors.pop()
            return 0
        finally:
            self.under_way -= 1

    async def reach(self, count: int) -> None:
        while self.begun < count:
            assert await self.changed.wait(PATIENCE), f"only {self.begun} rounds"


@asynccontextmanager
async def ticking(rounds: Rounds, seconds: float = 0.01) -> AsyncIterator[asyncio.Task[None]]:
    stopping = asyncio.Event()
    task = asyncio.create_task(tick(Job("test", seconds, rounds.run), stopping))
    try:
        yield task
    finally:
        stopping.set()
        await asyncio.wait_for(task, PATIENCE)


async def test_a_job_runs_at_once_and_then_at_its_interval() -> None:
    rounds = Rounds()
    async with ticking(rounds, seconds=3600):
        await rounds.reach(1)
    rounds = Rounds()
    async with ticking(rounds):
        await rounds.reach(3)


async def test_a_system_clock_that_is_set_back_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Back(datetime):
        hours = 0

        @classmethod
        def now(cls, tz: object = None) -> Self:
            return cls.fromtimestamp(datetime.now(UTC).timestamp(), UTC) - timedelta(hours=cls.hours)

    class SetBackMeanwhile(Rounds):
        async def run(self) -> int:
            Back.hours += 1
            return await super().run()

    monkeypatch.setattr(clock, "datetime", Back)
    rounds, before = SetBackMeanwhile(), Clock().now()
    async with ticking(rounds):
        await rounds.reach(4)
        assert Clock().now() < before


async def test_a_job_never_overlaps_itself() -> None:
    rounds = Rounds()
    rounds.lasting = asyncio.Event()
    async with ticking(rounds, seconds=0.001):
        await rounds.reach(1)
        rounds.lasting.set()
        await rounds.reach(3)
    assert rounds.most_at_once == 1


async def test_a_job_that_fails_is_tried_again_and_disturbs_no_other() -> None:
    broken, sound = Rounds(), Rounds()
    broken.errors = [ValueError("a bug"), OSError("a disk")]
    async with ticking(broken), ticking(sound):
        await sound.reach(3)
        await broken.reach(4)
    assert broken.errors == []


async def test_a_failed_round_is_repeated_before_the_interval_is_over() -> None:
    rounds = Rounds()
    rounds.errors = [ValueError("a bug")]
    async with ticking(rounds, seconds=3600):
        await rounds.reach(2)


async def test_a_stop_waits_for_no_interval_and_a_cancelled_round_ends_at_once() -> None:
    rounds = Rounds()
    async with ticking(rounds, seconds=3600):
        await rounds.reach(1)
    rounds.lasting = asyncio.Event()
    task = asyncio.create_task(tick(Job("test", 3600, rounds.run), asyncio.Event()))
    await rounds.reach(2)
    task.cancel()
    (end,) = await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), PATIENCE)
    assert isinstance(end, asyncio.CancelledError)
