"""Faults as data: which calls they hit, how, and how often."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Literal

Kind = Literal[
    "409",  # refused: another process polls
    "429",  # refused: retry after ``seconds``
    "500",  # refused with a server error
    "502",  # refused with a gateway's error, as JSON
    "502 page",  # the same as a gateway's HTML page
    "500 accepted",  # accepted, and yet answered with a server error
    "cut",  # the connection is closed before the call is accepted
    "lost",  # accepted, then the connection is closed without an answer
    "hang",  # accepted, and never answered
    "slow",  # accepted immediately, answered ``seconds`` later
    "twice",  # updates are delivered twice (getUpdates: in one batch; webhook: posted again)
    "shuffle",  # the updates of a batch come in another order
]
BATCH = ("twice", "shuffle")
ANY = "*"


@dataclass
class Fault:
    """Hits the ``nth`` matching call (from 1), or each with probability ``chance``, or every one; at most ``times``.

    ``method`` is a Bot API method, "webhook" for deliveries, or ANY (which excludes polls).
    """

    method: str
    kind: Kind
    nth: int = 0
    chance: float = 1.0
    seconds: float = 1.0
    times: int = 0  # 0: unlimited
    chat: int = 0  # 0: in any chat
    seen: int = 0
    struck: int = 0

    def fits(self, method: str, chat: int) -> bool:
        called = self.method.lower() == method.lower() or (self.method == ANY and method.lower() != "getupdates")
        return called and self.chat in (0, chat)

    def strikes(self, random: Random) -> bool:
        self.seen += 1
        if self.times and self.struck >= self.times:
            return False
        hit = self.seen == self.nth if self.nth else self.chance >= 1 or random.random() < self.chance
        self.struck += hit
        return hit


@dataclass
class Faults:
    """The active rules. The same seed and the same calls give the same faults."""

    rules: list[Fault] = field(default_factory=list)
    random: Random = field(default_factory=lambda: Random(1))

    def add(self, *rules: Fault) -> None:
        self.rules += rules

    def seed(self, number: int) -> None:
        self.random = Random(number)

    def clear(self) -> None:
        self.rules.clear()

    def of_call(self, method: str, chat: int) -> list[Fault]:
        """The faults that hit this call as a whole."""
        return self._struck(rule for rule in self.rules if rule.kind not in BATCH and rule.fits(method, chat))

    def of_batch(self, method: str, size: int) -> list[Fault]:
        """The faults that hit a batch of updates about to be delivered; empty batches do not count."""
        return self._struck(
            rule for rule in self.rules
            if rule.kind in BATCH and rule.fits(method, 0) and size > (rule.kind == "shuffle")
        )  # fmt: skip

    def _struck(self, rules: Iterable[Fault]) -> list[Fault]:
        return [rule for rule in list(rules) if rule.strikes(self.random)]
