"""The table of time expressions: what each looks like, and the period that it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from scrapers.notice.calendar_cn import (
    LUNAR_FESTIVALS,
    QINGMING,
    SOLAR_FESTIVALS,
    add_months,
    add_working_days,
    festival_day,
    month_end,
)
from scrapers.notice.days import read_number


@dataclass(frozen=True, slots=True)
class Clock:
    """What an expression is read against: the day it is spoken, the feedback day, the year last stated."""

    today: date | None
    feedback: date | None
    stated_year: int | None = None
    stated_day: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The days that an expression names.

    `edge` marks expressions whose own last day is meant (年底, 三个月内): 前 after them changes nothing. `rolled`
    marks a year that was carried forward because this year's date had passed.
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


Reader = Callable[[re.Match[str], Clock], Period | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. `example` is (sentence published on 2023-10-19, due_on, due_strict)."""

    name: str
    pattern: re.Pattern[str]
    read: Reader
    example: tuple[str, str, str]


_N2 = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = (
    r"(?P<year>(?<!\d)(?:19|20)\d\d|[一二][〇○零OoО一二三四五六七八九]{3}"
    r"|(?<!\d)[12]\d(?=年(?:[底末\d一二三四上下第]|年底))|今|本|(?<!文)明|后|次|去|上|当|同)年(?!龄|级|代|轻|限|审|检|报|纪|货)度?(?!前[一二两三四五六七八九十\d]+个?(?:季|月|周))"
)
_OPT_YEAR = rf"(?:{_YEAR}的?)?"
_MONTH = rf"(?P<month>(?<!\d){_N2})月份?"
_TO = r"(?:[至到和]|[—–\-－~～]{1,2})"
_WITHIN = r"之内|以内|内(?![部控审设容外涵在业])"
_EDGE = rf"(?P<edge>底(?![数线层册稿账子色])|末(?![位端梢])|{_WITHIN})?"
_ISO_YEAR = r"(?<![\d.\-/])(?P<year>(?:19|20)\d\d)"
_FESTIVALS = "|".join(sorted((*SOLAR_FESTIVALS, *LUNAR_FESTIVALS, QINGMING, "农历年"), key=len, reverse=True))
_NOT_COUNTED = r"(?<![\d每个各数几多两半近一二三四五六七八九十])"


def _number(text: str) -> int:
    value = read_number(text.replace("О", "〇"))
    if value is None:
        raise ValueError(f"no number: {text}")
    return value


def _year(words: str | None, clock: Clock) -> int | None:
    """The year that the words before 年 name; `None` where no year is stated."""
    if not words:
        return None
    offsets = {"今": 0, "本": 0, "明": 1, "后": 2, "去": -1, "上": -1}
    if words in offsets:
        return _today(clock).year + offsets[words]
    if words in ("当", "同", "次"):
        base = clock.stated_year or _today(clock).year
        return base + (words == "次")
    number = _number(words)
    return 2000 + number if number < 100 else number


def _today(clock: Clock) -> date:
    if clock.today is None:
        raise NoAnchorError("no publication or signature day to count from")
    return clock.today


def _place(words: str | None, clock: Clock, make: Callable[[int], Period]) -> Period:
    """Put a period into its year: the stated one, else the sentence's last one, else this year or the next."""
    year = _year(words, clock)
    if year is not None:
        return _with(make(year), year_stated=True)
    if clock.stated_year is not None:
        period = make(clock.stated_year)
        if clock.stated_day is not None and period.ends < clock.stated_day:
            period = make(clock.stated_year + 1)
        return _with(period, year_stated=True)
    period = make(_today(clock).year)
    if period.ends < _today(clock):
        return _with(make(_today(clock).year + 1), rolled=True)
    return period


def _with(period: Period, *, year_stated: bool = False, rolled: bool = False) -> Period:
    return Period(
        period.begins, period.ends, period.precision, period.edge, period.vague, rolled, year_stated, period.note
    )


def _month_number(words: str) -> int:
    number = _number(words)
    if not 1 <= number <= 12:
        raise ValueError(f"no month: {words}")
    return number


def _read_day(m: re.Match[str], clock: Clock) -> Period:
    month, day = _month_number(m["month"]), _number(m["day"])

    def make(year: int) -> Period:
        on = date(year, month, day)
        return Period(on, on, "day")

    return _place(m["year"], clock, make)


