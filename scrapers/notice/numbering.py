"""How official Chinese numbers its headings: one table, read at the start of a line.

The order 一、 （一） 1. （1） is that of GB/T 9704-2012 (7.3.3); notices mix widths and closing marks
freely, so each style takes all of its spellings. Ranks only settle what the numbering itself leaves open.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

CN = "[零〇一二三四五六七八九十百]{1,4}"
NUM = "[0-9０-９]{1,3}"


@dataclass(frozen=True, slots=True)
class Style:
    """A way to number a heading. `rank` is its customary depth; `examples` pair a line with its mark."""

    name: str
    rank: int
    pattern: str
    examples: tuple[tuple[str, str], ...]


STYLES: tuple[Style, ...] = (
    Style(
        "aspect",
        15,
        rf"第\s?(?:{CN}|{NUM})\s?(?:(?:个|大)?方面(?:的?问题)?|(?:大)?类(?:的?问题)?)(?=[,，、：:。\s]|$)|"
        rf"方面{CN}(?=[:：、])",
        (
            ("第一方面问题,执行力度不够强", "第一方面问题"),
            ("第二个方面：党的建设", "第二个方面"),
            ("方面三：", "方面三"),
            ("第一类问题：作风不实", "第一类问题"),
        ),
    ),
    Style(
        "part",
        5,
        rf"第\s?(?:{CN}|{NUM})\s?(?:部分|章|篇)(?=[,，、：:\s]|\b)[、:：]?|"
        rf"第{CN}、(?=[^。；;，,：:\n]{{2,30}}(?:方面|问题|情况)[\s　]*$)",
        (
            ("第一部分 巡察整改总体情况", "第一部分"),
            ("第二章、问题", "第二章、"),
            ("第一、党的建设方面", "第一、"),
        ),
    ),
    Style(
        "question",
        40,
        rf"(?:(?:(?:(?:巡[视察])?反馈|具体|主要|整改)?问题|反馈意见)\s?(?:之?{CN}|{NUM}(?:[-－—]{NUM})?|[(（](?:{CN}|{NUM})[)）])|"
        rf"(?:整改)?(?:任务|事项)\s?(?:{CN}|{NUM})(?=[:：】\]])|"
        rf"第\s?(?:{CN}|{NUM})\s?(?:(?:个|条|项)(?:反馈|具体)?问题|[条项](?=[:：、\s　]|关于|针对)))"
        r"(?=[:：、.．。,，\s】\]]|关于|针对|$)",
        (
            ("问题一：学习不深入", "问题一"),
            ("反馈问题12:制度不全", "反馈问题12"),
            ("第3个问题，", "第3个问题"),
            ("任务一：阵地管理薄弱", "任务一"),
            ("【问题1】监管缺位", "问题1"),
            ("问题之二：程序不规范", "问题之二"),
            ("问题2-1：拨付不及时", "问题2-1"),
            ("问题（三）：调研不深入", "问题（三）"),
            ("反馈意见一：财务监管缺位", "反馈意见一"),
            ("第4项：会议过多", "第4项"),
        ),
    ),
    Style(
        "chinese",
        10,
        rf"{CN}\s?(?:、|[.．](?![0-9０-９]))",
        (("一、提高政治站位", "一、"), ("十二、其他", "十二、"), ("二．整改情况", "二．")),
    ),
    Style(
        "chinese_bracket",
        20,
        rf"(?:[(（〔［\[]\s?{CN}\s?[)）〕］\]]|{CN}\s?[)）])[、.．]?|[㈠-㈩]",
        (
            ("（一）关于", "（一）"),
            ("(十二)针对", "(十二)"),
            ("（三)党建", "（三)"),
            ("㈡整改", "㈡"),
            ("四）其他", "四）"),
        ),
    ),
    Style(
        "dotted_3",
        33,
        rf"{NUM}[.．]{NUM}[.．]{NUM}(?![0-9０-９.．%％年月日万亿元])[、.．]?",
        (("1.2.3 未执行制度", "1.2.3"),),
    ),
    Style(
        "dotted_2",
        32,
        r"[0-9]{1,2}[.．][0-9]{1,2}(?=[\s　、.．]|(?:针对|关于))[、.．]?(?![0-9％%])",
        (("1.2 未执行制度", "1.2"), ("2.10关于制度", "2.10")),
    ),
    Style(
        "arabic",
        30,
        rf"{NUM}\s?(?:[、]|[.．](?![0-9０-９])|[.．](?=20[0-9]{{2}}年)|"
        rf"[，,：:。\s　](?=[\s　]?(?:针对|关于)))|[⒈-⒛]",
        (
            ("1.针对", "1."),
            ("12、关于", "12、"),
            ("３．制度", "３．"),
            ("⒋制度", "⒋"),
            ("2.2023年新建", "2."),
            ("2，关于制度", "2，"),
        ),
    ),
    Style(
        "arabic_bracket",
        50,
        rf"(?:[(（〔［\[【]\s?{NUM}\s?[)）〕］\]】]|{NUM}\s?[)）])[、.．]?|[⑴-⒇]",
        (
            ("（1）针对", "（1）"),
            ("(12)关于", "(12)"),
            ("3）制度", "3）"),
            ("【4】制度", "【4】"),
            ("⑵制度", "⑵"),
        ),
    ),
    Style("roman", 12, r"[Ⅰ-Ⅻ]\s?[、.．]?", (("Ⅱ.制度建设", "Ⅱ."), ("Ⅲ、作风", "Ⅲ、"))),
    Style(
        "letter",
        45,
        r"[A-HＡ-Ｈ]\s?[、.．](?=[\s　]?[\u4e00-\u9fff“])",
        (("A.学习不深入", "A."), ("B、制度不全", "B、")),
    ),
    Style("circled", 60, r"[①-⑳❶-❿➀-➉]", (("①加强学习", "①"), ("❷完善", "❷"))),
)

# 一是 numbers measures, save where each 一是 states a finding and nothing else is numbered.
ORDINAL_STYLE = "ordinal"
# A number without a mark (2 整改情况) heads a chapter only where dotted numbers (2.1) stand below it.
WHOLE_STYLE = "whole"
RANK = {style.name: style.rank for style in STYLES} | {ORDINAL_STYLE: 55, WHOLE_STYLE: 8}
_BRACKETED = (
    r"(?:[【\[](?=[^】\]\n]{1,12}[】\]])"
    r"(?=(?:反馈|具体|主要|整改|第)?(?:问题|任务|事项|[0-9一二三四五六七八九十]{1,3}\s?个)))?"
)
_ANY = re.compile(rf"[\s　]*{_BRACKETED}(?:" + "|".join(f"(?P<{s.name}>{s.pattern})" for s in STYLES) + ")")
_ORDINAL = re.compile(r"[\s　]*(?P<mark>[一二三四五六七八九十]{1,3}是)")
_WHOLE = re.compile(r"[\s　]*(?P<mark>[0-9]{1,2})[\s　]+(?=[^\s　0-9])")
_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_ENCLOSED = ("①", "❶", "➀", "⑴", "⒈", "㈠", "Ⅰ", "A", "Ａ")


class Marker(NamedTuple):
    """A heading's number: `text` as written at `[start, end)` of the body, `ordinal` its value."""

    style: str
    ordinal: int
    text: str
    start: int
    end: int


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """Return the mark that numbers the line `text[start:end]`, or None where the line bears none."""
    match = _ANY.match(text, start, end)
    if match is None or (style := match.lastgroup) is None:
        return None
    begin, stop = match.span(style)
    mark = text[begin:stop]
    closed = style == "question" and text[stop : stop + 1] in {"】", "]"}
    return Marker(style, ordinal_of(mark), mark, begin, stop + closed)


