"""Numbers and calendar days as official Chinese writes them: 27, 二十七, 2023年5月4日, 二〇二三年五月四日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from scrapers.searching import compile_search

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "О": 0, "O": 0, "两": 2}
TENS = {"十": 10, "百": 100}
NUMERALS = "〇零一二三四五六七八九十百两"
NUMBER = rf"[\d{NUMERALS}](?:(?<=\d)\d{{0,3}}|(?<=[{NUMERALS}])[{NUMERALS}]{{0,5}})"
"""Up to four digits or six numerals; begun by one class, so that a search skips all that is no number."""
YEAR = r"(?:\d{4}|[一二][〇零○OО一二三四五六七八九0]{3})"
GAP = r"[ \u3000\u00a0]{0,3}"

DAY = compile_search(
    rf"(?:(?P<year>{YEAR}){GAP}年{GAP}|(?P<relative>今年|去年|当年|同年|本年|次年|上年){GAP})?"
    rf"(?P<month>\d{{1,2}}|十[一二]?|[一二三四五六七八九]){GAP}月{GAP}"
    rf"(?P<day>\d{{1,2}}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]){GAP}[日号]"
    r"|(?P<iso>\d{4}[-./]\d{1,2}[-./]\d{1,2})(?!\d)"
)
SEPARATOR = re.compile(r"[-./]")
DAMAGED = re.compile(
    r"(?<![^于至到在日,，。(（—\-])(?:3[2-9]|[4-9]\d|\d{3,8})日(?=[至到,，—\-对向反上下省市县区旗州局党])"
    r"|\d{4}年\d{3,4}日|(?<=\d月)\d(?=[省市县区旗州盟]委)|(?<=于)20\d{4,6}(?=[向对])"
)
"""Days that lost a character, where days stand: 于2024711日反馈, 至125日, 2025年610日, 5月9区委."""
DAMAGED_SIGNS = (
    re.compile(r"日(?:(?<=3[2-9]日)|(?<=[4-9]\d日)|(?<=\d{3}日))"),
    re.compile(r"月(?=\d[省市县区旗州盟]委)"),
    re.compile(r"于(?=20\d{4})"),
)
"""What every damaged day holds or follows, each begun by one rare character: nearly all texts hold none."""
YEAR_MARK = re.compile(r"年(?!代|级)")
BEFORE_MARK = re.compile(rf"(?<!\d)({YEAR}){GAP}\Z")
STATED_YEAR = re.compile(rf"({YEAR}){GAP}{YEAR_MARK.pattern}")


class DayMention(NamedTuple):
    """A calendar day as written at `[start, end)` of a text; `year` is `None` where it is not stated.

    `relative` holds 今年, 去年, 当年, 同年 … where the text says so instead of a number.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    relative: str = ""

    def on(self, year: int) -> date | None:
        """The day in `year`, `None` where the calendar has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def read_number(text: str) -> int | None:
    """The value of an Arabic or Chinese numeral up to 9999, `None` if it is neither.

    Digits written one by one are a number too: 二〇二三 is 2023.
    """
    text = text.strip()
    if text.isdecimal():
        return int(text)
    if not text or any(c not in DIGITS and c not in TENS and c != "0" for c in text):
        return None
    if not any(c in TENS for c in text):
        return int("".join(str(DIGITS.get(c, 0)) for c in text))
    total, digit = 0, None
    for c in text:
        if c in TENS:
            total += (1 if digit is None else digit) * TENS[c]
            digit = None
        else:
            digit = DIGITS.get(c, 0) or None
    return total + (digit or 0)


def find_days(text: str, start: int = 0, end: int | None = None) -> Iterator[DayMention]:
    """Every calendar day that stands in `text[start:end]`, in order; spans count from the text's start."""
    for match in DAY.finditer(text, start, len(text) if end is None else end):
        mention = _read_mention(match)
        if mention is not None:
            yield mention


def find_damaged(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span of each day in `text[start:end]` that lost a character, in order."""
    if any(sign.search(text, max(0, start - 1), end) for sign in DAMAGED_SIGNS):
        for match in DAMAGED.finditer(text, start, end):
            yield match.span()


def _read_mention(match: re.Match[str]) -> DayMention | None:
    stated, relative, *said, iso = match.groups()
    if iso:
        stated, *said = SEPARATOR.split(iso)
    month, day = (read_number(part) or 0 for part in said)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = read_number(stated) if stated else None
    return DayMention(*match.span(), year or None, month, day, relative or "")


def find_years(text: str) -> list[tuple[int, int]]:
    """Every stated year with its position, in order."""
    found: list[tuple[int, int]] = []
    for mark in YEAR_MARK.finditer(text):
        stated = BEFORE_MARK.search(text, max(0, mark.start() - 7), mark.start())
        year = (read_number(stated[1]) or 0) if stated else 0
        if stated and 1980 <= year <= 2100:
            found.append((stated.start(), year))
    return found
