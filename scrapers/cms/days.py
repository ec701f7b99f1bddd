"""Days as list rows show them."""

from __future__ import annotations

import re
from datetime import date

_YEAR, _MONTH, _DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９：∶－／．", "0001234567890123456789::-/.")

# pattern, example, its day. The first row that reads a valid day wins.
FORMS: tuple[tuple[str, str, str], ...] = (
    (rf"(?<!\d){_YEAR}\s?[-/.年]\s?{_MONTH}\s?[-/.月]\s?{_DAY}(?!\d)", "[2023/05/04 10:20]", "2023-05-04"),
    (rf"(?<!\d){_YEAR}\s?年\s?{_MONTH}\s?月\s?{_DAY}\s?[日号]", "2023年5月4日", "2023-05-04"),
    (rf"(?<!\d){_YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])日?(?!\d)", "20211228日", "2021-12-28"),
    (rf"(?<!\d){_DAY}\s+{_YEAR}\s?[-/.年]\s?{_MONTH}(?!\d)月?", "04 2023-05", "2023-05-04"),
    (rf"(?<!\d){_YEAR}\s+{_MONTH}\s?[-/.月]\s?{_DAY}(?!\d)日?", "2023 05-04", "2023-05-04"),
    (rf"(?<!\d){_MONTH}\s?[-/.月]\s?{_DAY}日?\s+{_YEAR}(?!\d)", "05-04 2023", "2023-05-04"),
)
_PATTERNS = tuple(re.compile(pattern) for pattern, _, _ in FORMS)
_CHINESE = re.compile(
    r"(?P<y>[二一][〇○零一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})[日号]"
)
_STAMP = re.compile(r"^[\[\(（【\s]*(?:发布)?(?:日期|时间)?[:：]?[\s\d\-/.:年月日时分秒T\]\)）】]+$")


def find_day(text: str) -> date | None:
    """The first valid day in a row's text; a month and day without a year are none."""
    plain = text.translate(_DIGITS) if not text.isascii() else text
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if day := _make(match["y"], match["m"], match["d"]):
                return day
    if chinese := _CHINESE.search(text):
        return _make(chinese["y"].translate(_DIGITS), _number(chinese["m"]), _number(chinese["d"]))
    return None


def is_stamp(text: str) -> bool:
    """Whether a text is nothing but a day, perhaps in brackets or with a time."""
    return bool(_STAMP.match(text)) and find_day(text) is not None


def _number(chinese: str) -> str:
    """Up to 三十一 in digits: tens and ones apart."""
    if "十" not in chinese:
        return chinese.translate(_DIGITS)
    tens, _, ones = chinese.partition("十")
    return f"{(tens or '一').translate(_DIGITS)}{(ones or '〇').translate(_DIGITS)}"


def _make(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
