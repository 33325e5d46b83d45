"""The statutory days off of a year whose notice is not published yet.

Source: 全国年节及纪念日放假办法 as revised in November 2024 (Order 795), in force since 2025: 元旦 1 day, 春节 4 (除夕
and the first three), 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆节 3. Only the notice fixes bridge days and make-up
weekends, so none are guessed.
"""

from datetime import date, timedelta

from workdays.holiday_notice import HolidayNotice

# Gregorian dates of 正月初一, 清明, 五月初五, 八月十五, computed on 2026-11-23 with lunardate 0.3.0 and the solar terms
# of chinesecalendar 1.11.0; the tests compare every row with the independent table in `holidays`.
LUNAR_DAYS: dict[int, tuple[str, str, str, str]] = {
    2025: ("01-29", "04-04", "05-31", "10-06"),
    2026: ("02-17", "04-05", "06-19", "09-25"),
    2027: ("02-06", "04-05", "06-09", "09-15"),
    2028: ("01-26", "04-04", "05-28", "10-03"),
    2029: ("02-13", "04-04", "06-16", "09-22"),
    2030: ("02-03", "04-05", "06-05", "09-12"),
    2031: ("01-23", "04-05", "06-24", "10-01"),
    2032: ("02-11", "04-04", "06-12", "09-19"),
    2033: ("01-31", "04-04", "06-01", "09-08"),
    2034: ("02-19", "04-05", "06-20", "09-27"),
    2035: ("02-08", "04-05", "06-10", "09-16"),
    2036: ("01-28", "04-04", "05-30", "10-04"),
    2037: ("02-15", "04-04", "06-18", "09-24"),
    2038: ("02-04", "04-05", "06-07", "09-13"),
    2039: ("01-24", "04-05", "05-27", "10-02"),
    2040: ("02-12", "04-04", "06-14", "09-20"),
}
FIRST_YEAR, LAST_YEAR = min(LUNAR_DAYS), max(LUNAR_DAYS)


def statutory_days_off(year: int) -> HolidayNotice:
    """The statutory days off in ``year`` (2025 to 2040), as a notice without make-up weekends."""
    new_year, qingming, dragon_boat, mid_autumn = (date.fromisoformat(f"{year}-{day}") for day in LUNAR_DAYS[year])
    off = {mid_autumn: "中秋", dragon_boat: "端午", qingming: "清明", date(year, 1, 1): "元旦"}
    off |= {date(year, 5, day): "劳动节" for day in (1, 2)}
    off |= {date(year, 10, day): "国庆节" for day in (1, 2, 3)}
    off |= {new_year + timedelta(days=offset): "春节" for offset in (-1, 0, 1, 2)}
    return HolidayNotice(off=off)
