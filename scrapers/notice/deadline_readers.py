"""The periods that time expressions name: one reader for each shape of expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from scrapers.notice.calendar_cn import (
    add_months,
    add_working_days,
    festival_day,
    month_end,
)
from scrapers.notice.days import read_number


class Clock(NamedTuple):
    """What an expression is read against: the day it is spoken, the feedback day, the year last stated.

    `stated_near` is true where that year stands in the words just before. `month` is the first day of the
    month last named.
    """

    today: date | None
    feedback: date | None
    stated_year: int | None = None
    stated_day: date | None = None
    stated_near: bool = False
    month: date | None = None


class Period(NamedTuple):
    """The days that an expression names.

    `edge` marks expressions whose own last day is meant (年底, 三个月内): 前 after them changes nothing.
    `rolled` marks a year that was carried forward because this year's date had passed.
    """

    begins: date
    ends: date
    precision: str
    edge: bool = False
    vague: bool = False
    rolled: bool = False
    year_stated: bool = False
    note: str = ""


class NoAnchorError(ValueError):
    """An expression that counts from a day which is not known."""


Reader = Callable[[re.Match[str], Clock], Period]


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    value = read_number(text.replace("О", "〇"))
    if value is None:
        raise ValueError(f"no number: {text}")
    return value


# Years counted from the notice's own, and from the one last stated.
_FROM_TODAY = {"今": 0, "本": 0, "明": 1, "后": 2, "去": -1, "上": -1}
_FROM_STATED = {"当": 0, "同": 0, "次": 1}


def _year(words: str | None, clock: Clock) -> int | None:
    """The year that the words before 年 name; `None` where no year is stated."""
    if not words:
        return None
    if words in _FROM_TODAY:
        return _today(clock).year + _FROM_TODAY[words]
    if words in _FROM_STATED:
        return (clock.stated_year or _today(clock).year) + _FROM_STATED[words]
    number = _number(words)
    return 2000 + number if number < 100 else number


def _today(clock: Clock) -> date:
    if clock.today is None:
        raise NoAnchorError("no publication or signature day to count from")
    return clock.today


def _place(words: str | None, clock: Clock, make: Callable[[int], Period]) -> Period:
    """Put a period into its year: the stated one, else the sentence's, else this year or the next."""
    year = _year(words, clock)
    if year is not None:
        return _stated(make(year))
    if clock.stated_year is not None:
        period = make(clock.stated_year)
        if clock.stated_day is not None and period.ends < clock.stated_day:
            period = make(clock.stated_year + 1)
        if clock.stated_near or clock.today is None or period.ends >= clock.today:
            return _stated(period)
    period = make(_today(clock).year)
    if period.ends < _today(clock):
        return make(_today(clock).year + 1)._replace(rolled=True)
    return period


def _stated(period: Period) -> Period:
    """The period with its year taken from the text."""
    begins, ends, precision, edge, vague, rolled, _, note = period
    return Period(begins, ends, precision, edge, vague, rolled, True, note)


def _month_number(words: str) -> int:
    number = _number(words)
    if not 1 <= number <= 12:
        raise ValueError(f"no month: {words}")
    return number


def read_day(m: re.Match[str], clock: Clock) -> Period:
    """A day: 2024年4月23日, 2024-04-23."""
    month, day = _month_number(m["month"]), _number(m["day"])

    def make(year: int) -> Period:
        on = date(year, month, day)
        return Period(on, on, "day")

    return _place(m["year"], clock, make)


def read_day_range(m: re.Match[str], clock: Clock) -> Period:
    """Days from one to another within a year: 2024年3月1日至6月30日."""
    month, day = _month_number(m["month"]), _number(m["day"])
    to_month, to_day = _month_number(m["to_month"] or m["month"]), _number(m["to_day"])

    def make(year: int) -> Period:
        begins = date(year, month, day)
        return Period(begins, date(year + (to_month < month), to_month, to_day), "day", edge=True)

    return _place(m["year"], clock, make)


def read_run_together(m: re.Match[str], clock: Clock) -> Period:
    """Eight digits: 20231228日."""
    on = date(int(m["year"]), int(m["month"]), int(m["day"]))
    return Period(on, on, "day", year_stated=True)


