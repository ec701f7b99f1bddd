"""Which visible lines are a page's title, with the help of what its tags and its list say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scrapers.article.head import runs_on
from scrapers.article.lines import Line
from scrapers.article.masthead import is_masthead, is_publisher, is_trail, read_fields
from scrapers.article.noise import is_control

_BYLINE = re.compile(
    r"(?:本刊|本报|通讯员|特约)?(?:记者|作者|评论员|撰文|文|通讯员)\s*[:：/|｜]?\s*.{0,20}|[\u4e00-\u9fff]{2,4}"
)
_DROPPED = re.compile(r"[\s\u200b\ufeff—―–\-_|｜·:：,，。.…“”\"'‘’]+")
_TITLE_END = re.compile(r"(?:通报|公告|公示|报告|情况|通知|公报|决定|方案|意见)[”》]?(?:[（(].{1,20}[)）])?$")
_ANNOUNCES = re.compile(
    r"[^。；]{0,60}关于[^。；]{0,60}(?:巡[察视]|反馈)[^。；]{0,30}整改[^。；]{0,16}(?:通报|公告|公示|报告|情况)(?:[（(].{1,20}[)）])?"
)
_RECTIFIES = re.compile("巡[察视]|整改|回头看")
_OPENING = re.compile(r"(?:中共|关于|(?:19|20)\d\d\s?年)[^。；]{4,}(?<!通报|公告|公示|报告)(?<!\d)$")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff（）()]{1,14}[〔\[［【(（]?(?:19|20)\d\d[〕\]］】)）]?\s?(?:第?\s?\d{1,4})\s?号"
)
_STEP = re.compile(r"[>＞»›→]")
_MOST = 4
_NEAR = 20
_SHARE = 0.3
_SHORTEST = 4
_VAGUE = 6
_WORDS = 8
_LONGEST = 120
# Words of the page's own that no table knows, between a title and the body.
_STRANGE = 2


class TitleRun(NamedTuple):
    """The lines `first` to `last` that make a title."""

    first: int
    last: int


def is_vague(lines: Sequence[Line], run: TitleRun) -> bool:
    """Whether a title is so short that it may be the name of a column: 人事任免."""
    return run.first == run.last and len(key_of(lines[run.first].text)) <= _VAGUE


def find_title(lines: Sequence[Line], hints: Iterable[str]) -> TitleRun | None:
    """The lines that say what the hints say, as a whole or in part: the nearest to the end that says most.

    `hints` are the titles that tags and list give, best first, read only as far as they are needed. Bylines
    are no part of a title.
    """
    keys = _Keys(lines)
    wanted: list[str] = []
    for want in map(key_of, hints):
        if len(want) < _SHORTEST or want in wanted:
            continue
        if (run := _find_whole(keys, want)) is not None:
            return _without_byline(lines, run)
        wanted.append(want)
    for want in wanted:
        if (run := _find_parts(keys, want)) is not None:
            return run
    return None


def find_announced(lines: Sequence[Line]) -> TitleRun | None:
    """The lines that announce a rectification, with little but stamps between them and the body."""
    strange = 0
    for at in range(len(lines) - 1, max(-1, len(lines) - _NEAR), -1):
        text = lines[at].text
        if (first := _find_announcing(lines, at)) is not None:
            while (
                first > 0 and at - first < _MOST - 1 and _precedes(lines[first - 1].text, lines[first].text)
            ):
                first -= 1
            return TitleRun(first, at)
        strange += not is_masthead(text)
        if strange > _STRANGE:
            return None
    return None


def _find_announcing(lines: Sequence[Line], last: int) -> int | None:
    """The first of the lines up to `last` that together announce a rectification."""
    whole = ""
    for first in range(last, max(-1, last - _MOST), -1):
        text = lines[first].text
        if lines[first].cells or _is_divided(text):
            return None
        whole = text + whole
        if _ANNOUNCES.fullmatch(whole):
            return first
        if len(whole) > _LONGEST or (first == last and not _TITLE_END.search(text)):
            return None
    return None


def names_rectification(lines: Sequence[Line], run: TitleRun) -> bool:
    """Whether a title says that it is about an inspection or a rectification."""
    return any(_RECTIFIES.search(line.text) for line in lines[run.first : run.last + 1])


def _is_divided(text: str) -> bool:
    """Whether `text` is a breadcrumb with a sign between its steps."""
    return _STEP.search(text) is not None and is_trail(text)


def find_above_stamp(lines: Sequence[Line]) -> TitleRun | None:
    """The line just above the stamps next to a body, where it reads like a title."""
    for at in range(len(lines) - 1, max(0, len(lines) - _NEAR), -1):
        if not read_fields(lines[at].text).stamps:
            continue
        last = at - 1 - (at > 1 and _is_between(lines[at - 1].text))
        text = lines[last].text
        if _TITLE_END.search(text) and len(text) < 120 and not (is_control(text) or is_masthead(text)):
            first = last
            while first > 0 and last - first < _MOST - 1:
                if not _precedes(lines[first - 1].text, lines[first].text):
                    break
                first -= 1
            return TitleRun(first, last)
    return None


def _is_between(line: str) -> bool:
    """Whether `line` may stand between a title and its stamp: a document's number, who publishes it."""
    return is_document_number(line) or is_publisher(line)