def _read_day_range(m: re.Match[str], clock: Clock) -> Period:
    month, day = _month_number(m["month"]), _number(m["day"])
    to_month, to_day = _month_number(m["to_month"] or m["month"]), _number(m["to_day"])

    def make(year: int) -> Period:
        begins = date(year, month, day)
        return Period(begins, date(year + (to_month < month), to_month, to_day), "day", edge=True)

    return _place(m["year"], clock, make)


def _read_run_together(m: re.Match[str], clock: Clock) -> Period:
    on = date(int(m["year"]), int(m["month"]), int(m["day"]))
    return Period(on, on, "day", year_stated=True)


def _relative_month(words: str, clock: Clock) -> date:
    first = _today(clock).replace(day=1)
    return add_months(first, 1) if words.startswith("下") else first


def _read_relative_day(m: re.Match[str], clock: Clock) -> Period:
    first = _relative_month(m["rel"], clock)
    on = first.replace(day=_number(m["day"]))
    return Period(on, on, "day", year_stated=True)


_TEN_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "中": (11, 20)}


def _ten_days(year: int, month: int, part: str) -> Period:
    first, last = _TEN_DAYS[part]
    ends = month_end(year, month) if last == 31 else date(year, month, last)
    return Period(date(year, month, first), ends, "ten_days", vague=part == "中")


def _read_ten_days(m: re.Match[str], clock: Clock) -> Period:
    month = _month_number(m["month"])
    return _place(m["year"], clock, lambda year: _ten_days(year, month, m["part"]))


def _read_relative_ten_days(m: re.Match[str], clock: Clock) -> Period:
    first = _relative_month(m["rel"], clock)
    return _ten_days(first.year, first.month, m["part"])


def _read_month(m: re.Match[str], clock: Clock) -> Period:
    month = _month_number(m["month"])

    def make(year: int) -> Period:
        return Period(date(year, month, 1), month_end(year, month), "month", edge=bool(m["edge"]))

    return _place(m["year"], clock, make)


def _read_month_range(m: re.Match[str], clock: Clock) -> Period:
    month, to_month = _month_number(m["month"]), _month_number(m["to_month"])

    def make(year: int) -> Period:
        ends = month_end(year + (to_month < month), to_month)
        return Period(date(year, month, 1), ends, "month", edge=True)

    return _place(m["year"], clock, make)


def _read_iso_month(m: re.Match[str], clock: Clock) -> Period:
    year, month = int(m["year"]), _month_number(m["month"])
    return Period(date(year, month, 1), month_end(year, month), "month", edge=bool(m["edge"]), year_stated=True)


def _read_relative_month(m: re.Match[str], clock: Clock) -> Period:
    first = _relative_month(m["rel"] or "本", clock)
    return Period(first, month_end(first.year, first.month), "month", edge=bool(m["edge"]))


def _quarter(year: int, quarter: int, edge: bool) -> Period:
    return Period(date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3), "quarter", edge=edge)


def _read_quarter(m: re.Match[str], clock: Clock) -> Period:
    quarter = _number(m["quarter"])
    return _place(m["year"], clock, lambda year: _quarter(year, quarter, bool(m["edge"])))


