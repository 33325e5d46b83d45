"""Parses leave (休假) as people write it: "2026-11-20至2026-11-30", "2026年11月20日至30日", a single day."""

import re
import unicodedata
from datetime import date

from people.model import Leave
from texts.refused import Refused
from texts.speech import say

_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
    r"(?:(?:至|到|to|[-~〜—–]+)"
    r"(?:(?:(?P<last_year>[0-9]{4})[-/.年])?(?P<last_month>[0-9]{1,2})[-/.月])?(?P<last_day>[0-9]{1,2})日?)?"
)


def read_leave(text: str) -> Leave:
    """Both days included. What the end omits is taken from the beginning; raises ``Refused`` if it is not a period."""
    found = _PERIOD.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if found is None:
        raise Refused(say("请写清休假从哪天到哪天，比如 2026-11-20至2026-11-30。"))
    part = {name: int(value) for name, value in found.groupdict().items() if value}
    first = _day(part["year"], part["month"], part["day"])
    last = _day(part.get("last_year", first.year), part.get("last_month", first.month), part.get("last_day", first.day))
    if last < first:
        raise Refused(say("休假的结束日期早于开始日期，请核对；跨年的请写明两个年份。"))
    return Leave(first, last)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        unknown = say("没有 {year}年{month}月{day}日 这一天，请核对日期。", year=year, month=month, day=day)
        raise Refused(unknown) from error
