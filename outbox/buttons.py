"""The data of a button under a message, decoded when it is pressed, perhaps years after it was sent.

"a:assign:12:3": the subject, the act, what it is about, and an optional value; at most 64 bytes.
"""

import re
from dataclasses import dataclass

# Old buttons without a subject were all about appeals. They remain in people's chats, so they must stay readable.
OLD = {
    "mine": "a:mine",
    "task": "a:task",
    "desk": "a:triage",
    "assign": "a:assign",
    "contacted": "a:contacted",
    "path": "a:path",
    "resolved": "a:resolved",
    "solved": "a:solved",
    "unsolved": "a:unsolved",
}

_FORM = re.compile(r"([a-z]+):([a-z_]+):([0-9]{1,18})(?::([0-9]{1,18}))?")  # numbers that fit into every database


@dataclass(frozen=True, slots=True)
class Press:
    """``act`` is defined by the subject; ``number`` identifies what it is about."""

    subject: str
    act: str
    number: int
    value: int | None = None

    def __str__(self) -> str:
        parts = (self.subject, self.act, self.number, self.value)
        return ":".join(str(part) for part in parts if part is not None)


def read(data: str) -> Press:
    """The inverse of ``str``; raises ValueError if the data is not from one of our buttons."""
    first, _, rest = data.partition(":")
    found = _FORM.fullmatch(f"{OLD[first]}:{rest}" if first in OLD else data)
    if found is None:
        raise ValueError(data)
    subject, act, number, value = found.groups()
    return Press(subject, act, int(number), int(value) if value else None)
