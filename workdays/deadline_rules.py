"""How deadlines are counted: the district's time zone, its working hours, and how a moment relates to them.

Closing time itself is after hours: what arrives at exactly 17:30:00 arrived after hours, and what was due then is past
due.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workdays.calendar import Calendar

DISTRICT_TIME = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """The settings for counting deadlines; districts differ in these.

    ``effective_day_counts`` makes the effective day the first of the workdays; the month rule stays the same.
    ``after_hours_next_day`` makes what arrives after closing time count from the next workday.
    """

    calendar: Calendar
    opening: time = time(9, 0)
    closing: time = time(17, 30)
    effective_day_counts: bool = False
    after_hours_next_day: bool = True
    zone: ZoneInfo = DISTRICT_TIME
    version: str = field(init=False)

    def __post_init__(self) -> None:
        settings = f"{self.opening:%H:%M}–{self.closing:%H:%M}"
        settings += ", effective day counts" if self.effective_day_counts else ""
        settings += "" if self.after_hours_next_day else ", after hours counts"
        object.__setattr__(self, "version", f"{self.calendar.version}; {settings}")


def day_of(moment: datetime) -> date:
    """The date of ``moment`` in the district's time zone."""
    return moment.astimezone(DISTRICT_TIME).date()


def effective_day(moment: datetime, rules: DeadlineRules) -> date:
    """The date of ``moment`` if that is a workday and not over, else the next workday."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no effective day")
    local = moment.astimezone(rules.zone)
    over = rules.after_hours_next_day and local.time() >= rules.closing
    return rules.calendar.on_or_after(local.date() + _DAY if over else local.date())


def due_moment(day: date, rules: DeadlineRules) -> datetime:
    """Closing time on ``day``."""
    return datetime.combine(day, rules.closing, rules.zone)


def is_past(due: date, moment: datetime, rules: DeadlineRules) -> bool:
    return moment >= due_moment(due, rules)


def in_working_hours(moment: datetime, rules: DeadlineRules) -> datetime:
    """``moment`` itself if it is in working hours, else the next opening time."""
    local = moment.astimezone(rules.zone)
    day = local.date()
    if not rules.calendar.is_workday(day) or local.time() >= rules.closing:
        return datetime.combine(rules.calendar.nth_after(day, 1), rules.opening, rules.zone)
    return moment if local.time() >= rules.opening else datetime.combine(day, rules.opening, rules.zone)
