"""Builds the demo in a running application: what its clock drives, and where its clock was left."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.delivery.delivery import Delivery
from bot.demo.demo import Demo
from bot.engine.clock import Clock
from bot.engine.jobs import Job
from bot.engine.signals import Signals
from bot.reminders.jobs import next_moment as next_moment_of
from outbox import store as outbox
from storage.database import Database
from storage.sweep import Sweep
from workdays.deadline_rules import DeadlineRules

MIN_JUMP_DURATION = timedelta(seconds=1)


async def build_demo(
    db: Database,
    clock: Clock,
    signals: Signals,
    rules: DeadlineRules,
    sweeps: Sequence[Sweep],
    jobs: Sequence[Job],
    delivery: Delivery,
    start_over: Callable[[], object],
) -> Demo:
    async def tick() -> int:
        """Run everything that is due; returns how many messages that caused."""
        before = await _said(db)
        for job in jobs:
            await job.run()
        said = await _said(db) - before
        while await delivery.deliver():
            pass
        return said

    async def next_moment(after: datetime) -> datetime | None:
        async with db.reading() as session:
            found = await next_moment_of(session, sweeps)
        return max(found, after + MIN_JUMP_DURATION) if found else None

    def next_workday(after: datetime) -> datetime:
        local = after.astimezone(rules.zone)
        return datetime.combine(rules.calendar.nth_after(local.date(), 1), rules.opening, rules.zone)

    demo = Demo(
        db, clock, signals, tick=tick, next_moment=next_moment, next_workday=next_workday, start_over=start_over
    )
    await demo.restore()
    return demo


async def _said(db: Database) -> int:
    async with db.reading() as session:
        return await outbox.count(session)
