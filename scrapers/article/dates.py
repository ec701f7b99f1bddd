"""Publication stamps as sites write them, damaged ones included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from scrapers.searching import compile_search

CHINA = timezone(timedelta(hours=8))
Stamp = date | datetime

# Full-width digits and what stands between them, each one character wide.
_FULL_WIDTH = "０１２３４５６７８９－／．"
_PLAIN = str.maketrans(_FULL_WIDTH, "0123456789-/.")
_ODD = re.compile(f"[{_FULL_WIDTH}]")
_DIGITS = {char: digit for digit, chars in enumerate(("〇○零Ｏ", *"一二三四五六七八九")) for char in chars}

# The colons that sites use for one another.
_COLON = ":：∶﹕"
_CLOCK = (
    r"(?:\s{0,4}T?(?:(?:星期|周)[一二三四五六日天])?[\s,-]{0,4}"
    rf"(?P<hour>[01]?\d|2[0-4])\s?[{_COLON}时]\s?(?P<minute>[0-5]\d)"
    rf"(?:\s?[{_COLON}分]\s?(?P<second>[0-5]\d))?(?:\.\d+)?[秒分]?)?"
)
# pattern | example
_FORMATS = (
    # 2023-10-19 18:00, 2023/05/04, 2023.5.4, 2023年5月4日, 2024年03月05日 16:20
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m1>\d{1,2})\s?[-/.月]\s?(?P<d1>\d{1,2})(?!\d)(?:\s?[日号])?",
    # 2021 10/23 20:38, a year set apart from its day
    rf"(?<!\d)(?P<y4>(?:19|20)\d\d)\s(?P<m4>\d{{1,2}})/(?P<d4>\d{{1,2}})(?=\s\d{{1,2}}[{_COLON}时])",
    # 20211228日, 2021年1228日: the separators lost on the way
    r"(?<!\d)(?P<y2>(?:19|20)\d\d)\s?[年-]?(?P<m2>0[1-9]|1[0-2])月?(?P<d2>[0-3]\d)\s?日",
    # 02/17/2023, as foreign systems print it
    r"(?<![\d/])(?P<m3>0?[1-9]|1[0-2])/(?P<d3>\d{1,2})/(?P<y3>(?:19|20)\d\d)(?![\d/])",
    # 二〇一九年三月五日
    r"(?P<cn>[二一][〇○零Ｏ九一二三四五六七八]{3})\s?年\s?(?P<cm>[十一二三四五六七八九]{1,2})\s?月\s?"
    r"(?P<cd>[十一二三四五六七八九]{1,3})\s?日",
)
# The groups of the formats that are written in figures.
_NUMBERED = tuple((f"y{number}", f"m{number}", f"d{number}") for number in (1, 4, 2, 3))
_YEAR = re.compile("[12二一１２]\\s?[0-9〇○零Ｏ九０-９]")
_STAMP = compile_search("(?:" + "|".join(_FORMATS) + ")" + _CLOCK)
# t20231019_123.html, /2023-10/19/, /art/2023/5/4/, /202310/19/
_ADDRESS = (
    re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/((?:19|20)\d\d)[-/_]?(\d{1,2})[-/_](\d{1,2})(?=[/_])"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_-])"),
)


class StampAt(NamedTuple):
    """A stamp in a line, `line[start:end]`; `value` is None where the day cannot exist."""

    value: Stamp | None
    start: int
    end: int


def find_stamps(line: str) -> Iterator[StampAt]:
    """The stamps of one line in order: a datetime with +08:00 where a time stands, else a date."""
    if not _YEAR.search(line):
        return
    for found in _STAMP.finditer(_narrow(line)):
        yield StampAt(_read(found), found.start(), found.end())


def holds_stamp(line: str) -> bool:
    """Whether a stamp stands in `line`, of a possible day or not."""
    return _YEAR.search(line) is not None and _STAMP.search(_narrow(line)) is not None


def read_stamp(text: str) -> Stamp | None:
    """The first possible stamp of `text`."""
    for stamp in find_stamps(text):
        if stamp.value is not None:
            return stamp.value
    return None


def read_address(url: str) -> date | None:
    """The day that an article's address holds."""
    path = url.split("?", 1)[0]
    for pattern in _ADDRESS:
        for found in pattern.finditer(path):
            if (day := _day(*(int(part) for part in found.groups()))) is not None:
                return day
    return None


def _narrow(line: str) -> str:
    return line.translate(_PLAIN) if _ODD.search(line) else line


def _read(found: re.Match[str]) -> Stamp | None:
    day = _read_day(found)
    if day is None or found["hour"] is None:
        return day
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour < 24:
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=CHINA)
    if minute or second:
        return day
    return datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)


def _read_day(found: re.Match[str]) -> date | None:
    for year, month, day in _NUMBERED:
        if found[year]:
            return _day(int(found[year]), int(found[month]), int(found[day]))
    year = "".join(str(_DIGITS[char]) for char in found["cn"])
    return _day(int(year), _number(found["cm"]), _number(found["cd"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    tens, found, ones = text.rpartition("十")
    high = (_DIGITS[tens] if tens else 1) * 10 if found and tens in ("", *_DIGITS) else 0
    return high + (_DIGITS.get(ones[-1:], 0) if ones else 0)
