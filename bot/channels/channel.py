"""What every channel offers, so that the application need know none of them: one more is one more in its tuple."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from litestar.types import ControllerRouterHandler

from bot.engine.jobs import Job

Work = Coroutine[Any, Any, object]


class Channel(Protocol):
    @property
    def name(self) -> str:
        """The value of ``chat.channel`` of its chats."""

    @property
    def routes(self) -> Sequence[ControllerRouterHandler]:
        """What is reached of it at the web server."""

    @property
    def jobs(self) -> Sequence[Job]:
        """What is to be done in it every so many seconds."""

    def tasks(self, stopping: asyncio.Event) -> Sequence[Work]:
        """What runs beside the server until ``stopping``."""

    def has_room(self) -> bool:
        """Whether a broadcast may come into its chats now; those that may not wait in the outbox."""

    async def close(self) -> None:
        """After all its tasks have ended."""
