"""The ticker: runs a job at its interval, by monotonic time, so that a changed system clock stops nothing."""

import asyncio

import structlog

from bot.engine.jobs import Job
from bot.engine.retry import Retry
from bot.engine.run_loop import note_failure, note_success, pause

log = structlog.get_logger()


async def tick(job: Job, stopping: asyncio.Event) -> None:
    """Run it at once and then every ``job.seconds`` until ``stopping``, one round at a time.

    A failed round is repeated sooner, and delays no other job. Cancelling it is safe: a round is correct whenever and
    however often it runs.
    """
    now, retry = asyncio.get_running_loop().time, Retry()
    while not stopping.is_set():
        due = now() + job.seconds
        try:
            done = await job.run()
        except Exception as error:
            due = min(due, now() + note_failure(job.name, error, retry))
        else:
            note_success(job.name, retry)
            if done:
                log.info("job done", job=job.name, count=done)
        await pause(stopping, max(0.0, due - now()))
