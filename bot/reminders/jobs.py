"""Recurring work, all in one table. Every job is a sweep: right whenever it runs, however often, after any pause."""

import structlog

from appeals import reminding_service
from appeals.practice import Practice
from bot.engine.clock import Clock
from bot.engine.jobs import Job, Run
from bot.engine.signals import Signals
from storage.database import Database

AT_ONCE = 50  # appeals in a transaction
ROUNDS = 1000  # far more than a whole district is reminded of at one moment

log = structlog.get_logger()


def table(db: Database, practice: Practice, clock: Clock, signals: Signals, reminders_every: float) -> tuple[Job, ...]:
    async def remind() -> int:
        done = await in_rounds("remind", lambda: _remind_once(db, practice, clock))
        if done:
            signals.outbox.send()
        return done

    return (Job("remind", reminders_every, remind),)


async def in_rounds(job: str, once: Run) -> int:
    """Until nothing is left to do; what is left after many rounds waits for the next tick, and holds up nobody."""
    done = 0
    for _ in range(ROUNDS):
        count = await once()
        if not count:
            return done
        done += count
    log.warning("job unfinished", job=job, count=done)
    return done


async def _remind_once(db: Database, practice: Practice, clock: Clock) -> int:
    async with db.transaction() as session:
        return await reminding_service.remind(session, practice, clock.now(), AT_ONCE)
