"""What was sent to people's chats, from the stand-in's record: how close together, each once, in order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tests.telegram.record import Call, gaps, most_in_a_second

Texts = Mapping[int, Sequence[str]]  # the messages for each chat, in order


def said(calls: Sequence[Call], texts: Texts) -> list[Call]:
    """The new messages whose text is one of the expected ones."""
    known = {chat: set(in_chat) for chat, in_chat in texts.items()}
    return [call for call in calls if call.text in known.get(call.chat, ())]


def most_at_once(calls: Sequence[Call]) -> int:
    """The highest number in any second, wherever that second begins."""
    return most_in_a_second(call.at for call in calls)


def smallest_gap(calls: Sequence[Call]) -> float | None:
    """The smallest interval in seconds between two messages of a chat; None if no chat got two."""
    times = defaultdict(list)
    for call in calls:
        times[call.chat].append(call.at)
    return min((gap for in_chat in times.values() for gap in gaps(in_chat)), default=None)


def astray(calls: Sequence[Call], texts: Texts) -> int:
    """Messages that came twice, too early or too late: that do not come right after their predecessor."""
    places: defaultdict[int, list[int]] = defaultdict(lambda: [-1])
    for call in said(calls, texts):
        places[call.chat].append(texts[call.chat].index(call.text))
    return sum(after != before + 1 for in_chat in places.values() for before, after in pairwise(in_chat))
