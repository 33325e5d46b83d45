"""The outermost loop of everything that works through a table: runs while there is work, waits when there is none.

Nothing ends it but ``stopping``. What failed was rolled back and is done again, after a wait that grows each time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.engine.retry import Retry
from bot.engine.signals import Signal
from storage.failures import Failure, failure_of

POLL_SECONDS = 2.0  # another process may have stored something without waking this one

log = structlog.get_logger()


async def run_loop(name: str, act: Callable[[], Awaitable[object]], woken_by: Signal, stopping: asyncio.Event) -> None:
    """Call ``act`` until ``stopping``; a true result means there may be more. Failures are logged, not final."""
    retry = Retry()
    while not stopping.is_set():
        seen = woken_by.sent
        try:
            more = await act()
        except Exception as error:
            await pause(stopping, note_failure(name, error, retry))
        else:
            note_success(name, retry)
            if not more:
                await woken_by.wait(POLL_SECONDS, seen)


def note_failure(name: str, error: Exception, retry: Retry) -> float:
    """Log it, an outage not every time; returns the seconds to wait."""
    seconds, kind = retry.failed(), failure_of(error)
    if kind is Failure.OURS:
        log.error("loop failed", loop=name, exc_info=error)
    elif retry.is_worth_a_line:
        log.warning("loop waits", loop=name, reason=kind, error=type(error).__name__, failures=retry.failures)
    return seconds


def note_success(name: str, retry: Retry) -> None:
    if retry.failures:
        log.info("loop goes on", loop=name, failures=retry.failures)
        retry.succeeded()


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait, but not beyond ``stopping``."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
