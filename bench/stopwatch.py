"""Counts operations and how long they took, in wall-clock and processor time."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time


class Stopwatch:
    def __init__(self) -> None:
        self.done = 0
        self.seconds = 0.0
        self.processor_seconds = 0.0

    @contextmanager
    def running(self, count: int) -> Iterator[None]:
        """``count`` operations are done inside."""
        wall, processor = perf_counter(), process_time()
        yield
        self.seconds += perf_counter() - wall
        self.processor_seconds += process_time() - processor
        self.done += count

    @property
    def per_second(self) -> float:
        return self.done / self.seconds

    @property
    def processor_milliseconds(self) -> float:
        """Per operation."""
        return self.processor_seconds / self.done * 1000
