"""The dates of a receipt in words, line by line, as `qinqing deadlines` prints them."""

from collections.abc import Iterator
from datetime import date, datetime

from appeals.model import Dues
from workdays.deadline_rules import DeadlineRules
from workdays.words import day_in_words, explain, weekday_name


def in_words(received: datetime, dues: Dues, deadline_rules: DeadlineRules) -> Iterator[str]:
    closing = f"{deadline_rules.closing:%H:%M}"
    yield f"收到：{_day(received.date())} {received:%H:%M}"
    yield f"生效：{_day(dues.effective)}（{_why_effective(received, dues, deadline_rules)}，生效当天不计）"
    stages = (("交办", dues.assign), ("对接", dues.contact), ("反馈", dues.path))
    for place, (stage, due) in enumerate(stages, start=1):
        yield f"{stage}：{_day(due)} {closing}前（第{place}个工作日）"
    yield f"办结：{_day(dues.resolve)} {closing}前（{_why_month(dues)}）"
    yield "逐日说明："
    reasons = explain(deadline_rules.calendar, received.date(), dues.resolve)
    yield from (f"  {reason}" for reason in reasons or ["没有周末和节假日"])
    if dues.provisional:
        yield "注意：所涉年份的国务院放假通知尚未收录，暂按周末和法定节假日推算，通知公布后可能变动。"
    yield f"依据：{dues.version}"


def _day(day: date) -> str:
    return f"{day_in_words(day)} {weekday_name(day)}"


def _why_effective(received: datetime, dues: Dues, deadline_rules: DeadlineRules) -> str:
    if received.date() == dues.effective:
        return f"工作日{deadline_rules.closing:%H:%M}前收到"
    if deadline_rules.calendar.is_workday(received.date()):
        return f"{deadline_rules.closing:%H:%M}及以后收到，顺延到下一个工作日"
    return "非工作日收到，顺延到下一个工作日"


def _why_month(dues: Dues) -> str:
    same = "一个月后的同一天" if dues.month.day == dues.effective.day else "下月没有同一天，到月末"
    return same if dues.month == dues.resolve else f"{same}，{day_in_words(dues.month)}不上班，顺延"
