"""Paragraphs of a body: torn sentences rejoined, controls dropped, the page's foot cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from scrapers.article.dates import holds_stamp
from scrapers.article.lines import Line, clean_text
from scrapers.article.noise import holds_control, is_control, is_footer, starts_aside

_CN = "一二三四五六七八九十百零〇"
# What opens a line of its own | example
OPENERS: tuple[tuple[str, str], ...] = (
    (rf"第?[{_CN}]{{1,4}}\s*[、．.,，:：]", "一、提高政治站位"),
    (rf"[（(]\s*(?:[{_CN}]{{1,4}}|\d{{1,3}})\s*[)）]", "（一）加强组织领导"),
    (r"\d{1,3}\s*(?:[、．)）]|[.](?!\d))", "1.针对学习不够的问题"),
    (r"\d{1,2}(?:\.\d{1,2}){1,3}(?![\d%万亿])\s*[\u4e00-\u9fff]", "1.1 制度建设"),
    (r"[①-⑳⑴-⒇⒈-⒛㈠-㈩Ⅰ-Ⅻ]", "①开展自查"),
    (rf"第[{_CN}\d]{{1,4}}(?:个)?(?:方面|部分|类|条|章|项|点|批|是)", "第一方面问题"),
    (rf"(?:其)?[{_CN}]{{1,2}}(?:是|要)", "一是抓常规"),
    (r"首先|其次|再次|最后[，,]", "其次，加强督查"),
    (r"(?:[●○■□◆◇★☆▲△▪•·]|[-*+](?=\s))", "● 整改完成"),
    (r"[【\[][^】\]]{1,20}[】\]]", "【基本案情】"),
    (r"(?:附件?|附表|附录|注|备注|附)\s*\d{0,2}\s*[:：]", "附件：整改清单"),
    (r"[\u4e00-\u9fff（）()]{2,10}[:：](?=.)|[\u4e00-\u9fff]{2,6}[:：]", "联系电话：020-12345678"),
    (r"(?:欢迎|特此|专此|中共|此[致复])", "特此通报"),
)
_OPENER = re.compile("|".join(f"(?:{pattern})" for pattern, _ in OPENERS))
_NUMBERED = re.compile("|".join(f"(?:{pattern})" for pattern, _ in OPENERS[:6]))
_STOPS = frozenset("。！？；：…!?;:")
# Ended too: 。” and the photographer's or author's name that captions and articles close with, 。（张三摄）
_ENDED = re.compile(r"[。！？!?；;：:…](?:[”’\"'）)】〗」』》]+|[（(][^（）()]{1,24}[）)])$")
_CLOSING_MARKS = frozenset("”’\"'）)】〗」』》")
# No line ends with these: 根据市委统一部署， || 加强对
_NO_END = frozenset("，,、（(“‘《—-的和与及或把将对为在被由向并等")
# No line begins with these: 廉政建设不够经常”的问题 || 。已完成整改
_NO_START = frozenset("。，、；：！？,;!?")
_CLOSERS = {"”": "“", "》": "《", "」": "「", "』": "『", "）": "（", ")": "("}
_NUMBER_OPEN = re.compile(r"[\u4e00-\u9fff]\d{1,6}(?:\.\d+)?$")
_COUNTED = frozenset("个项条次件万亿元余人名户张宗吨亩份家所座处月日%％")
_GOING_ON = _NO_START | _COUNTED | frozenset(_CLOSERS)
_FULL_STOP = re.compile(r"[。！？；]")
_CLAUSE = re.compile(r"[，,、。；]")
_POINT = re.compile(rf"[{_CN}]{{1,2}}是")
# What headings end with, ahead of closing marks: 学习不够深入的问题”
_HEADING_END = re.compile(
    r"(?:问题|情况|方面|不足|不力|不够|不严|不实|不深|不到位|不扎实|落实|整改|工作|要求|责任|意识|建设|水平|成效|机制|措施|作用|不强|差距|薄弱|突出|弱化|领导|成果|任务|举措|治理|方案|通报|公告|公示|报告)$"
)
_LONGEST_END = 3
_HEADING_MARKS = "”’」』）)"
_DATE_LINE = re.compile(
    r"[（(]?[^\u4e00-\u9fffA-Za-z]*(?:[12二一][\d〇○零一二三四五六七八九]{3}\s?[年./-]).{1,12}[^\w]*$"
)
_CONTACT = re.compile(
    r"(?:电\s*话|传\s*真|地\s*址|邮\s*编|邮政|邮\s*箱|信\s*箱|联系|E-?mail|监督|举报|受理|公示期)", re.I
)
# The sentence with which a notice opens: 根据县委统一部署，…巡察组对…进行了巡察。
_OPENING = re.compile("巡[察视].*[，。]|[，。].*巡[察视]")
_MATTERS = re.compile("巡[察视]|整改|反馈|通报|公[示告开]|问题|情况|党[组委员]|群众|同志|单位|[。；]")
_LEAD = 14
_SHORT = 60
_SUBJECT = re.compile("巡[察视]|整改|附件")
# What the name of a body that signs ends with.
_SIGNATORY = re.compile(
    r"^[^，。；：]{4,40}(?:委员会|党[组委]|党工委|支部|总支|[局委办院校]|公司|中心|街道|镇|乡)$"
)
_ATTACHED = re.compile(r"(?:相关)?(?:附件|附表|附录)(?:下载|列表)?\s*\d{0,2}\s*[:：]?")
_RIGHTS = re.compile(r"版权所有|[\u4e00-\u9fff]ICP备|Copyright|©", re.I)
"""The line that opens a site's foot: no contact below it is the notice's."""
_LONG = 28
_LONGEST_HEADING = 40
_RUNNING = 20
_WRAPS = 4
_WIDEST_WRAP = 120
_TAIL = 40
_CLOSING = 30
_LONGEST_DATE = 40


def drop_controls(lines: Sequence[Line]) -> list[Line]:
    """`lines` without empty ones and those in which nothing but a known control stands."""
    return [line for line in lines if line.text and (line.cells or not is_control(line.text))]


def join_torn(lines: Sequence[Line]) -> list[Line]:
    """`lines` with the sentences that line and page breaks tore apart in one paragraph again."""
    torn = _find_torn(lines)
    if not torn:
        return list(lines)
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        if at in torn:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_merge(group) if len(group) > 1 else group[0] for group in groups]


def cut_tail(lines: Sequence[Line]) -> list[Line]:
    """`lines` up to the signature's date; without one, up to the last line that is no furniture."""
    end = len(lines)
    for at in range(len(lines) - 1, max(-1, len(lines) - _TAIL), -1):
        if lines[at].cells or not _is_date(lines[at].text):
            continue
        below = takewhile(lambda line: not _RIGHTS.search(line.text), lines[at + 1 :])
        signed = at > 0 and _SIGNATORY.search(lines[at - 1].text) is not None
        if all(_is_loose(line) or (signed and not _goes_with(line)) for line in below):
            end = at + 1
        break
    while end and _is_furniture(lines[end - 1]):
        end -= 1
    return list(lines[:end])


