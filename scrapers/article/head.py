"""The lines above a body: which are title, stamp, source line and breadcrumb, and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from scrapers.article.dates import Stamp, read_stamp
from scrapers.article.lines import Line
from scrapers.article.masthead import (
    Place,
    find_impossible,
    is_masthead,
    is_placeholder,
    is_publisher,
    is_trail,
    read_fields,
    read_trail,
)
from scrapers.article.paragraphs import is_ended, is_numbered
from scrapers.article.surroundings import glue
from scrapers.model import Issue

# Which stamp of a masthead is the publication's: best first.
STAMP_ORDER = ("published", "bare", "source", "stamp", "other", "title", "written")
_SITE = re.compile(
    r"[^\d:：]{0,30}(?:门户网站|政府网站?|政务网|信息网|官方网站|官网|公开网|党建网|廉政网|清风网|网站)"
)
_DAY_BEHIND = re.compile(
    r"(?:(?<=\S)\s*[（(]|(?<=\S)\s+|(?<=[报告示况]))"
    r"(?P<day>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?)[)）]?$"
)
# A line of a masthead that means nothing | example
EMPTY_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:相关)?附件\s*[:：]?", "附件："),
    (r"正\s*文|内容|详情|全文|首页|新闻提要|(?:文章|信息|新闻)(?:详情|正文|内容)", "新闻提要"),
    (r"视力保护色?\s*[:：]?", "视力保护色："),
    (r"[（(【](?:向?(?:社会|党内|党外|网络|对外))?公开[稿版][)）】]", "（社会公开稿）"),
    (r"(?:主动|依申请|不予|免予)公开", "主动公开"),
    # the index number of a catalogue of public information, without its label
    (r"[0-9A-Za-z]{6,24}(?:[-/][0-9A-Za-z]{1,8}){0,3}[-/](?:19|20)\d\d[-/]\d{3,6}", "000014348/2022-00012"),
    (r"\d{1,4}", "1"),
    (r"发表于[\u4e00-\u9fff]{2,3}", "发表于云南"),
    (
        r"(?:您好[，,!！]?)?(?:热烈)?欢迎[您你]?(?:访问|光临|来到|进入|浏览|登录|关注|使用).{0,40}[!！。~]*",
        "欢迎访问云岭县水务局网站！",
    ),
    (r"[^，。；：:欢]{2,40}+欢迎[您你](?:的?(?:光临|访问|到来|关注))?\s*[!！。~]*", "云岭广播电视台欢迎您！"),
    (
        r"(?:今天是|今日[:：]|北京时间[:：]?)\s*(?:\d{4}\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*日?.{0,30}",
        "今天是 2023年11月8日 星期三",
    ),
)
_EMPTY_WORD = re.compile("|".join(f"(?:{pattern})" for pattern, _ in EMPTY_WORDS))
# Where a title ends and the stamp or a label glued to it begins.
_GLUED = re.compile(
    r"[^:：。]{2,60}?关于[^:：。]{2,60}?(?:通报|报告|公告|公示|情况)(?:[（(][^（()）]{1,12}[)）])?\s*"
    r"(?=(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d|(?:(?:发布|发表|公布|更新)?(?:时间|日期)|(?:信息|文章|内容|稿件)?来源|作者|编辑)\s*[:：])"
)
# What copying sites set before an article's first word: 某某·M6根据市委统一部署.
_BRAND = re.compile(
    r"(?=[^，,。]{0,11}[A-Za-z])[^\s，,。：:；;、《》“”（）()]{1,12}?(?=(?:根据|按照)[^，,。]{1,16}部署)"
)
_WHOLE = re.compile(
    r"(?:通报|公告|公示|报告|情况|通知|意见|说明|公报|方案|办法|进展|决定|函|复函)(?:[（(].{1,20}[)）])?$"
)
_HEADLINE = re.compile(r".{2,}关于.{4,}(?:通报|公告|公示|报告|情况)|关于.{6,}(?:通报|公告|公示|报告|情况)")
# …反馈意见 names a matter only, where the next line says what was done about it: 整改进展情况的通报.
_MATTER = ("意见", "情况", "方案", "决定")
_DONE_ABOUT = ("整改", "落实", "巡察", "巡视", "的")
_SENTENCE = re.compile(r"[，,].*[，,、]|^(?:根据|按照|为了?|近日|日前|现将).*[，,]")
_OPEN_END = re.compile(
    r"(?:委员会|党组|党委|党工委|工委|纪委|局|办公室|总支|支部|机关|中心|公司|学校|医院|大学|学院|的)$"
)
_NAMES_ITSELF = re.compile(r"(?:中共|中国共产党).{4,}关于")
_MOST = 60
_LONGEST_TITLE = 90
_LONGEST_GLUED = 240
_LONGEST_EMPTY = 64
_COLUMN = 6
_SERIES_ENDS = (":", "：", "|", "｜", "】", "]", "—", "丨")
_MOST_LINES = 4
_SHORTEST_TITLE = 6


class Head(NamedTuple):
    """What stands above a body. `lines` are verbatim; each value comes with its place in them."""

    lines: tuple[str, ...] = ()
    title: tuple[str, Place] | None = None
    stamp: tuple[Stamp, Place] | None = None
    source: tuple[str, Place] | None = None
    column: tuple[tuple[str, Place], ...] = ()
    issues: tuple[Issue, ...] = ()


def split_head(lines: Sequence[Line]) -> tuple[Head, list[Line]]:
    """The head of a plain text's lines, and the lines from the first sentence on."""
    lead = next((at for at, line in enumerate(lines[:_MOST]) if "。" in line.text), min(len(lines), _MOST))
    lines = [*_split_glued(glue(lines[:lead])), *lines[lead:]]
    titles: list[int] = []
    metas: list[int] = []
    steps: set[str] = set()
    at = 0
    while at < min(len(lines), _MOST):
        line = lines[at]
        if not line.text or is_empty_word(line.text) or _SITE.fullmatch(line.text):
            pass
        elif line.text.strip("【】[] ") in steps:
            titles.clear()
        elif is_trail(line.text):
            titles.clear()
            metas.append(at)
            steps.update(step for step, *_ in read_trail(line.text))
        elif is_masthead(_as_text(line)):
            metas.append(at)
        elif _may_be_title(line) and not (titles and metas and metas[-1] > titles[0]):
            titles.append(at)
        elif titles and metas and names_publisher(lines, at):
            pass
        else:
            break
        at += 1
    chosen = pick_title([(index, lines[index].text) for index in titles], metas)
    if chosen and not metas and chosen[-1] != titles[-1]:
        at = chosen[-1] + 1
    head = read_head([(index, _as_text(lines[index])) for index in sorted({*chosen, *metas})], chosen)
    body = drop_repeated_title(lines[at:], head.title[0] if head.title else "")
    if body and (brand := _BRAND.match(body[0].text)):
        body[0] = body[0]._replace(text=body[0].text[brand.end() :])
        issue = Issue("foreign_prefix", f"a brand stands before the first word: {brand[0]!r}")
        head = head._replace(issues=(*head.issues, issue))
    return head, body