def _relative_month(words: str, clock: Clock) -> date:
    first = _today(clock).replace(day=1)
    return add_months(first, 1) if words.startswith("下") else first


def read_relative_day(m: re.Match[str], clock: Clock) -> Period:
    """A day of this month or the next: 本月25日."""
    first = _relative_month(m["rel"], clock)
    on = first.replace(day=_number(m["day"]))
    return Period(on, on, "day", year_stated=True)


def read_bare_day(m: re.Match[str], clock: Clock) -> Period:
    """A day without a month: 25日前, of the month last named in the sentence, else of this or the next."""
    first = (clock.month or _today(clock)).replace(day=1)
    on = first.replace(day=_number(m["day"]))
    if clock.month is None and on < _today(clock):
        on = add_months(first, 1).replace(day=on.day)
    return Period(on, on, "day", year_stated=clock.month is not None)


_TEN_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "中": (11, 20)}


def _ten_days(year: int, month: int, part: str) -> Period:
    first, last = _TEN_DAYS[part]
    ends = month_end(year, month) if last == 31 else date(year, month, last)
    return Period(date(year, month, first), ends, "ten_days", vague=part == "中")


def read_ten_days(m: re.Match[str], clock: Clock) -> Period:
    """A third of a month: 11月中旬; 月初 is its first third."""
    month = _month_number(m["month"])
    return _place(m["year"], clock, lambda year: _ten_days(year, month, m["part"]))


def read_bare_ten_days(m: re.Match[str], clock: Clock) -> Period:
    """A third of the month last named in the sentence, else of this one or the next: 下旬."""
    first = (clock.month or _today(clock)).replace(day=1)
    period = _ten_days(first.year, first.month, m["part"])
    if clock.month is None and period.ends < _today(clock):
        first = add_months(first, 1)
        period = _ten_days(first.year, first.month, m["part"])
    return _stated(period)


def read_relative_ten_days(m: re.Match[str], clock: Clock) -> Period:
    """A third of this month or the next: 下月中旬."""
    first = _relative_month(m["rel"], clock)
    return _ten_days(first.year, first.month, m["part"])


def read_month(m: re.Match[str], clock: Clock) -> Period:
    """A month or its end: 2023年12月, 6月底."""
    month = _month_number(m["month"])

    def make(year: int) -> Period:
        return Period(date(year, month, 1), month_end(year, month), "month", edge=bool(m["edge"]))

    return _place(m["year"], clock, make)


def read_month_range(m: re.Match[str], clock: Clock) -> Period:
    """Months from one to another: 2023年11月—12月."""
    month, to_month = _month_number(m["month"]), _month_number(m["to_month"])

    def make(year: int) -> Period:
        ends = month_end(year + (to_month < month), to_month)
        return Period(date(year, month, 1), ends, "month", edge=True)

    return _place(m["year"], clock, make)


def read_iso_month(m: re.Match[str], clock: Clock) -> Period:
    """A month in digits: 2024.06."""
    year, month = int(m["year"]), _month_number(m["month"])
    return Period(
        date(year, month, 1), month_end(year, month), "month", edge=bool(m["edge"]), year_stated=True
    )


def read_relative_month(m: re.Match[str], clock: Clock) -> Period:
    """This month or the next: 下月底, 月底."""
    first = _relative_month(m["rel"] or "本", clock)
    return Period(first, month_end(first.year, first.month), "month", edge=bool(m["edge"]))


def _quarter(year: int, quarter: int, edge: bool) -> Period:
    return Period(date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3), "quarter", edge=edge)


def read_quarter(m: re.Match[str], clock: Clock) -> Period:
    """A quarter or its end: 2024年第三季度, 一季度末."""
    quarter = _number(m["quarter"])
    return _place(m["year"], clock, lambda year: _quarter(year, quarter, bool(m["edge"])))


