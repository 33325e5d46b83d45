"""Parses leave as people say it in chat: "今天", "明天到周五", "下周", "12月1日到4日", "下周一", "从明天起三天"."""

import re
import unicodedata
from datetime import date, timedelta

from people.leave import read_leave
from people.model import Leave
from texts.refused import Refused
from texts.speech import say

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_FILLER = re.compile(r"[我想要请休假打算从在了的吧啊哦就那呢，,。.!！\s]|年假|事假|病假|开始|一整?天|整天")
_STAND_IN = re.compile("[,，。;； ]*(?:让|由|叫|找).{1,8}(?:接手|接替|代班?|替班?|顶班?|接)(?:一下|我|的)?.{0,6}$")
_ABOUT = re.compile(
    "左右|之前|以前|前后|大概|大约|预计|争取|应该|能|可以|办好|办结|[0-9一二三四五六七八九十]{1,2}点半?|办完|搞定|完成|前"
)
_TO = re.compile("到|至|[-~—–]+")
_DAYS = re.compile("(.+?)起?连?([0-9一两二三四五六七八九十]{1,3})天")
_NEAR = {"今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
_WEEKS = {"本": 0, "这": 0, "这个": 0, "": 0, "下": 1, "下个": 1, "下下": 2}
_WEEKDAY = re.compile("(本|这个|这|下下|下个|下)?(?:周|星期|礼拜)([一二三四五六日天末]?)")
_DATE = re.compile("(?:([0-9]{4})[年/-])?([0-9]{1,2})[月/-]([0-9]{1,2})[日号]?")
_NUMBERS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_IN_ENGLISH = {"a": 1, "one": 1, "two": 2, "three": 3}
_LONG_PAST = timedelta(days=180)  # a day without a year that lies further back is one of the next year


def read_spoken_leave(text: str, today: date) -> Leave:
    """As ``read_leave``, and in words that count from ``today``; raises ``Refused`` if it is no period of days."""
    try:
        return read_leave(text)
    except Refused as refused:
        said = _STAND_IN.sub("", unicodedata.normalize("NFKC", text).lower())
        found = _spoken(_FILLER.sub("", said), today)
        if found is None:
            raise refused
        return found


def read_spoken_day(text: str, today: date) -> date | None:
    """The day by which something will be done: "12月12号左右", "下周五前", "三天内"; None if none is named.

    Raises ``Refused`` for a date that does not exist."""
    said = _FILLER.sub("", _ABOUT.sub("", unicodedata.normalize("NFKC", text).lower()))
    if counted := re.fullmatch("([0-9一二两三四五六七八九十]{1,3})(天|周|个?星期|个?礼拜)(?:之?内|后|以内)?", said):
        return today + _number(counted[1]) * (_DAY if counted[2] == "天" else _WEEK)
    if counted := re.fullmatch("(?:within|in)?([0-9]{1,3}|a|one|two|three)(day|week)s?", said.replace(" ", "")):
        number = int(counted[1]) if counted[1].isdecimal() else _IN_ENGLISH[counted[1]]
        return today + number * (_DAY if counted[2] == "day" else _WEEK)
    try:
        return read_leave(text).last
    except Refused:
        found = _spoken(said, today)
        return found.last if found else None


def _spoken(said: str, today: date) -> Leave | None:
    if counted := _DAYS.fullmatch(said):
        first, number = _span(counted[1], today, today), _number(counted[2])
        return Leave(first[0], first[0] + (number - 1) * _DAY) if first and number else None
    ends = _TO.split(said, maxsplit=1)
    first = _span(ends[0], today, today)
    if first is None:
        return None
    if len(ends) == 1:
        return Leave(max(first[0], min(today, first[1])), first[1])
    last = _span(ends[1], today, first[0])
    if last is None:
        return None
    if last[1] < first[0]:
        raise Refused(say("休假的结束日期早于开始日期，请核对；跨年的请写明两个年份。"))
    return Leave(first[0], last[1])


def _span(said: str, today: date, since: date) -> tuple[date, date] | None:
    """The days that a word names: one, or those of a week. What it leaves open follows from ``since``."""
    if said in _NEAR:
        return _one(today + _NEAR[said] * _DAY)
    if week := _WEEKDAY.fullmatch(said):
        return _of_week(week[1] or "", week[2], today, since)
    if found := _DATE.fullmatch(said):
        return _dated(found, today, since)
    if re.fullmatch("[0-9]{1,2}[日号]", said):
        return _dated_by_day(int(said[:-1]), since)
    return None


def _of_week(which: str, day: str, today: date, since: date) -> tuple[date, date] | None:
    monday = today - today.weekday() * _DAY + _WEEKS[which] * _WEEK
    if not day:
        return monday, monday + 6 * _DAY
    if day == "末":
        return monday + 5 * _DAY, monday + 6 * _DAY
    named = monday + "一二三四五六日天".replace("天", "日").index(day.replace("天", "日")) * _DAY
    return _one(named + _WEEK if not which and named < since else named)


def _dated(found: re.Match[str], today: date, since: date) -> tuple[date, date] | None:
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        named = date(year or since.year, month, day)
        if not year and (named < since if since != today else named < today - _LONG_PAST):
            named = date(since.year + 1, month, day)
    except ValueError as error:
        unknown = say(
            "没有 {year}年{month}月{day}日 这一天，请核对日期。", year=year or since.year, month=month, day=day
        )
        raise Refused(unknown) from error
    return _one(named)


def _dated_by_day(day: int, since: date) -> tuple[date, date] | None:
    """The next day with that number."""
    for ahead in range(32):
        if (since + ahead * _DAY).day == day:
            return _one(since + ahead * _DAY)
    return None


def _one(day: date) -> tuple[date, date]:
    return day, day


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _NUMBERS.get(written, 0)
