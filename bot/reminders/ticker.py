"""The ticker: runs each job at its interval. The only file that uses APScheduler."""

from collections.abc import Awaitable, Callable, Iterable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # 3.x has no types

from bot.engine.jobs import Job

log = structlog.get_logger()


def ticker(jobs: Iterable[Job]) -> AsyncIOScheduler:
    """A scheduler, not yet started. A job still running is not started again; one that was missed runs once."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in jobs:
        once = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        scheduler.add_job(_guarded(job), "interval", seconds=job.seconds, id=job.name, **once)
    return scheduler


def _guarded(job: Job) -> Callable[[], Awaitable[None]]:
    """Wrap a job so that a failure is logged and the next tick tries again."""

    async def run() -> None:
        try:
            done = await job.run()
            if done:
                log.info("job done", job=job.name, count=done)
        except Exception:
            log.exception("job failed", job=job.name)

    return run