def read_head(lines: Sequence[tuple[int, str]], titles: Sequence[int]) -> Head:
    """The values of a masthead's numbered lines, of which `titles` make the title."""
    texts = tuple(text for _, text in lines)
    rows = {index: row for row, (index, _) in enumerate(lines)}
    title = None
    if titles:
        value = join_title([texts[rows[index]] for index in titles])
        last = rows[titles[-1]]
        title = (value, Place(rows[titles[0]], 0, len(texts[last]), last))
    stamps: list[tuple[int, Stamp, Place]] = []
    source: tuple[str, Place] | None = None
    column: tuple[tuple[str, Place], ...] = ()
    issues: list[Issue] = []
    if title and (behind := _find_day_behind(title[0])) and (day := read_stamp(behind["day"])):
        last = title[1].last
        end = texts[last].rindex(behind["day"])
        stamps.append((STAMP_ORDER.index("bare"), day, Place(last, end, end + len(behind["day"]))))
        title = (title[0][: behind.start()], title[1]._replace(end=title[1].end - len(behind[0])))
    for row, text in enumerate(texts):
        if title and title[1].line <= row <= title[1].last:
            continue
        if steps := read_trail(text):
            column = column or tuple((step, Place(row, start, end)) for step, start, end in steps)
            continue
        fields = read_fields(text)
        issues += find_impossible(text, fields)
        for name, start, end in fields.spans:
            if name == "source" and source is None and not is_placeholder(text[start:end]):
                source = (text[start:end], Place(row, start, end))
            elif name == "title" and title is None and end - start >= _SHORTEST_TITLE:
                title = (text[start:end], Place(row, start, end, row))
        for name, stamp, start, end in fields.stamps:
            if stamp is not None:
                stamps.append((STAMP_ORDER.index(name), stamp, Place(row, start, end)))
    best = min(stamps, key=lambda found: found[0]) if stamps else None
    if best and not isinstance(best[1], datetime):
        best = next((found for found in stamps if _is_finer(found, best[1])), best)
    title, column = _part_title(title, column)
    return _keep_used(Head(texts, title, (best[1], best[2]) if best else None, source, column, tuple(issues)))