def is_document_number(line: str) -> bool:
    """Whether `line` is a document's number: 朔政任〔2018〕7号."""
    return line.endswith("号") and _NUMBER.fullmatch(line) is not None


def find_heading(lines: Sequence[Line]) -> TitleRun | None:
    """The heading nearest to the end, over as many lines as it has."""
    for at in range(len(lines) - 1, -1, -1):
        if _is_heading(lines[at]):
            first = at
            while first > 0 and at - first < _MOST - 1 and _is_heading(lines[first - 1]):
                first -= 1
            return TitleRun(first, at)
    return None


def key_of(text: str) -> str:
    """`text` as it is compared: width folded, without space and marks."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


class _Keys(dict[int, str]):
    """The keys of lines by their numbers, each made when first asked for; empty for what is no title."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self.lines = lines

    def __missing__(self, at: int) -> str:
        line = self.lines[at]
        near = at >= len(self.lines) - _NEAR
        titled = near and not line.cells and len(line.text) < 160 and not _is_divided(line.text)
        self[at] = key_of(line.text) if titled else ""
        return self[at]


def _find_whole(keys: _Keys, want: str) -> TitleRun | None:
    for last in range(len(keys.lines) - 1, -1, -1):
        seen = ""
        for first in range(last, max(-1, last - _MOST), -1):
            seen = keys[first] + seen
            if seen == want and keys[first] and keys[last]:
                return TitleRun(first, last)
            if not want.endswith(seen):
                break
    return None


def _without_byline(lines: Sequence[Line], run: TitleRun) -> TitleRun:
    """`run` without an author's line at its end, which some title elements take in."""
    last = run.last
    while last > run.first and _BYLINE.fullmatch(lines[last].text):
        last -= 1
    return TitleRun(run.first, last)


def _find_parts(keys: _Keys, want: str) -> TitleRun | None:
    best: tuple[int, TitleRun] | None = None
    at = len(keys.lines) - 1
    while at >= 0:
        last = at
        size = 0
        while at >= 0 and last - at < _MOST and _is_part(keys.lines[at], keys[at], want):
            size += len(keys[at])
            at -= 1
        if at < last and (best is None or size > best[0]):
            best = (size, TitleRun(at + 1, last))
        at = min(at, last) - (at == last)
    return best[1] if best and best[0] >= len(want) * _SHARE else None


def _is_part(line: Line, key: str, want: str) -> bool:
    if len(key) < _SHORTEST:
        return len(key) > 1 and want.endswith(key)
    if _BYLINE.fullmatch(line.text):
        return False
    return (key in want and len(key) >= len(want) * _SHARE / 2) or (want in key and len(key) < 2 * len(want))


def _precedes(before: str, line: str) -> bool:
    if len(before) >= 60 or is_masthead(before):
        return False
    return (len(line) >= _WORDS and runs_on(before, line)) or _OPENING.match(before) is not None


def _is_heading(line: Line) -> bool:
    return line.strong and not line.cells and _SHORTEST <= len(line.text) < 120 and not is_masthead(line.text)
