"""Waiting for a condition, woken by every change instead of sleeping or polling."""

import asyncio
from collections.abc import Callable


class Pulse:
    def __init__(self) -> None:
        self._next = asyncio.Event()

    def beat(self) -> None:
        """Something has changed: wake all waiters, which check again."""
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        await self._next.wait()

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """True as soon as it holds; False if it still does not after ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self.wait()
        except TimeoutError:
            return holds()
        return True
