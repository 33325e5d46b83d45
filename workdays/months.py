"""One calendar month later, as defined by the Civil Code."""

from calendar import monthrange
from datetime import date


def one_month_on(day: date) -> date:
    """The same date in the next month; if there is none, the last day of that month (Civil Code art. 202)."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year, month, day.day if day.day <= 28 else min(day.day, monthrange(year, month)[1]))
