"""Recurring work, all in one table. Every job is a sweep: right whenever it runs, however often, after any pause."""

from appeals import reminding
from appeals.practice import Practice
from bot.engine.clock import Clock
from bot.engine.jobs import Job
from bot.engine.signals import Signals
from storage.database import Database

AT_ONCE = 50  # appeals in a transaction


def table(db: Database, practice: Practice, clock: Clock, signals: Signals, reminders_every: float) -> tuple[Job, ...]:
    async def remind() -> int:
        done = 0
        while count := await _remind_once(db, practice, clock):
            done += count
        if done:
            signals.outbox.send()
        return done

    return (Job("remind", reminders_every, remind),)


async def _remind_once(db: Database, practice: Practice, clock: Clock) -> int:
    async with db.transaction() as session:
        return await reminding.remind(session, practice, clock.now(), AT_ONCE)
