"""What the stand-in accepted and refused, in order and with the time: the other side's own books."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

SENDS = ("sendMessage", "sendPhoto", "sendDocument")


@dataclass(frozen=True, slots=True)
class Call:
    """An accepted call. ``at`` is the loop's monotonic time of its arrival."""

    at: float
    bot: int
    method: str
    chat: int
    message: int
    text: str  # as it is shown; a file stands there as «[file <unique id>]»


@dataclass(frozen=True, slots=True)
class RefusedCall:
    at: float
    bot: int
    method: str
    chat: int
    code: int
    description: str


@dataclass
class Record:
    """Polls are not kept: they come all the time and change nothing."""

    calls: list[Call] = field(default_factory=list)
    refused: list[RefusedCall] = field(default_factory=list)

    def sends(self, chat: int | None = None) -> list[Call]:
        """New messages, in the order of their arrival."""
        return [call for call in self.calls if call.method in SENDS and chat in (None, call.chat)]

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def duplicates(self) -> Counter[tuple[int, str]]:
        """Texts that were sent more than once to one chat, with how often beyond the first."""
        counted = Counter((call.chat, call.text) for call in self.sends())
        return Counter({what: number - 1 for what, number in counted.items() if number > 1})

    def chats(self) -> set[int]:
        return {call.chat for call in self.sends()}

    def gaps(self, chat: int) -> list[float]:
        """Seconds between each two new messages that followed one another in that chat."""
        return gaps(call.at for call in self.sends(chat))

    def refusals(self, code: int) -> list[RefusedCall]:
        return [call for call in self.refused if call.code == code]


def gaps(times: Iterable[float]) -> list[float]:
    return [after - before for before, after in pairwise(sorted(times))]


def most_in_a_second(times: Iterable[float], second: float = 1.0) -> int:
    """The most that ever fell into one second, wherever that second begins (it includes its begin, not its end)."""
    ordered, most, first = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= second:
            first += 1
        most = max(most, last - first + 1)
    return most
