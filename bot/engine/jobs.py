"""Recurring work: a sweep that is right whenever it runs, however often, after any pause."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Run = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Job:
    """``run`` does one round and returns how much there was to do."""

    name: str
    seconds: float
    run: Run
