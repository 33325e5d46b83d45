"""Time-driven work that a subject offers: a sweep over rows, right whenever it runs, however often, after any pause."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Sweep:
    """``run`` works through at most so many rows that are due at a moment, and returns how many there were.

    ``next_moment`` is when something will be due next, None if nothing will; ``count_due`` is how many rows are due.
    """

    name: str
    run: Callable[[AsyncSession, datetime, int], Awaitable[int]]
    next_moment: Callable[[AsyncSession], Awaitable[datetime | None]]
    count_due: Callable[[AsyncSession, datetime], Awaitable[int]]
