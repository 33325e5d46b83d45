"""The interface of a channel, so that the application depends on none in particular: adding one extends its tuple."""

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
        """The channel's routes on the web server."""

    @property
    def jobs(self) -> Sequence[Job]:
        """The channel's recurring jobs."""

    def tasks(self, stopping: asyncio.Event) -> Sequence[Work]:
        """Coroutines that run beside the server until ``stopping``."""

    def has_room(self) -> bool:
        """Whether its chats can take a broadcast now; otherwise broadcasts wait in the outbox."""

    async def close(self) -> None:
        """Called after all its tasks have ended."""
