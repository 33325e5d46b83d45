"""The outermost loop of everything that works through a table: runs while there is work, waits when there is none."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.engine.signals import Signal

POLL_SECONDS = 2.0  # another process may have stored something without waking this one
FAILURE_PAUSE_SECONDS = 1.0

log = structlog.get_logger()


async def run_loop(name: str, act: Callable[[], Awaitable[object]], woken_by: Signal, stopping: asyncio.Event) -> None:
    """Call ``act`` until ``stopping``; a true result means there may be more. Failures are logged, not final."""
    while not stopping.is_set():
        seen = woken_by.sent
        try:
            more = await act()
        except Exception:
            log.exception("loop failed", loop=name)
            await asyncio.sleep(FAILURE_PAUSE_SECONDS)
        else:
            if not more:
                await woken_by.wait(POLL_SECONDS, seen)
