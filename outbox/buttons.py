"""What a button under a message carries, decoded when it is pressed, perhaps years after it was said.

«a:assign:12:3»: whose it is (the subject), what it asks for, and about what; at most 64 bytes.
"""

import re
from dataclasses import dataclass

# Before they carried their subject, all were about appeals. They lie in people's chats, so they are read for good.
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

_FORM = re.compile(r"([a-z]+):([a-z_]+):([0-9]{1,18})(?::([0-9]{1,18}))?")  # numbers that fit every database


@dataclass(frozen=True, slots=True)
class Press:
    """``act`` is one of the subject's own words; ``number`` names what it is about."""

    subject: str
    act: str
    number: int
    value: int | None = None

    def __str__(self) -> str:
        parts = (self.subject, self.act, self.number, self.value)
        return ":".join(str(part) for part in parts if part is not None)


def read(data: str) -> Press:
    """The other way round; ValueError if it is no button of ours."""
    first, _, rest = data.partition(":")
    found = _FORM.fullmatch(f"{OLD[first]}:{rest}" if first in OLD else data)
    if found is None:
        raise ValueError(data)
    subject, act, number, value = found.groups()
    return Press(subject, act, int(number), int(value) if value else None)
