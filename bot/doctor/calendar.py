"""Whether the State Council's holiday notices are known for the years in which deadlines fall."""

from collections.abc import Iterator
from datetime import datetime

from bot.doctor.checks import CheckResult, Mark, good
from workdays.calendar import Calendar
from workdays.deadline_rules import DISTRICT_TIME

NOTICE_MONTH = 11  # next year's holidays are published in October or November


def of_calendar(calendar: Calendar, now: datetime) -> Iterator[CheckResult]:
    today = now.astimezone(DISTRICT_TIME)
    if today.year in calendar.published:
        yield good(f"{today.year} 年放假通知已收录")
    else:
        yield CheckResult(
            Mark.WRONG, f"{today.year} 年放假通知没有收录，时限只是暂定", "升级程序：放假安排随 chinesecalendar 更新"
        )
    if today.year + 1 in calendar.published:
        yield good(f"{today.year + 1} 年放假通知已收录")
    elif today.month < NOTICE_MONTH:
        yield good(f"{today.year + 1} 年放假通知通常 11 月公布，在此之前跨年的时限按暂定计算")
    else:
        yield CheckResult(
            Mark.WARNING,
            f"{today.year + 1} 年放假通知没有收录，落在那一年的时限只是暂定",
            "通知公布后升级程序；放假安排随 chinesecalendar 更新",
        )
