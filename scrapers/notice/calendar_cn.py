"""The calendar that official deadlines count by: festivals, working days with public holidays, months."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from borax.calendars.lunardate import LunarDate
from chinese_calendar import holidays, workdays

# Festival → (month, day); lunar where marked.
SOLAR_FESTIVALS: dict[str, tuple[int, int]] = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "五四": (5, 4),
    "青年节": (5, 4),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "建党节": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
}
LUNAR_FESTIVALS: dict[str, tuple[int, int]] = {
    "春节": (1, 1),
    "农历新年": (1, 1),
    "元宵": (1, 15),
    "端午": (5, 5),
    "中秋": (8, 15),
    "重阳": (9, 9),
}
# The solar term that needs a formula of its own.
QINGMING = "清明"

# The years whose public holidays are known.
_FIRST_KNOWN, _LAST_KNOWN = min(holidays).year, max(holidays).year


def festival_day(name: str, year: int) -> date:
    """The day of a festival in a Gregorian year; `ValueError` where the lunar table has no such year.

    Qingming follows the usual formula for the 21st century (day = 0.2422·y + 4.81 − y // 4).
    """
    if name == QINGMING:
        y = year % 100
        return date(year, 4, int(y * 0.2422 + 4.81) - y // 4)
    if name in SOLAR_FESTIVALS:
        return date(year, *SOLAR_FESTIVALS[name])
    return _lunar_day(year, *LUNAR_FESTIVALS[name])


@lru_cache(maxsize=128)
def _lunar_day(year: int, month: int, day: int) -> date:
    solar: date = LunarDate(year, month, day).to_solar_date()
    return solar


def add_months(day: date, months: int) -> date:
    """The same day number that many months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def add_working_days(day: date, count: int) -> tuple[date, bool]:
    """The `count`-th working day after `day`, and whether the public holidays of every year passed are known.

    Where the holiday calendar ends, Mondays to Fridays stand in for it.
    """
    known = True
    while count > 0:
        day += timedelta(days=1)
        known = known and _FIRST_KNOWN <= day.year <= _LAST_KNOWN
        count -= day in workdays or (day.weekday() < 5 and day not in holidays)
    return day, known