def read_relative_quarter(m: re.Match[str], clock: Clock) -> Period:
    """This quarter or the next: 下季度, 季末."""
    today = _today(clock)
    index = today.year * 4 + (today.month - 1) // 3 + (m["rel"] or "").startswith("下")
    return _quarter(index // 4, index % 4 + 1, bool(m["edge"]))


def read_half(m: re.Match[str], clock: Clock) -> Period:
    """Half a year: 2024年上半年."""
    first, last = (1, 6) if m["half"] == "上" else (7, 12)

    def make(year: int) -> Period:
        return Period(date(year, first, 1), month_end(year, last), "half", edge=bool(m["edge"]))

    return _place(m["year"], clock, make)


def read_year(m: re.Match[str], clock: Clock) -> Period:
    """A year, its end, middle or first months: 2024年, 今年年底, 2024年初."""
    year = _year(m["year"], clock)
    year = _today(clock).year if year is None else year
    part = (m["edge"] or "").removeprefix("年")
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    if part.startswith("中"):
        return Period(begins, date(year, 6, 30), "half", edge=True, vague=True, year_stated=True)
    if part.startswith("初"):
        return Period(begins, date(year, 3, 31), "quarter", vague=True, year_stated=True)
    return Period(begins, ends, "year", edge=bool(part), year_stated=m["year"] is not None)


def read_bare_year_end(m: re.Match[str], clock: Clock) -> Period:
    """年底, 年内 without a year: of the sentence's year if that lies ahead, else this year's."""
    today = _today(clock)
    year = clock.stated_year if clock.stated_year and clock.stated_year >= today.year else today.year
    return Period(date(year, 1, 1), date(year, 12, 31), "year", edge=True)


def read_before_new_year(m: re.Match[str], clock: Clock) -> Period:
    """年前: before the lunar New Year ahead, on the strict reading before the calendar year's end."""
    today = _today(clock)
    eve = festival_day("春节", today.year) - timedelta(days=1)
    if eve >= today:
        return Period(eve, eve, "day", edge=True, year_stated=True)
    eve = festival_day("春节", today.year + 1) - timedelta(days=1)
    return Period(date(today.year + 1, 1, 1), eve, "period", vague=True, year_stated=True)


def read_whole_year(m: re.Match[str], clock: Clock) -> Period:
    """全年: the year that the sentence states, else this year."""
    year = clock.stated_year or _today(clock).year
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def read_year_range(m: re.Match[str], clock: Clock) -> Period:
    """Years from one to another: 2023—2025年."""
    first, last = _number(m["year"]), _number(m["to_year"])
    if last < first:
        raise ValueError("the years run backwards")
    return Period(date(first, 1, 1), date(last, 12, 31), "year", year_stated=True)


def read_festival(m: re.Match[str], clock: Clock) -> Period:
    """The day before a festival: 2024年国庆节前."""
    name = "春节" if m["name"] == "农历年" else m["name"]

    def make(year: int) -> Period:
        eve = festival_day(name, year) - timedelta(days=1)
        return Period(eve, eve, "day", edge=True)

    return _place(m["year"], clock, make)


def read_plan(m: re.Match[str], clock: Clock) -> Period:
    """A five-year plan: “十四五”末."""
    last = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}[m["plan"]]
    return Period(date(last - 4, 1, 1), date(last, 12, 31), "period", edge=True, year_stated=True)


def read_duration(m: re.Match[str], clock: Clock) -> Period:
    """A stretch from publication, or from the feedback day where that is named: 三个月内, 反馈后2个月内."""
    if m["since"] and "反馈" in m["since"]:
        if clock.feedback is None:
            raise NoAnchorError("no feedback day to count from")
        start = clock.feedback
    else:
        start = _today(clock)
    half = m["n"] == "半"
    unit = m["unit"] or m["unit2"]
    count = 0 if half else _number(m["n"])
    note = ""
    if unit == "工作日":
        ends, known = add_working_days(start, count)
        note = "" if known else f"the holiday calendar does not reach {ends.year}: counted Mondays to Fridays"
    elif unit in ("月", "季度", "年"):
        months = {"月": 1, "季度": 3, "年": 12}[unit]
        ends = (
            start + timedelta(days=15)
            if half and unit == "月"
            else add_months(start, months // 2 if half else count * months)
        )
    else:
        ends = start + timedelta(days=count * (7 if unit in ("周", "星期") else 1))
    return Period(start, ends, "day", edge=True, vague=bool(note), year_stated=True, note=note)