def cut_lead(lines: list[Line]) -> list[Line]:
    """`lines` without the page's own words above the sentence with which a notice of an inspection opens."""
    opening = next((at for at, line in enumerate(lines[:_LEAD]) if is_ended(line.text)), 0)
    if not _OPENING.search(lines[opening].text if lines else ""):
        return lines
    above = [line for line in lines[:opening] if not _is_strange(line)]
    return [*above, *lines[opening:]]


def _is_strange(line: Line) -> bool:
    """Whether a line that ends no sentence is short, no heading, not to readers and not about the matter."""
    text = line.text
    return not (
        line.cells
        or line.strong
        or len(text) >= _SHORT
        or is_numbered(text)
        or (_MATTERS.search(text) and not holds_control(text))
    )


def cut_aside(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` up to a heading of comments, of links below which nothing is a sentence, or below a date."""
    for at in range(max(1, len(lines) - _TAIL), len(lines)):
        text = lines[at].text
        if len(text) < _LONGEST_DATE and not lines[at].cells and starts_aside(text):
            comments = "评论" in text or "留言" in text
            over = comments or _is_date(_find_last(lines[:at]))
            if over or all(_is_loose(line) and not _is_date(line.text) for line in lines[at + 1 :]):
                return lines[:at]
    return lines


def _find_last(lines: Sequence[Line]) -> str:
    """The last of `lines` that is no furniture."""
    return next((line.text for line in reversed(lines) if not _is_furniture(line)), "")


def is_ended(text: str) -> bool:
    """Whether `text` ends a sentence or announces one."""
    last = text[-1:]
    return last in _STOPS or (
        last in _CLOSING_MARKS and _ENDED.search(text, max(0, len(text) - _CLOSING)) is not None
    )


def is_numbered(text: str) -> bool:
    """Whether `text` opens with a number of an outline."""
    return _NUMBERED.match(text) is not None


def _find_torn(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that go on with the one above."""
    wrap = _wrap_width(lines)
    indents = [line.indented for line in lines].count(True) * 2 > len(lines)
    torn: set[int] = set()
    first = 0
    for at in _find_seams(lines):
        if at - 1 not in torn:
            first = at - 1
        following = lines[at + 1] if at + 1 < len(lines) else None
        if _is_torn(lines[first], lines[at - 1], lines[at], following, wrap, indents):
            torn.add(at)
    return torn


def _find_seams(lines: Sequence[Line]) -> list[int]:
    """The numbers of the lines above which no sentence ends, or that begin as no line does."""
    return [
        at
        for at, (above, line) in enumerate(pairwise(lines), 1)
        if above.text[-1:] not in _STOPS or line.text[:1] in _GOING_ON
    ]


def _is_torn(first: Line, last: Line, line: Line, following: Line | None, wrap: int, indents: bool) -> bool:
    """Whether `line` goes on with the sentence that a paragraph from `first` to `last` left open."""
    if last.cells or line.cells:
        return False
    if _goes_on(last.text, line.text):
        return True
    if last.heading or line.heading or is_ended(last.text) or _OPENER.match(line.text) or _is_date(line.text):
        return False
    if (
        last.text[-1:] in _NO_END
        or _leaves_quotation(last.text, line.text)
        or (first.indented and not line.indented and _hangs(last.text, line.text))
    ):
        return True
    if indents and line.indented:
        return False
    return len(last.text) >= wrap - 2 if wrap else _runs_on(first, last, line, following)


def _goes_on(last: str, text: str) -> bool:
    """Whether `text` begins as no line does: with a stop, what closes `last`, the unit of its number."""
    first = text[0]
    if opener := _CLOSERS.get(first):
        return last.count(opener) > last.count(first)
    return first in _NO_START or (
        first in _COUNTED and _NUMBER_OPEN.search(last, max(0, len(last) - _LONG)) is not None
    )


def _leaves_quotation(last: str, text: str) -> bool:
    """Whether a line breaks off within a quotation that the next one closes."""
    close = text.find("”")
    return close >= 0 and last.count("“") > last.count("”") and "“" not in text[:close]


def _hangs(last: str, text: str) -> bool:
    """Whether `text`, which stands out to the left of an indented paragraph, ends it."""
    return (
        len(last) > _RUNNING
        and (_CLAUSE.search(last) is not None or _POINT.match(last) is not None)
        and not _closes(last)
        and (is_ended(text) or _CLAUSE.search(text) is not None)
    )


def _runs_on(first: Line, last: Line, line: Line, following: Line | None) -> bool:
    """Whether words alone tell that a sentence, or a heading torn in two, goes on."""
    text = last.text
    if last is not first or (len(text) > _RUNNING and _FULL_STOP.search(text)):
        return not _is_signature(line, following)
    if _closes(text):
        return False
    if is_numbered(text) and not _FULL_STOP.search(line.text) and len(line.text) < _LONG:
        return following is not None and is_numbered(following.text)
    counted = _POINT.match(text) is not None and len(text) > _RUNNING and _CLAUSE.search(text) is not None
    long = len(text) > (2 * _LONG if is_numbered(text) else _LONGEST_HEADING)
    return (long or counted) and "\u4e00" <= text[-1:] <= "\u9fff" and is_ended(line.text)


def _is_date(text: str) -> bool:
    return len(text) < _LONGEST_DATE and _DATE_LINE.fullmatch(text) is not None and holds_stamp(text)


def _closes(text: str) -> bool:
    text = text.rstrip(_HEADING_MARKS)
    return _HEADING_END.search(text, max(0, len(text) - _LONGEST_END)) is not None


def _is_signature(line: Line, following: Line | None) -> bool:
    """Whether `line` is the body that signs, with the date below it."""
    return following is not None and _is_date(following.text) and len(line.text) < 40


def _merge(group: Sequence[Line]) -> Line:
    pieces = [group[0].text]
    for line in group[1:]:
        pieces.append(" " + line.text if _needs_space(pieces[-1], line.text) else line.text)
    return group[0]._replace(text=clean_text("".join(pieces)), strong=all(line.strong for line in group))


def _needs_space(before: str, after: str) -> bool:
    """Whether Latin letters meet where two lines join."""
    edges = before[-1:], after[:1]
    return all(edge.isascii() and edge.isalpha() for edge in edges)


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width at which a converter broke every line, 0 where lines are paragraphs."""
    widest = max([len(line.text) for line in lines if not line.cells], default=0)
    if widest >= _WIDEST_WRAP:
        return 0
    loose = [len(line.text) for line in lines if line.text and not (line.cells or is_ended(line.text))]
    near = sum(widest - 3 <= length <= widest for length in loose)
    return widest if near >= _WRAPS and near * 2 > len(loose) else 0


def _is_loose(line: Line) -> bool:
    """Whether `line` may stand below a signature's date without being part of the notice."""
    if line.cells:
        return False
    return _is_furniture(line) or (
        len(line.text) < 60 and not _FULL_STOP.search(line.text) and not _CONTACT.match(line.text)
    )


def _goes_with(line: Line) -> bool:
    """Whether `line` may be the notice's even below its signature: a table, a list, contacts, its subject."""
    text = line.text
    return bool(line.cells) or is_numbered(text) or bool(_CONTACT.match(text) or _SUBJECT.search(text))


def _is_furniture(line: Line) -> bool:
    return not line.cells and (is_footer(line.text) or _ATTACHED.fullmatch(line.text) is not None)