def _find_day_behind(title: str) -> re.Match[str] | None:
    """The day that stands behind a title on its line."""
    return _DAY_BEHIND.search(title) if "19" in title or "20" in title else None


def _part_title(
    title: tuple[str, Place] | None, column: tuple[tuple[str, Place], ...]
) -> tuple[tuple[str, Place] | None, tuple[tuple[str, Place], ...]]:
    """The title and the breadcrumb without it; the last step is the title where it reads like one."""
    if title is None and column and _HEADLINE.fullmatch(column[-1][0]):
        step, place = column[-1]
        title = (step, place._replace(last=place.line))
    return title, column[:-1] if title and column and column[-1][0] == title[0] else column


def _is_finer(found: tuple[int, Stamp, Place], day: date) -> bool:
    """Whether a stamp says at what time of `day` an article was published."""
    order, stamp, _ = found
    return order <= STAMP_ORDER.index("stamp") and isinstance(stamp, datetime) and stamp.date() == day


def add_line(head: Head, line: str) -> tuple[Head, int]:
    """`head` with one more line, and the line's number."""
    return head._replace(lines=(*head.lines, line)), len(head.lines)


def _keep_used(head: Head) -> Head:
    """`head` with only those lines that one of its values was read from."""
    places = [value[1] for value in (head.title, head.stamp, head.source) if value]
    places += [place for _, place in head.column]
    used = sorted({row for place in places for row in range(place.line, max(place.line, place.last) + 1)})
    if len(used) == len(head.lines):
        return head
    rows = {old: new for new, old in enumerate(used)}

    def move(place: Place) -> Place:
        last = rows[place.last] if place.last >= 0 else -1
        return Place(rows[place.line], place.start, place.end, last)

    return Head(
        tuple(head.lines[row] for row in used),
        (head.title[0], move(head.title[1])) if head.title else None,
        (head.stamp[0], move(head.stamp[1])) if head.stamp else None,
        (head.source[0], move(head.source[1])) if head.source else None,
        tuple((step, move(place)) for step, place in head.column),
        head.issues,
    )


def pick_title(candidates: Sequence[tuple[int, str]], metas: Sequence[int]) -> list[int]:
    """The numbers of the lines that make the title: the last run before the stamps, joined where torn."""
    if not candidates:
        return []
    numbers = [index for index, _ in candidates]
    texts = dict(candidates)
    end = _find_last_line([texts[index] for index in numbers], stamped=bool(metas))
    chosen = [numbers[end]]
    for index in reversed(numbers[:end]):
        if len(chosen) == _MOST_LINES or any(index < meta < chosen[0] for meta in metas):
            break
        if not runs_on(texts[index], texts[chosen[0]]):
            break
        chosen.insert(0, index)
    return chosen


def _find_last_line(lines: Sequence[str], *, stamped: bool) -> int:
    """The number of the line on which a title ends: the last above a stamp, but for who published it."""
    last = len(lines) - 1
    runs = list(enumerate(pairwise([*lines, ""])))
    if stamped:
        announced = [at for at, (line, following) in runs if _announces(line, following)]
        return announced[-1] if announced else last
    return next((at for at, (line, following) in runs if _ends_title(line, following)), last)


