"""Time-driven work of a subject: a sweep over due rows, correct whenever and however often it runs, after any pause."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Sweep:
    """``run`` processes at most the given number of rows that are due at a moment, and returns how many there were.

    ``next_moment`` is when something is due next, None if nothing is; ``count_due`` is how many rows are due.
    """

    name: str
    run: Callable[[AsyncSession, datetime, int], Awaitable[int]]
    next_moment: Callable[[AsyncSession], Awaitable[datetime | None]]
    count_due: Callable[[AsyncSession, datetime], Awaitable[int]]
