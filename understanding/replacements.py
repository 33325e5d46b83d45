"""Some words of what was written are put in the place of others: "80万改成18万", "不是80万，是18万"."""

import re
from typing import NamedTuple

MIN_OLD_CHARS = 2  # a single character stands in many words
SIGNS = " .。!！~,，"
TO_YOU = re.compile("(?:我)?(?:是)?(?:让|请|叫|要|问|想)你?")  # "不是，我是让你提交": said to the service
WRONG, TO = "(?:写错了|错了|不对)", "(?:改成|改为|换成|应该是|应为)"
PART, AMOUNT = "[^,，。]{1,12}?", "[^,，。]{0,8}?[0-9][^,，。]{0,6}?"
# "改成" alone tells of what happened ("店面改成仓库了"), but for amounts.
PATTERNS = tuple(
    re.compile(f"{words}(?:才对|吧|了)?")
    for words in (
        f"[^,，。]{{0,8}}?(?:{WRONG}[,， ]*)?不是(?P<old>{PART})[,， ]*(?:是|而是|{TO})(?P<new>{PART})",
        f"(?:请|麻烦)?把(?P<old>{PART})(?:{WRONG})?[,， ]*{TO}(?P<new>{PART})",
        f"(?P<old>{AMOUNT}){WRONG}[,， ]*(?:是|{TO})(?P<new>{PART})",
        f"(?P<old>{AMOUNT})[,， ]*{TO}(?P<new>{AMOUNT})",
    )
)


class Replacement(NamedTuple):
    old: str
    new: str


def applied(replacement: Replacement, written: str) -> str:
    """``written`` with the words replaced; those within a longer number stay."""
    within = "(?<![0-9.])" if replacement.old[0].isdecimal() else ""
    return re.sub(f"{within}{re.escape(replacement.old)}", lambda _: replacement.new, written)


def read(text: str) -> Replacement | None:
    """What the whole text replaces by what; None if it says anything else."""
    said = text.strip(SIGNS)
    found = next((one for pattern in PATTERNS if (one := pattern.fullmatch(said))), None)
    if found is None or len(found["old"].strip()) < MIN_OLD_CHARS or TO_YOU.match(found["new"]):
        return None
    return Replacement(found["old"], found["new"])