def _read_relative_quarter(m: re.Match[str], clock: Clock) -> Period:
    today = _today(clock)
    index = today.year * 4 + (today.month - 1) // 3 + (m["rel"] or "").startswith("下")
    return _quarter(index // 4, index % 4 + 1, bool(m["edge"]))


def _read_half(m: re.Match[str], clock: Clock) -> Period:
    first, last = (1, 6) if m["half"] == "上" else (7, 12)

    def make(year: int) -> Period:
        return Period(date(year, first, 1), month_end(year, last), "half", edge=bool(m["edge"]))

    return _place(m["year"], clock, make)


def _read_year(m: re.Match[str], clock: Clock) -> Period:
    year = _year(m["year"], clock)
    year = _today(clock).year if year is None else year
    part = (m["edge"] or "").removeprefix("年")
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    if part.startswith("中"):
        return Period(begins, date(year, 6, 30), "half", edge=True, vague=True, year_stated=True)
    if part.startswith("初"):
        return Period(begins, date(year, 3, 31), "quarter", vague=True, year_stated=True)
    return Period(begins, ends, "year", edge=bool(part), year_stated=m["year"] is not None)


def _read_bare_year_end(m: re.Match[str], clock: Clock) -> Period:
    """年底, 年内 without a year: of the year last stated in the sentence if that still lies ahead, else this year's."""
    today = _today(clock)
    year = clock.stated_year if clock.stated_year and clock.stated_year >= today.year else today.year
    return Period(date(year, 1, 1), date(year, 12, 31), "year", edge=True)


def _read_year_range(m: re.Match[str], clock: Clock) -> Period:
    first, last = _number(m["year"]), _number(m["to_year"])
    if last < first:
        raise ValueError("the years run backwards")
    return Period(date(first, 1, 1), date(last, 12, 31), "year", year_stated=True)


def _read_festival(m: re.Match[str], clock: Clock) -> Period:
    name = "春节" if m["name"] == "农历年" else m["name"]

    def make(year: int) -> Period:
        eve = festival_day(name, year) - timedelta(days=1)
        return Period(eve, eve, "day", edge=True)

    return _place(m["year"], clock, make)


def _read_plan(m: re.Match[str], clock: Clock) -> Period:
    last = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}[m["plan"]]
    return Period(date(last - 4, 1, 1), date(last, 12, 31), "period", edge=True, year_stated=True)


