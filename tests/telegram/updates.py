"""Updates waiting for the bot: queued until acknowledged, given to one poll at a time."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from random import Random

from tests.telegram.parameters import Parameters
from tests.telegram.pulse import Pulse
from tests.telegram.refusals import JSON, OTHER_POLL, POLL_ENDED_BY_WEBHOOK, conflict


class Gone(Exception):
    """The server stops while a poll is waiting."""


NEVER_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Update:
    number: int
    kind: str
    content: JSON
    chat: int

    def told(self) -> JSON:
        return {"update_id": self.number, self.kind: self.content}


@dataclass
class Updates:
    pulse: Pulse = field(default_factory=Pulse)
    waiting: list[Update] = field(default_factory=list)
    allowed: set[str] | None = None  # None: all kinds that are sent by default
    _poll: object | None = None
    _ended: Exception = field(default_factory=Gone)
    _numbers: "count[int]" = field(default_factory=lambda: count(Random().randrange(10**8, 10**9)))

    def put(self, kind: str, content: JSON, chat: int) -> int:
        """Queue an update; returns its number, 0 if the bot did not request its kind."""
        if kind in NEVER_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
            return 0
        update = Update(next(self._numbers), kind, content, chat)
        self.waiting.append(update)
        self.pulse.beat()
        return update.number

    def put_raw(self, content: JSON) -> int:
        """Queue any content, valid or not, under a new number."""
        (kind, body), *_ = content.items()
        update = Update(next(self._numbers), kind, body, 0)
        self.waiting.append(update)
        self.pulse.beat()
        return update.number

    def allow(self, parameters: Parameters) -> None:
        """Remember the requested kinds: if not given they stay as they were, an empty list means the default."""
        kinds = parameters.json("allowed_updates")
        if isinstance(kinds, list):
            self.allowed = {str(kind) for kind in kinds} or None

    async def poll(self, parameters: Parameters) -> list[JSON]:
        """getUpdates. An older poll that is still waiting ends with a conflict."""
        self.allow(parameters)
        offset, limit = parameters.number("offset"), min(max(parameters.number("limit", 100), 1), 100)
        seconds = min(max(parameters.number("timeout"), 0), 50)
        ready = self._take(offset, limit)
        if ready or not seconds:
            return ready
        self._end(conflict(OTHER_POLL))
        mine = self._poll = object()
        self.pulse.beat()
        try:
            async with asyncio.timeout(seconds):
                while not ready:
                    await self.pulse.wait()
                    self._check(mine)
                    ready = self._take(offset, limit)
        except TimeoutError:
            self._check(mine)
        if self._poll is mine:
            self._poll = None
        return ready

    def end_poll(self) -> None:
        """A webhook replaces polling."""
        self._end(conflict(POLL_ENDED_BY_WEBHOOK))

    def cut_poll(self) -> None:
        """The connection is lost."""
        self._end(Gone())

    def drop(self) -> None:
        self.waiting.clear()

    @property
    def polled(self) -> bool:
        """Whether a poll is waiting now."""
        return self._poll is not None

    def _end(self, why: Exception) -> None:
        if self._poll is not None:
            self._poll, self._ended = None, why
            self.pulse.beat()

    def _check(self, mine: object) -> None:
        if self._poll is not mine:
            raise self._ended

    def _take(self, offset: int, limit: int) -> list[JSON]:
        if offset > 0:
            self.waiting = [update for update in self.waiting if update.number >= offset]
        elif offset < 0:
            self.waiting = self.waiting[offset:]
        return [update.told() for update in self.waiting[:limit]]