def read_ordinal(text: str, start: int, end: int) -> Marker | None:
    """Return the 一是 or 二是 that opens the line `text[start:end]`, as a mark."""
    match = _ORDINAL.match(text, start, end)
    if match is None:
        return None
    begin, stop = match.span("mark")
    return Marker(ORDINAL_STYLE, ordinal_of(text[begin : stop - 1]), text[begin:stop], begin, stop)


def read_whole(text: str, start: int, end: int, parts: frozenset[int]) -> Marker | None:
    """Return the number without a mark that opens the line `text[start:end]`, if it is one of `parts`."""
    match = _WHOLE.match(text, start, end)
    if match is None or int(match["mark"]) not in parts:
        return None
    return Marker(WHOLE_STYLE, int(match["mark"]), match["mark"], *match.span("mark"))


@lru_cache(maxsize=1024)
def ordinal_of(mark: str) -> int:
    """Return the number that a mark, in any script, stands for; of a dotted mark the last part."""
    for first in _ENCLOSED:
        if 0 <= ord(mark[0]) - ord(first) < 20:
            return ord(mark[0]) - ord(first) + 1
    digits = re.findall(r"[0-9]+", unicodedata.normalize("NFKC", mark))
    if digits:
        return int(digits[-1])
    return read_chinese_number("".join(re.findall("[零〇一二三四五六七八九十百]", mark)))


def read_chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral below a thousand (二十三 → 23); 0 for an empty string."""
    total, digit = 0, 0
    for char in text:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _CN_DIGITS[char]
    return total + digit