def _announces(line: str, following: str) -> bool:
    """Whether a title's last line says what it announces: 关于…的通报."""
    return "关于" in line and _HEADLINE.fullmatch(line) is not None and not runs_on(line, following)


def _ends_title(line: str, following: str) -> bool:
    """Whether a title ends on `line`; a column's name above a longer title does not: 通知公告."""
    if _WHOLE.search(line) is None or (following and runs_on(line, following)):
        return False
    if "关于" in following and "关于" not in line:
        return len(line) > 2 * _COLUMN or _WHOLE.search(following) is None
    return len(line) > _COLUMN or _WHOLE.search(following) is None


def join_title(lines: Sequence[str]) -> str:
    """One title of its lines: closed up where a phrase runs on, else with a space."""
    title = lines[0]
    for before, line in pairwise(lines):
        title += line if runs_on(before, line) and not line.startswith(("—", "-")) else " " + line
    return title


def fold(text: str) -> str:
    """`text` without white space, for comparing."""
    return "".join(text.split())


def drop_repeated_title(lines: Sequence[Line], title: str) -> list[Line]:
    """`lines` without the title where it is repeated, over up to four lines, at their top."""
    if title and lines:
        lines = _drop_headline(lines, title)
        wanted, seen = fold(title), ""
        for at, line in enumerate(lines[:_MOST_LINES]):
            seen += fold(line.text)
            if seen == wanted:
                lines = lines[at + 1 :]
                break
            if not wanted.startswith(seen):
                break
    first = next((at for at, line in enumerate(lines) if not is_empty_word(line.text)), 0)
    return list(lines[first:])


def _drop_headline(lines: Sequence[Line], title: str) -> Sequence[Line]:
    """`lines` without the headline at their top that a series' name stands before in the title: 整改：…."""
    first = lines[0].text
    rest = title.removesuffix(first).rstrip()
    is_headline = len(first) > _SHORTEST_TITLE and len(rest) < len(title) and rest.endswith(_SERIES_ENDS)
    return lines[1:] if is_headline else lines


def names_publisher(lines: Sequence[Line], at: int) -> bool:
    """Whether a line names a body and does not begin a title that the next one goes on with."""
    return is_publisher(lines[at].text) and not (
        at + 1 < len(lines) and lines[at + 1].text.startswith("关于")
    )


def is_empty_word(text: str) -> bool:
    """Whether a line of a masthead means nothing: 正文, 新闻提要, 主动公开."""
    return len(text) < _LONGEST_EMPTY and _EMPTY_WORD.fullmatch(text) is not None


def _split_glued(lines: Sequence[Line]) -> Iterator[Line]:
    """`lines`, each title apart from the stamp or label that follows it on its line."""
    for line in lines:
        if not line.cells and len(line.text) < _LONGEST_GLUED and (title := _GLUED.match(line.text)):
            yield line._replace(text=title[0].rstrip())
            yield Line(line.text[title.end() :])
        else:
            yield line


def runs_on(before: str, line: str) -> bool:
    """Whether a title's line goes on in the next one."""
    goes_on = before.endswith(_MATTER) and line.startswith(_DONE_ABOUT)
    if _WHOLE.search(before) and not goes_on:
        return False
    if _NAMES_ITSELF.match(line) and not ("关于" in before and "《" in before):
        return False
    torn = line.startswith(("关于", "的", "巡察", "巡视", "整改")) or len(line) < 8
    return torn or _OPEN_END.search(before) is not None or "关于" in before or line.startswith("——")


def _may_be_title(line: Line) -> bool:
    text = line.text
    if line.cells or len(text) > _LONGEST_TITLE or "。" in text:
        return False
    if is_ended(text) or is_numbered(text) or text.endswith(("，", ",", "、")):
        return False
    return _WHOLE.search(text) is not None or not _SENTENCE.search(text)


def _as_text(line: Line) -> str:
    """A metadata table's row with its labels marked as such."""
    return line.text.replace("\t", " ") if line.cells else line.text
