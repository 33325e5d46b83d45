"""The deadlines of an appeal in words, line by line, as `qinqing deadlines` prints them."""

from collections.abc import Iterator
from datetime import date, datetime

from appeals.model import Deadlines
from workdays.deadline_rules import DeadlineRules
from workdays.words import day_in_words, explain, weekday_name


def in_words(received: datetime, deadlines: Deadlines, deadline_rules: DeadlineRules) -> Iterator[str]:
    closing = f"{deadline_rules.closing:%H:%M}"
    yield f"收到：{_day(received.date())} {received:%H:%M}"
    yield f"生效：{_day(deadlines.effective)}（{_why_effective(received, deadlines, deadline_rules)}，生效当天不计）"
    stages = (("交办", deadlines.assign), ("对接", deadlines.contact), ("反馈", deadlines.path))
    for place, (stage, due) in enumerate(stages, start=1):
        yield f"{stage}：{_day(due)} {closing}前（第{place}个工作日）"
    yield f"办结：{_day(deadlines.resolve)} {closing}前（{_why_month(deadlines)}）"
    yield "逐日说明："
    reasons = explain(deadline_rules.calendar, received.date(), deadlines.resolve)
    yield from (f"  {reason}" for reason in reasons or ["没有周末和节假日"])
    if deadlines.provisional:
        yield "注意：所涉年份的国务院放假通知尚未收录，暂按周末和法定节假日推算，通知公布后可能变动。"
    yield f"依据：{deadlines.version}"


def _day(day: date) -> str:
    return f"{day_in_words(day)} {weekday_name(day)}"


def _why_effective(received: datetime, deadlines: Deadlines, deadline_rules: DeadlineRules) -> str:
    if received.date() == deadlines.effective:
        return f"工作日{deadline_rules.closing:%H:%M}前收到"
    if deadline_rules.calendar.is_workday(received.date()):
        return f"{deadline_rules.closing:%H:%M}及以后收到，顺延到下一个工作日"
    return "非工作日收到，顺延到下一个工作日"


def _why_month(deadlines: Deadlines) -> str:
    same = "一个月后的同一天" if deadlines.month.day == deadlines.effective.day else "下月没有同一天，到月末"
    return same if deadlines.month == deadlines.resolve else f"{same}，{day_in_words(deadlines.month)}不上班，顺延"
