"""The measures that an answer lists: 一是…二是…, 首先…其次…, ①②③, numbered lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from scrapers.notice.numbering import ordinal_of
from scrapers.searching import compile_search

_START = r"(?<=[。；;：:，,、！!\s　”’）)】\]])"


@dataclass(frozen=True, slots=True)
class Family:
    """A way to count measures; `value` is the group that holds the number. Examples: text, numbers."""

    name: str
    pattern: str
    examples: tuple[tuple[str, tuple[int, ...]], ...]


FAMILIES: tuple[Family, ...] = (
    Family(
        "is",
        r"(?P<is>[一二三四五六七八九十]{1,3})[\s　]?是(?!否|非|一[个项种]|因为)",
        (("一是学习。二是整改。", (1, 2)), ("十一是公开", (11,))),
    ),
    Family(
        "first",
        r"(?P<first>首先|其次|再次|然后|最后)(?=[，,是要、：:]|[^\s，。])",
        (("首先，学习；其次，整改；最后，公开", (1, 2, 4)),),
    ),
    Family(
        "di",
        r"第(?P<di>[一二三四五六七八九十]{1,2})(?=[，,、：:是])",
        (("第一，学习。第二，整改。", (1, 2)),),
    ),
    Family("qi", r"其(?P<qi>[一二三四五六七八九十])(?=[，,、：:是])", (("其一，学习；其二，整改", (1, 2)),)),
    Family("circled", r"(?P<circled>[①-⑳❶-❿➀-➉])", (("①学习；②整改", (1, 2)),)),
    Family(
        "bracket",
        r"(?P<bracket>[（(][\s　]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[\s　]?[)）]|[⑴-⒇])",
        (("（1）学习；（2）整改", (1, 2)),),
    ),
    Family("half", r"(?P<half>[0-9]{1,2})[)）](?=[^\s0-9])", (("1）学习；2）整改", (1, 2)),)),
    Family(
        "dot",
        r"(?P<dot>[0-9]{1,2})(?:(?:[、]|[.．](?![0-9]))(?=[^\s0-9%％])|[、.．](?=20[0-9]{2}年))",
        (("1.学习；2.整改", (1, 2)), ("1.学习；2.2023年整改", (1, 2))),
    ),
    Family(
        "cn",
        r"(?P<cn>[一二三四五六七八九十]{1,2})、(?=[^\s一二三四五六七八九十])",
        (("一、学习\n二、整改", (1, 2)),),
    ),
)
_ANY = "(?:" + "|".join(f.pattern for f in FAMILIES) + ")"
_ORDINAL = compile_search(_START + _ANY)
_FIRST = re.compile(r"[\s　]*" + _ANY)
_VALUES = {
    "首先": 1,
    "其次": 2,
    "再次": 3,
    "然后": 3,
    "最后": 4,
    **{numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)},
    **{str(value): value for value in range(1, 100)},
}
# Families that count within a running sentence; the others only at the start of a line or a sentence.
_LOOSE = frozenset({"is", "first", "qi", "circled"})
# What opens a list that belongs to a speech or a document, not to the answer.
_SPEECH = compile_search(
    r"(?:会议|会上|书记|局长|院长|校长|主任|讲话|发言|同志)[^。；;\n]{0,20}(?:强调|指出|要求|提出|"
    r"明确)[^。；;\n]{0,12}[，,：:][\s　]*$"
    r"|提出(?:了)?[^。；;\n]{0,10}[一二三四五六七八九十两几0-9]+(?:点|项|条|个方面)[^。\n]{0,10}(?:意见|"
    r"要求|希望|建议|"
    r"任务)[^。\n]{0,3}[。：:，,][\s　]*$"
    r"|(?:强调|指出|建议|希望)[，,：:][\s　]*$"
)
_GAP = 4
_OPEN_LISTS = 6


@dataclass(slots=True)
class _List:
    family: str
    starts: list[int]
    last: int
    nested: bool


def split_measures(body: str, start: int, end: int, inside: bytearray) -> list[tuple[int, int]]:
    """Return the spans of the measures that `body[start:end]` lists; the whole of it where it is undivided.

    `inside` marks characters within quotation marks and brackets: what is counted there is another's list.
    Ordinals within one measure are not counted; where numbers skip, what is there counts.
    """
    lists = _read_lists(body, start, end, inside)
    tops = [one for one in lists if not one.nested and (len(one.starts) > 1 or one.family == "is")]
    if not tops:
        return _spans(body, [start], end)
    starts = tops[0].starts
    if len(tops) > 1:
        starts = sorted(at for one in tops if one.family == tops[0].family for at in one.starts)
    return _spans(body, starts, end)


def _spans(body: str, starts: list[int], end: int) -> list[tuple[int, int]]:
    spans = []
    for at, stop in zip(starts, [*starts[1:], end], strict=True):
        left, right = at, stop
        while left < right and body[left].isspace():
            left += 1
        while right > left and body[right - 1].isspace():
            right -= 1
        if left < right:
            spans.append((left, right))
    return spans


def _read_lists(body: str, start: int, end: int, inside: bytearray) -> list[_List]:
    lists: list[_List] = []
    active: list[_List] = []
    for match in _ordinals(body, start, end):
        at, family = match.start(), match.lastgroup or ""
        if inside[at]:
            continue
        value = _VALUES.get(match[family]) or ordinal_of(match[family])
        if not (family in _LOOSE or _stands(body, at, start) or _goes_on(body, at, family, value, active)):
            continue
        home = _home(body, start, at, family, value, active) if value != 1 else None
        if home is not None:
            while active[-1] is not home:
                active.pop()
            home.last = value
            home.starts.append(at)
        elif opened := _open(body, start, at, family, value, active):
            lists.append(opened)
            active.append(opened)
    return lists


def _ordinals(body: str, start: int, end: int) -> Iterator[re.Match[str]]:
    first = _FIRST.match(body, start, end)
    if first is None:
        return _ORDINAL.finditer(body, start, end)
    return chain((first,), _ORDINAL.finditer(body, first.end(), end))


def _stands(body: str, at: int, start: int) -> bool:
    """Say whether an ordinal begins a sentence, as one of a family that is not loose has to."""
    before = body[max(start, at - 12) : at].rstrip(" 　\t")
    return not before or before[-1] in "。；;：:\n！!"


def _goes_on(body: str, at: int, family: str, value: int, active: list[_List]) -> bool:
    """Say whether an ordinal after a space is the next number of an open list."""
    return body[at - 1].isspace() and any(
        found.family == family and found.last + 1 == value for found in active
    )


def _delimiter(body: str, at: int, start: int) -> str:
    i = at - 1
    while i >= start and body[i] in " 　\t":
        i -= 1
    if i < start:
        return "\n"
    return ";" if body[i] in "；;" else "," if body[i] in "，,、" else body[i]


def _home(body: str, start: int, at: int, family: str, value: int, active: list[_List]) -> _List | None:
    """Return the open list that an ordinal continues: one whose next number it is, best by its separator."""
    fits = [one for one in active if one.last + 1 == value and one.family == family]
    if not fits:
        fits = [one for one in active if one.last <= value <= one.last + _GAP and one.family == family]
    if len(fits) < 2:
        return fits[0] if fits else None
    before = _delimiter(body, at, start)
    outer = [one for one in fits if not one.nested]
    if before == "\n" and outer:
        return outer[-1]
    if before == "," and _delimiter(body, fits[-1].starts[-1], start) == ",":
        return fits[-1]
    alike = [one for one in fits if len(one.starts) > 1 and _delimiter(body, one.starts[-1], start) == before]
    return alike[-1] if alike else fits[-1] if before == ";" else fits[0]


def _open(body: str, start: int, at: int, family: str, value: int, active: list[_List]) -> _List | None:
    """Begin a list: at the top, inside a speech, or inside a measure of an open list."""
    if value > 1 and (active or family not in {"is", "circled", "bracket"}):
        return None
    speech = at > start and _SPEECH.search(body, max(start, at - 60), at) is not None
    tops = [one for one in active if not one.nested]
    fresh = (not tops or tops[-1].family == family) and _delimiter(body, at, start) == "\n"
    if fresh and not speech:
        active.clear()
    if len(active) > _OPEN_LISTS:
        del active[1]
    return _List(family, [at], value, nested=speech or (bool(tops) and not fresh))


def opens_measure(text: str) -> bool:
    """Say whether a line begins with 一是, 首先 or the like."""
    match = _FIRST.match(text)
    return match is not None and match.lastgroup in {"is", "first", "di", "qi"}
