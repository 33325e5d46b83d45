"""The calls that the stand-in accepted and refused, in order and with their times."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

SENDS = ("sendMessage", "sendPhoto", "sendDocument")


@dataclass(frozen=True, slots=True)
class Call:
    """An accepted call. ``at`` is the event loop's time of its arrival."""

    at: float
    bot: int
    method: str
    chat: int
    message: int
    text: str  # as shown; a file appears as "[file <unique id>]"


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
    """Polls are not recorded: they are frequent and change nothing."""

    calls: list[Call] = field(default_factory=list)
    refused: list[RefusedCall] = field(default_factory=list)

    def sends(self, chat: int | None = None) -> list[Call]:
        """New messages, in order of arrival."""
        return [call for call in self.calls if call.method in SENDS and chat in (None, call.chat)]

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def duplicates(self) -> Counter[tuple[int, str]]:
        """Texts sent more than once to a chat, with the number of repetitions."""
        counted = Counter((call.chat, call.text) for call in self.sends())
        return Counter({what: number - 1 for what, number in counted.items() if number > 1})

    def chats(self) -> set[int]:
        return {call.chat for call in self.sends()}

    def gaps(self, chat: int) -> list[float]:
        """Seconds between consecutive new messages in that chat."""
        return gaps(call.at for call in self.sends(chat))

    def refusals(self, code: int) -> list[RefusedCall]:
        return [call for call in self.refused if call.code == code]


def gaps(times: Iterable[float]) -> list[float]:
    return [after - before for before, after in pairwise(sorted(times))]


def most_in_a_second(times: Iterable[float], second: float = 1.0) -> int:
    """The maximum number within any second (including its start, excluding its end)."""
    ordered, most, first = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= second:
            first += 1
        most = max(most, last - first + 1)
    return most
