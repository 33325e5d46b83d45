"""Days, times and calendar reasons in words: "11月25日周三17:30", "2月15日至23日 春节放假", "3月7日 周六"."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from texts.speech import Markup, language, say
from workdays.calendar import Calendar
from workdays.deadline_rules import DISTRICT_TIME, DeadlineRules, due_moment
from workdays.runs import Run, RunKind

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

HOLIDAYS: dict[str, Callable[[], str]] = {
    "元旦": lambda: say("元旦"),
    "春节": lambda: say("春节"),
    "清明": lambda: say("清明"),
    "劳动节": lambda: say("劳动节"),
    "端午": lambda: say("端午"),
    "中秋": lambda: say("中秋"),
    "国庆节": lambda: say("国庆节"),
    "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": lambda: say("抗战胜利70周年纪念日"),
}

WEEKDAYS: tuple[Callable[[], str], ...] = (
    lambda: say("周一"),
    lambda: say("周二"),
    lambda: say("周三"),
    lambda: say("周四"),
    lambda: say("周五"),
    lambda: say("周六"),
    lambda: say("周日"),
)


def explain(calendar: Calendar, first: date, last: date) -> list[str]:
    """Why days from ``first`` to ``last`` are workdays or not, one sentence per run; ordinary workdays need none."""
    spoken = language()
    return [_remembered(run, first.year, spoken) for run in calendar.runs(first, last)]


@lru_cache(maxsize=4096)
def _remembered(run: Run, year: int, spoken: str) -> str:
    """Cached, because a calendar has few runs and everybody asks about the same weeks."""
    return run_in_words(run, year)


def run_in_words(run: Run, year: int) -> str:
    """One run with its reason; the year is included if it is not ``year``."""
    days = _days(run, year)
    if run.kind is RunKind.HOLIDAY:
        return say("{days} {holiday}放假", days=days, holiday=holiday_name(run.holiday))
    if run.kind is RunKind.MAKE_UP:
        return say("{days} {weekday}调休上班", days=days, weekday=_weekdays(run))
    return say("{days} {weekday}", days=days, weekday=_weekdays(run))


def day_in_words(day: date, year: int | None = None) -> Markup:
    """For example "2月15日", or "2027年2月15日" if the year is not ``year``."""
    month = MONTHS[day.month - 1]
    if day.year == year:
        return Markup(say("{month}月{day}日", month=day.month, day=day.day, month_name=month))
    return Markup(say("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day, month_name=month))


def due_in_words(day: date, rules: DeadlineRules) -> Markup:
    """Closing time on ``day``."""
    return moment_in_words(due_moment(day, rules))


def moment_in_words(moment: datetime) -> Markup:
    """For example "11月25日周三17:30", in district time."""
    local = moment.astimezone(DISTRICT_TIME)
    day = local.date()
    return Markup(
        say("{day}{weekday} {time}", day=day_in_words(day, day.year), weekday=weekday_name(day), time=f"{local:%H:%M}")
    )


def time_left_in_words(due: datetime, now: datetime) -> str:
    """The time left or overdue, like "剩 3 小时", "剩 5 天" or "已超 2 天"."""
    late = now >= due
    seconds = int(abs((due - now).total_seconds()))
    days, hours = seconds // 86400, max(1, seconds // 3600)
    if days:
        return say("已超 {days} 天", days=days) if late else say("剩 {days} 天", days=days)
    return say("已超 {hours} 小时", hours=hours) if late else say("剩 {hours} 小时", hours=hours)


def weekday_name(day: date) -> Markup:
    return Markup(WEEKDAYS[day.weekday()]())


def holiday_name(holiday: str) -> str:
    """The holiday in the current language; an unknown name is returned unchanged."""
    return Markup(HOLIDAYS[holiday]()) if holiday in HOLIDAYS else holiday


def _days(run: Run, year: int) -> Markup:
    first = day_in_words(run.first, year)
    if run.first == run.last:
        return first
    if (run.first.year, run.first.month) == (run.last.year, run.last.month):
        month = MONTHS[run.last.month - 1]
        return Markup(say("{first}至{last_day}日", first=first, last_day=run.last.day, month_name=month))
    return Markup(say("{first}至{last}", first=first, last=day_in_words(run.last, run.first.year)))


def _weekdays(run: Run) -> Markup:
    return weekday_name(run.first) if run.first == run.last else Markup(say("周末"))
