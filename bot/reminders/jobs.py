"""The table of recurring jobs: one for each subject's sweep, which may run at any time and any number of times."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.clock import Clock
from bot.engine.jobs import Job, Run
from bot.engine.signals import Signals
from storage.database import Database
from storage.sweep import Sweep

BATCH_SIZE = 50  # rows per transaction
MAX_ROUNDS = 1000  # far more than a whole district ever has due at one moment

log = structlog.get_logger()


def table(db: Database, sweeps: Iterable[Sweep], clock: Clock, signals: Signals, seconds: float) -> tuple[Job, ...]:
    """One job per sweep, run every ``seconds``."""
    return tuple(Job(sweep.name, seconds, partial(_sweep, db, sweep, clock, signals)) for sweep in sweeps)


async def next_moment(session: AsyncSession, sweeps: Sequence[Sweep]) -> datetime | None:
    """When something is due next in any of the sweeps; None if nothing is."""
    moments = [await sweep.next_moment(session) for sweep in sweeps]
    return min((moment for moment in moments if moment is not None), default=None)


async def in_rounds(job: str, once: Run) -> int:
    """Run ``once`` until nothing is left. After MAX_ROUNDS the rest waits for the next tick, so nothing is blocked."""
    done = 0
    for _ in range(MAX_ROUNDS):
        count = await once()
        if not count:
            return done
        done += count
    log.warning("job unfinished", job=job, count=done)
    return done


async def _sweep(db: Database, sweep: Sweep, clock: Clock, signals: Signals) -> int:
    done = await in_rounds(sweep.name, partial(_sweep_once, db, sweep, clock))
    if done:
        signals.outbox.send()
    return done


async def _sweep_once(db: Database, sweep: Sweep, clock: Clock) -> int:
    async with db.transaction() as session:
        return await sweep.run(session, clock.now(), BATCH_SIZE)
