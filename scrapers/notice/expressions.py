"""Where time expressions stand in a text: the matches of the rules, looked for around their kernels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from scrapers.notice.calendar_cn import LUNAR_FESTIVALS, SOLAR_FESTIVALS
from scrapers.notice.deadline_rules import MONTH, OPT_YEAR, RULES
from scrapers.searching import compile_search

# How a festival may end, and a stretch of time.
_FEAST = '[节假旦一八四五秋午阳明宵庆年期”"]'
_STRETCH = "[日天周期月年度间]"
# Every expression of a rule holds a kernel: (pattern, example). Its first character is cheap to look for.
KERNELS: tuple[tuple[str, str], ...] = (
    (r"年(?:(?<=\d\d年)|(?<=[〇○零OoО一二三四五六七八九]{3}年)|(?<=[今本明后次去上当同全]年))", "二〇二四年"),
    (r"年(?:(?<=[上下]半年)|[底末终内]|度[内末])", "上半年"),
    (r"岁末", "岁末"),
    (r"月(?:(?<=[\d〇一二三四五六七八九十本当下]月)|(?<=下个月)|[底末内])", "6月"),
    (r"季(?:(?<=[1-4一二三四本下个]季)[度前末底内]|度?[末底])", "第三季度"),
    (r"旬(?<=[上中下]旬)", "下旬"),
    (r"五(?<=十[三四五六]五)", "“十四五”末"),
    (r"用[\d一二两三四五六七八九十半]|过(?<=通过)[\d一二两三四五六七八九十半]", "用半年时间"),
    (r"日(?:(?<=\d日)(?=[之以]?前)|(?<=\d{8}日))", "25日前"),
    (r"号(?<=\d号)(?=[之以]?前)", "25号前"),
    (r"前(?:(?<=\d{8}前)|(?<=\d{8}[之以]前))", "20231228前"),
    (rf"前(?:(?<={_FEAST}前)|(?<={_FEAST}[之以]前)|(?<={_FEAST}(?:到来|来临)前))", "春节前"),
    (r"日(?<=节日)(?=(?:[之以]|到来|来临)?前)", "春节节日前"),
    (rf"内(?:(?<={_STRETCH}内)|(?<={_STRETCH}[之以]内))", "三个月内"),
    (r"-(?<=(?:19|20)\d\d-)\d", "2024-06-30"),
    (r"/(?<=(?:19|20)\d\d/)\d", "2024/06/30"),
    (r"\.(?:(?<=(?:19|20)\d\d\.)\d|(?<=\d\.)\d{1,2}日?[前之以])", "12.31前"),
)
_TITLE = r"《[^《》\n]{0,300}》"
_KERNEL = re.compile("|".join((*[pattern for pattern, _ in KERNELS], _TITLE)))
# What an expression may hold before its first kernel: numbers, joints, units, festivals, a day to count from.
_LEADING = "".join(
    (
        "0123456789〇零○OoО一二两三四五六七八九十半第",
        "、至到和—–-~～/.的",
        "今本明后次去上当同下全年月份日号起个工作自然季度星期天周时间之以来临前",
        '农历清明小长佳假节“”"',
        *SOLAR_FESTIVALS,
        *LUNAR_FESTIVALS,
        "集中反馈意见问题情况通报公布发开",
    )
)
LONGEST_LEAD, LONGEST_REST = 24, 24


def find_expressions(text: str) -> Iterator[re.Match[str]]:
    """The matches of the rules outside book titles, in order; `lastgroup` names the rule."""
    at = 0
    for kernel in _KERNEL.finditer(text):
        start, end = kernel.span()
        if start < at or text[start] == "《":
            continue
        first = max(at, start - LONGEST_LEAD)
        first += len(text[first:start].rstrip(_LEADING))
        match = _ANY.search(text, first, end + LONGEST_REST)
        if match is not None and match.start() < end:
            at = match.end()
            yield match


def _alternate(patterns: Sequence[tuple[str, str]], shared: Sequence[str] = ()) -> str:
    """An alternation of named patterns, in which neighbours that begin with the same words share them."""
    if not shared:
        return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns)
    head, *further = shared
    parts: list[str] = []
    for begins, group in groupby(patterns, lambda named: named[1].startswith(head)):
        if begins:
            rests = [(name, pattern.removeprefix(head)) for name, pattern in group]
            parts.append(f"{head}(?:{_alternate(rests, further)})")
        else:
            parts.append(_alternate(list(group)))
    return "|".join(parts)


def _unname(pattern: str) -> str:
    return re.sub(r"[(][?]P<(?!sep)[a-z0-9_]+>", "(?:", pattern)


_NAMED = [(rule.name, _unname(rule.pattern.pattern)) for rule in RULES]
_ANY = compile_search(_alternate(_NAMED, (_unname(OPT_YEAR), _unname(MONTH))))
