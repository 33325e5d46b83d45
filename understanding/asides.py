"""What is said to the service itself while something else is written: "等一下，我接个电话", "刚才说到哪了"."""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from texts.folding import folded

MAX_CHARS = 60
SIGNS = " .。!！~?？…"
PAUSES = re.compile("(?<=[一-龥])[ ,，。]+(?=[一-龥])")  # as people write them on a phone


class Aside(StrEnum):
    PAUSE = "pause"  # goes away for a while
    WHERE = "where"  # asks what was last spoken of
    SLIP = "slip"  # pressed or sent something by mistake
    FILED = "filed"  # asks whether it has been filed
    ASKING = "asking"  # only wanted to know something, and files nothing
    PHONE = "phone"  # does not want the telephone passed on
    LEAVE = "leave"  # goes no further, and files nothing now


def read(text: str) -> Aside | None:
    """Which of these the whole text is; None if it says anything else."""
    said = PAUSES.sub(", ", folded(text, MAX_CHARS + 1).strip(SIGNS))
    if len(said) > MAX_CHARS:
        return None
    return next((aside for aside, words in _words().items() if any(one.fullmatch(said) for one in words)), None)


@cache
def _words() -> Mapping[Aside, tuple[re.Pattern[str], ...]]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {Aside(name): tuple(map(re.compile, part["words"])) for name, part in table.items()}
