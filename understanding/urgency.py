"""Whether a text says that something will happen to the enterprise on a certain day: it then goes first in lists."""

import re
from datetime import date

from texts.folding import folded
from understanding.cues import groups

MAX_CHARS = 2_000
SENTENCES = re.compile(r"[。！!？?\n]")
DAY = re.compile("(?:(?P<year>20[0-9]{2})年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12][0-9]|0?[1-9])[号日]")
HALF_YEAR_DAYS = 183  # a day of the month without a year that is longer past is next year's


def is_urgent(text: str, today: date) -> bool:
    """Something pressing and a day to come, in the same sentence. A day before ``today`` presses nobody any more."""
    cues = groups("urgent")
    to_come = DAY.sub(lambda found: "" if _is_past(found, today) else found[0], folded(text, MAX_CHARS))
    return any(cues["pressing"].found(one).weight and cues["day"].found(one).weight for one in SENTENCES.split(to_come))


def _is_past(found: re.Match[str], today: date) -> bool:
    try:
        day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return day < today and (found["year"] is not None or (today - day).days < HALF_YEAR_DAYS)
