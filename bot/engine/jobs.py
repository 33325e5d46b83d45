"""A recurring job, which may run at any time, any number of times, and after any pause."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Run = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Job:
    """``run`` does one round and returns how many items it processed."""

    name: str
    seconds: float
    run: Run