def _read_duration(m: re.Match[str], clock: Clock) -> Period:
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
        ends = start + timedelta(days=15) if half and unit == "月" else add_months(start, months // 2 if half else count * months)
    else:
        ends = start + timedelta(days=count * (7 if unit in ("周", "星期") else 1))
    return Period(start, ends, "day", edge=True, vague=bool(note), year_stated=True, note=note)


def _rule(name: str, pattern: str, read: Reader, example: tuple[str, str, str]) -> Rule:
    return Rule(name, re.compile(pattern), read, example)


# Of two rules that fit at the same place the upper one reads it.
RULES: tuple[Rule, ...] = (
    _rule("plan", r"[“\"]?十(?P<plan>[三四五六])五[”\"]?(?:规划)?(?:时)?(?:期末|期间|期内|期结束前|期|末|结束前|收官)(?!规划|计划)", _read_plan, ("“十四五”末建成", "2025-12-31", "2025-12-31")),
    _rule("duration", r"(?P<since>(?:集中)?反馈(?:意见|问题|情况)?(?:之日起|之后|以后|后|起)的?|(?:通报)?(?:公布|发布|通报|公开)(?:之日起|之后|以后|后|起)的?)?(?P<n>(?<!\d)\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:个(?P<unit>工作日|自然日|月|季度|星期)|(?P<unit2>工作日|自然日|天|日|周|星期|年))(?:的?时间)?(?:之内|以内|内)(?![部控容审设外在])", _read_duration, ("三个月内完成整改", "2024-01-19", "2024-01-19")),
    _rule("spell", r"(?<=用)(?P<since>)(?P<n>(?<!\d)\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?P<unit2>)个?(?P<unit>工作日|月|季度|年|天|周)(?:左右)?的?时间", _read_duration, ("力争用半年时间完成", "2024-04-19", "2024-04-19")),
    _rule("day_range", rf"{_OPT_YEAR}{_MONTH}(?P<day>{_N2})[日号]?起?{_TO}(?:(?P<to_month>{_N2})月)?(?P<to_day>{_N2})[日号]", _read_day_range, ("2024年3月1日至6月30日开展", "2024-06-30", "2024-06-30")),
    _rule("day", rf"{_OPT_YEAR}{_MONTH}(?P<day>{_N2})[日号]", _read_day, ("2024年4月23日前完成", "2024-04-23", "2024-04-23")),
    _rule("day_numeric", rf"{_ISO_YEAR}(?P<sep>[-./])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?![\d.\-/])日?", _read_day, ("2024-06-30前完成", "2024-06-30", "2024-06-30")),
    _rule("day_run_together", r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:日|(?=前|之前|以前))", _read_run_together, ("20231228日前移交", "2023-12-28", "2023-12-28")),
    _rule("day_dotted", r"(?<![\d.\-/])(?P<year>)(?P<month>1[0-2]|0?[1-9])\.(?P<day>[12]\d|3[01]|0?[1-9])(?=日?(?:前|之前|以前))日?", _read_day, ("12.31前完成", "2023-12-31", "2023-12-31")),
    _rule("relative_day", rf"(?P<rel>[本当]月|下个?月)(?P<day>{_N2})[日号]", _read_relative_day, ("本月25日前完成", "2023-10-25", "2023-10-25")),
    _rule("ten_days", rf"{_OPT_YEAR}{_MONTH}(?P<part>[上中下]旬|初(?![步心级次始审衷稿任])|中(?!旬|心|央|国|共|期|小|型|学))", _read_ten_days, ("2023年11月中旬前完成", "2023-11-20", "2023-11-10")),
    _rule("relative_ten_days", r"(?P<rel>[本当]月|下个?月)(?P<part>[上中下]旬|初)", _read_relative_ten_days, ("下月中旬前完成", "2023-11-20", "2023-11-10")),
    _rule("month_range", rf"{_OPT_YEAR}(?P<month>(?<!\d){_N2})(?:月份?)?(?:{_TO}|、)(?P<to_month>{_N2})月份?(?!{_N2}[日号]){_EDGE}", _read_month_range, ("2023年11月—12月完成", "2023-12-31", "2023-12-31")),
    _rule("month", rf"{_OPT_YEAR}{_MONTH}{_EDGE}", _read_month, ("2023年12月前完成", "2023-12-31", "2023-11-30")),
    _rule("month_numeric", rf"{_ISO_YEAR}[-./](?P<month>1[0-2]|0?[1-9])(?![\d.\-/年万亿%％元倍])月?{_EDGE}", _read_iso_month, ("2024.06前", "2024-06-30", "2024-05-31")),
    _rule("relative_month", rf"(?P<rel>[本当]月|下个?月){_EDGE}", _read_relative_month, ("下月底前完成", "2023-11-30", "2023-11-30")),
    _rule("month_end", rf"{_NOT_COUNTED}(?P<rel>)月(?P<edge>底|末|内)", _read_relative_month, ("月底前完成", "2023-10-31", "2023-10-31")),
    _rule("quarter", rf"{_OPT_YEAR}(?<!前)(?:第?[一二三1-3]、)*第?(?P<quarter>[一二三四1-4])(?:季度|季(?=[前末底内])){_EDGE}", _read_quarter, ("2024年第三季度前完成", "2024-09-30", "2024-06-30")),
    _rule("relative_quarter", rf"(?P<rel>本季|下季|下一季|下个季)度{_EDGE}", _read_relative_quarter, ("下季度完成", "2024-03-31", "2024-03-31")),
    _rule("quarter_end", rf"{_NOT_COUNTED}(?P<rel>)季度?(?P<edge>末|底)", _read_relative_quarter, ("季末前完成", "2023-12-31", "2023-12-31")),
    _rule("half", rf"{_OPT_YEAR}(?P<half>[上下])半年{_EDGE}", _read_half, ("明年上半年前完成", "2024-06-30", "2023-12-31")),
    _rule("festival", rf"{_OPT_YEAR}[“\"]?(?P<name>{_FESTIVALS})[”\"]?(?:节日|节|假期|佳节|长假|小长假)?(?:前夕|之前|以前|到来前|来临前|前(?!后))", _read_festival, ("2024年国庆节前完成", "2024-09-30", "2024-09-30")),
    _rule("year_range", rf"(?<!\d)(?P<year>20\d\d)年?{_TO}(?P<to_year>20\d\d)年度?", _read_year_range, ("2023—2025年分步实施", "2025-12-31", "2025-12-31")),
    _rule("year", rf"{_YEAR}(?P<edge>年底|年末|年终|年中(?![央国心])|年初(?!步)|年内|底(?![数线层册稿账子色])|末(?![位端])|终|中(?![央国心考小])|初(?![步心级次始审衷稿任])|{_WITHIN})?", _read_year, ("在今年年底开展", "2023-12-31", "2023-12-31")),
    _rule("year_end", rf"{_NOT_COUNTED}(?:年底|年末|年终|岁末|年内|年度内|年度末)", _read_bare_year_end, ("年底前完成", "2023-12-31", "2023-12-31")),
)  # fmt: skip
