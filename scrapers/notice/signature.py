"""The signature (落款) at a notice's end: who signed and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from scrapers.model import Article, Found, Issue, Quote
from scrapers.notice.days import GAP, YEAR, DayMention, find_days
from scrapers.notice.sentences import SPACE, quote_span

TAIL_LINES = 24
"""Lines at a body's end among which a signature is looked for: contacts and attachments may follow it."""
NAME_LINES, UNSIGNED_LINES = 5, 3
"""Lines above a date that may name bodies, and lines at the end among which a date needs none."""
LONGEST = 120
"""Characters of the longest line that is taken for a signature."""
ORG_END = (
    r"(?:党组|党委|党工委|工委|党总支部?|党支部|支部|党组织|委员会|领导小组|办公室|街道办事处|办事处|总工会|联合会|人民政府"
    r"|检察院|法院|[局委厅部署院校会社镇乡处所站台馆团]|公司|集团|中心|医院|学院|大学|街道|机关|银行|联社|林场|农场|管委会)"
)
ORG = re.compile(
    rf"(?:中共|中国共产党)?[\w（）()·、“” \u3000\u00a0]{{2,58}}?{ORG_END}(?:[（(][^（）()]{{1,14}}[）)])?"
)
NOT_ORG = re.compile(
    r"[:：。；;，,！？@]|^(?:附件|附|联系|电话|地址|邮|来源|责编|编辑|供稿|撰稿|审核|特此|此件|抄送|欢迎|一是|二是)|\d{5,}"
    r"|^(?:[（(]?[一二三四五六七八九十\d]+[)）、.．])|通报|整改|情况$|\d+号|[路街道]\d"
)
ASIDE = re.compile(r"^[（(](?:此件|盖章|公章|代章)[^）)]*[）)]$")
STAMP = re.compile(r"[（(](?:盖章|公章|代章|章)[）)]\s*$")
DAMAGED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})[日号]?"), "20211228日"),
    (re.compile(r"(?P<y>\d{4})年(?P<m>\d{2})(?P<d>\d{2})[日号]"), "2021年1228日"),
    (re.compile(r"(?P<y>\d{4})(?P<m>\d{2})月(?P<d>\d{1,2})[日号]?"), "202112月28日"),
    (re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})"), "2021年12月28"),
)
"""Dates that lost a character in typing, each with an example: read, and reported as damaged."""
MONTH_ONLY = re.compile(rf"{YEAR}{GAP}年{GAP}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){GAP}月")
PART = re.compile(r"[^\s\u3000\u00a0]+")
DATE_LIKE = re.compile(r"^[\d〇零○一二三四五六七八九十年月日号.\-/ \u3000\u00a0]{6,22}$")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed (several bodies joined by a space) and when; `issues` name a date that is damaged."""

    signed_by: Found[str] | None = None
    signed_on: Found[date] | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def signatories(self) -> tuple[Quote, ...]:
        """Each signing body by itself, in order."""
        if self.signed_by is None:
            return ()
        quote, found, at = self.signed_by.quote, [], self.signed_by.quote.start
        for name in self.signed_by.value.split(" "):
            place = quote.text.find(name, at - quote.start)
            if place >= 0:
                found.append(Quote(name, quote.start + place, quote.start + place + len(name), quote.where))
                at = quote.start + place + len(name)
        return tuple(found) or (quote,)


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def read_signature(article: Article) -> Signature:
    """The signature at the end of the body: name and date on lines of their own, or both on one line.

    A date in Chinese numerals is read; one that lost a character is read where its digits leave no doubt,
    and becomes an issue either way. Without a date only a last line that names a body is a signature.
    """
    body = article.body
    below: _Line | None = None
    for depth, line in enumerate(islice(_lines_above(body, len(body)), TAIL_LINES)):
        if depth == 0 and (closing := _read_glued(line)):
            return closing
        name, dated, issue = _read_line(line)
        if dated or issue:
            above = [name] if name else _names_above(body, line.start, TAIL_LINES - 1 - depth)
            if not above and below:
                above = [q for q in (_as_org(below),) if q]
            if above or depth < UNSIGNED_LINES:
                return Signature(_join(body, above), dated, (issue,) if issue else ())
        below = line
    return Signature(_join(body, _names_above(body, len(body), TAIL_LINES)))


def _lines_above(body: str, end: int) -> Iterator[_Line]:
    """The lines that end before `end`, from the last one up, without the empty ones."""
    while end > 0:
        start = body.rfind("\n", 0, end) + 1
        line = body[start:end].rstrip(SPACE)
        if text := line.lstrip(SPACE):
            stop = start + len(line)
            yield _Line(stop - len(text), stop, text)
        end = start - 1


def _read_line(line: _Line) -> tuple[Quote | None, Found[date] | None, Issue | None]:
    """The name before the date (if one stands there), the date, and what is wrong with it."""
    if len(line.text) > LONGEST:
        return None, None, None
    for day in find_days(line.text):
        if day.year is None or line.text[day.end :].strip(" \u3000\u00a0。.）)") not in ("", "印发", "发布"):
            continue
        name = quote_span(line.text, 0, day.start)
        if name.text.strip("（( ，,") and not _is_org(name.text.strip("（( ，,")):
            continue
        on = day.on(day.year)
        quote = Quote(line.text[day.start : day.end], line.start + day.start, line.start + day.end)
        org = _shift(name, line.start) if name.text.strip("（( ，,") else None
        if on is None:
            return org, None, Issue("damaged_date", "the signature's date is no day of the calendar", quote)
        return org, Found(on, quote), None
    return _read_damaged(line)


def _read_glued(line: _Line) -> Signature | None:
    """A signature that follows the last full stop of the last paragraph, name and date in one."""
    stop = line.text.rfind("。", 0, len(line.text) - 1) + 1
    tail = quote_span(line.text, stop, len(line.text))
    if not stop or not tail.text:
        return None
    name, dated, issue = _read_line(_Line(line.start + tail.start, line.start + tail.end, tail.text))
    if name is None or dated is None:
        return None
    return Signature(Found(name.text, name), dated, (issue,) if issue else ())


def _read_damaged(line: _Line) -> tuple[Quote | None, Found[date] | None, Issue | None]:
    whole = Quote(line.text, line.start, line.end)
    for pattern, _ in DAMAGED:
        match = pattern.fullmatch(line.text.replace(" ", ""))
        if match:
            mention = DayMention(0, 0, int(match["y"]), int(match["m"]), int(match["d"]))
            on = mention.on(int(match["y"])) if 1990 <= int(match["y"]) <= 2100 else None
            if on or line.text.endswith(("日", "号")):
                issue = Issue("damaged_date", "the signature's date has lost a character", whole)
                return None, Found(on, whole) if on else None, issue
    if month := MONTH_ONLY.search(line.text):
        name = quote_span(line.text, 0, month.start())
        if month.end() == len(line.text) and (not name.text or _is_org(name.text)):
            org = _shift(name, line.start) if name.text else None
            return org, None, Issue("damaged_date", "the signature's date names no day", whole)
    if DATE_LIKE.match(line.text) and ("年" in line.text or line.text.endswith("日")):
        return None, None, Issue("damaged_date", "the signature's date can't be read", whole)
    return None, None, None


def _is_org(text: str) -> bool:
    text = STAMP.sub("", text)
    return len(text) <= 60 and not NOT_ORG.search(text) and bool(ORG.fullmatch(text))


def _as_org(line: _Line) -> Quote | None:
    return Quote(line.text, line.start, line.end) if _is_org(line.text) else None


def _split_orgs(line: _Line) -> list[Quote]:
    """The bodies of a line that holds several, set apart by white space; none where it holds one."""
    if len(line.text) > LONGEST:
        return []
    parts = [Quote(m[0], line.start + m.start(), line.start + m.end()) for m in PART.finditer(line.text)]
    return parts if len(parts) > 1 and all(_is_org(part.text) for part in parts) else []


def _names_above(body: str, at: int, most: int) -> list[Quote]:
    """The consecutive lines above `at` that name bodies; a name torn over two lines is taken whole."""
    names: list[Quote] = []
    for line in islice(_lines_above(body, at), min(most, NAME_LINES)):
        if ASIDE.match(line.text):
            continue
        side_by_side = _split_orgs(line)
        if side_by_side:
            names[:0] = side_by_side
            continue
        org = _as_org(line)
        torn = names and line.text.startswith(("中共", "中国共产党")) and len(line.text) <= 40
        if org is None and not (torn and not NOT_ORG.search(line.text)):
            break
        names.insert(0, org or Quote(line.text, line.start, line.end))
    return names


def _join(body: str, names: list[Quote]) -> Found[str] | None:
    if not names:
        return None
    start, end = names[0].start, names[-1].end
    value = ""
    for name in names:
        text = re.sub(r"\s+", "", STAMP.sub("", name.text).rstrip("，,（( "))
        value += (" " if value and _is_org(value.rsplit(" ", maxsplit=1)[-1]) else "") + text
    whole = quote_span(body, start, end)
    if len(names) == 1:
        stamp = STAMP.search(whole.text)
        whole = quote_span(body, start, start + stamp.start() if stamp else end)
    return Found(value, whole)


def _shift(quote: Quote, by: int) -> Quote:
    return Quote(quote.text, quote.start + by, quote.end + by)
