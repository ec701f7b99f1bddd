"""Who inspected whom and when: read from the notice's first sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from scrapers.model import Article, Found, Inspection, Issue
from scrapers.notice.days import DAMAGED, STATED_YEAR, DayMention, find_damaged, find_days
from scrapers.notice.sentences import find_sentences, quote_span
from scrapers.notice.team import Team, find_teams
from scrapers.notice.years import Years

LEAD = 3000
"""Characters at a body's start within which a notice reports its inspection."""

INSPECTED = r"(?:巡[察视]|回头看|政治体检)(?!反馈|整改|工作|意见|情况|组|办)"
DOES = r"(?:(?:进行|开展|实施|展开|实行)(?:了|过)?|[作做](?:了|过))"
TARGET = r"(?<![针应面核相反绝敢派])对(?![照标于口象策表接应账策])"
NAME = r"(?>[（(][^（）()。；;\n]{1,40}[)）]|[^。；;，,：:\n对])"
"""A character of a body's name, or a bracket in it: 县文旅局（县文物局，含执法大队）党组."""
AND_BELOW = r"(?:(?:以?及|并|和)?(?:延伸|同步)对[^。；;，,\n]{1,40}?)?"
BODY = (
    r"(?:党组|党委|党工委|工委|党总支|党支部|支部|党组织|委员会|[省市县区州盟旗]委|[局委办处院校会社镇乡县市区村]|公司|中心|街道|集团|机关"
    r"|学院|大学|医院)"
)
REPORTS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "scope",
        re.compile(
            rf"{TARGET}(?P<org>{NAME}{{1,40}}?{BODY})(?:领导班子)?(?:贯彻|落实|履行|执行|推进|推动|深入|在|涉粮|粮食|乡村振兴)"
            rf"[^。；;\n]{{2,140}}?{INSPECTED}"
        ),
        "市委第四巡察组对市粮食局党组落实粮食安全责任情况开展了专项巡察",
        "市粮食局党组",
    ),
    (
        "object",
        re.compile(
            rf"{TARGET}(?P<org>{NAME}{{1,60}}?){AND_BELOW}{DOES}[^。；;，,\n]{{0,60}}?"
            rf"(?:{INSPECTED}|巡[察视]工作(?=[，,。；;\n]|$))"
        ),
        "市委第一巡察组对市水务局党组进行了为期两个月的巡察",
        "市水务局党组",
    ),
    (
        "bare",
        re.compile(rf"{TARGET}(?P<org>{NAME}{{1,40}}?)(?:的)?{INSPECTED}"),
        "县委第二巡察组对我局党组巡察",
        "我局党组",
    ),
    (
        "entry",
        re.compile(r"(?:进驻|入驻)(?P<org>[^。；;，,：:\n]{1,40}?)(?=[，,。；;\n]|开展|进行|$)"),
        "区委第三巡察组进驻青溪街道开展巡察",
        "青溪街道",
    ),
    (
        "verb",
        re.compile(
            rf"组(?:于[^，,。\n]{{2,30}})?巡[察视](?:了)?(?P<org>[^。；;，,：:\n]{{1,40}}?{BODY})(?=[，,。；;\n]|的情况|$)"
        ),
        "省委第二巡视组巡视了青州学院党委",
        "青州学院党委",
    ),
    (
        "passive",
        re.compile(
            r"(?:^|[，,日])(?P<org>[^。；;，,：:\n日]{1,40}?)(?:于[^，,]{1,30})?接受(?:了)?[^。；;，,\n]{0,50}?巡[察视]"
        ),
        "我局党组接受了县委第四巡察组的政治巡察",
        "我局党组",
    ),
)
"""How a sentence reports an inspection, best first: name, pattern, an example and the body it names."""
ADDRESSED = (
    re.compile(
        r"反馈(?:了)?对(?P<org>[^，,。；;\n对]{2,40}?)的?(?:专项|常规|政治|提级|机动|延伸)*巡[察视](?:意见|情况|结果)"
    ),
    re.compile(
        r"巡[察视][^，,。]{0,8}组[^。\n]{0,40}?向(?P<org>[^，,。；;\n]{1,40}?)(?:进行|作|集中)?(?:了)?反馈"
    ),
)
"""Whose inspection a handover speaks of, where no sentence reports the inspection itself."""
FIELD = re.compile(
    r"^(?P<body>(?:我|本)[局委校院镇乡县区市中厅会](?:党[组委])?|.{2,40}(?:党组|党委|党工委))(?P<field>[^（(]{2,14}领域(?:突出问题)?)$"
)
"""A body and the field in which it was inspected: 我局医保基金管理领域."""
NAMELESS = re.compile(
    rf"巡[察视]第?[一二三四五六七八九十\d]{{0,3}}组[^。；;，,\n]{{0,60}}?{DOES}[^。；;，,\n]{{0,30}}?{INSPECTED}"
)
"""A report of an inspection that names no body: 区委第三巡察组对殡葬领域突出问题进行了提级专项巡察."""
HANDED_OVER: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"[向给](?![^，,。；;\n]{0,16}巡[察视](?:组|办))[^，,。；;\n]{1,40}?反馈(?!的|后|整改)"),
        "8月10日,巡察组向局党组反馈了巡察意见",
    ),
    (re.compile(r"反馈(?:了(?!整改)|会|大会|工作会)"), "9月8日下午,巡察组召开情况反馈会"),
    (
        re.compile(r"(?:进行|作出|作|予以|集中|现场|书面|正式)(?:了)?[^，,。；;\n]{0,6}?反馈(?!的|后)"),
        "6月21日,区委第二巡察组进行了反馈",
    ),
    (
        re.compile(r"(?:巡[察视]|第[^，,。]{1,3})组[^，,。；;\n]{0,12}?反馈(?!的|后|意见后|了?整改)"),
        "6月21日,市委第一巡察组反馈意见",
    ),
    (
        re.compile(
            r"(?:(?<=[日号午])|(?<=[./-]\d)(?![./\d-])|(?<=[./-]\d\d)(?![./-]))(?:[^，,。；;\n日]{0,8})反馈(?!的|后)"
        ),
        "并于12月2日反馈巡察意见",
    ),
    (
        re.compile(r"(?:收到|接到|下发|印发|移交|送达|转发)[^，,。；;\n]{0,40}?反馈"),
        "5月4日,我局收到区委第三巡察组反馈意见",
    ),
)
"""How a sentence reports that the findings were handed over, best first, each with an example."""

OWN_MEETING = re.compile(r"传达|学习|研究|部署|专题会|民主生活会|党[组委]会|党工委会|制定|印发")
"""Words between a day and 反馈 that show the day to be that of a meeting on what had been handed over."""
ARRANGED = re.compile(r"[^，,。；;\n]{0,12}?的(?:统一|总体|工作)*(?:安排|部署|要求|计划|方案|通知|决定)")
"""Behind a report: it tells of an arrangement for many bodies (按照对重点镇街开展提级巡察的部署)."""
NOT_A_BODY = re.compile(
    r"巡[察视]|整改|反馈|问题|意见|工作(?!委员会|党[组委工]|办|站|中心|部|局|处|室|队|领导)|全面|认真"
)
ASIDE = re.compile(r"[（(](?:含|包括)[^）)]*[）)]?$|(?:分别|依次|同步|集中|先后|统一|联动|认真|深入|全面)$")
RANGE = re.compile(r"\s*(?:起|开始)?\s*(?:至|到|—{1,2}|-{1,2}|－|–|~|～|―|一)\s*")
END_DAY = re.compile(r"\s*(?:至|到|—{1,2}|-|－|–|~|～)\s*(\d{1,2})日")
PERIOD_BEHIND = re.compile(r"反馈了?[^。；;\n]{6,40}日[^。；;\n]{0,6}对[^。；;\n]{1,40}?的巡[察视]")
TO = re.compile(r"(?:至|到|—|-|－|–|~|～)\s*$")
AS_OF = re.compile(r"截[至止]到?\s*$")


@dataclass(frozen=True, slots=True)
class _Report:
    """The sentence that reports the inspection, and where the inspected body and the object mark stand."""

    start: int
    end: int
    org_start: int
    org_end: int


def read_inspection(article: Article, signed_on: date | None = None) -> Inspection:
    """The inspection as the notice's opening reports it; what is not stated or derivable stays `None`.

    A missing year is taken from the day before it in the text, else from the nearest stated year, and moved
    by one where the day would otherwise precede what it follows or come after the notice itself.
    """
    text = article.body
    lead = min(len(text), LEAD)
    report = _find_report(text, lead)
    told = list(_find_sentences_with(text, "反馈", lead))
    teams = list(find_teams(text, 0, lead))
    published = article.published_at.value if article.published_at else None
    latest = signed_on or (published.date() if isinstance(published, datetime) else published)
    years = Years(text, latest)
    start = end = None
    if report:
        start, end = _read_period(text, report, years)
    else:
        start, end = _read_period_behind(text, told, years)
    handed = _find_handover(text, told, report)
    feedback = None
    if handed:
        floor = end.value if end else start.value if start else None
        day = years.resolve(handed, floor)
        feedback = Found(day, quote_span(text, handed.start, handed.end)) if day else None
    if feedback and handed and handed.year is not None:
        start, end = (_before(f, feedback.value) for f in (start, end))
    org = (report.org_start, report.org_end) if report and report.org_start < report.org_end else None
    org = org or _find_addressee(text, told)
    team = _choose_team(text, teams, report)
    body = quote_span(text, team.start, team.end) if team else None
    target = quote_span(text, *org) if org else None
    return Inspection(
        body=Found(body.text, body) if body else None,
        inspected_org=Found(target.text, target) if target else None,
        start=start,
        end=end,
        feedback_on=feedback,
    )


def find_damaged_days(article: Article) -> tuple[Issue, ...]:
    """An issue for each day of the opening that lost a character: none of them is read."""
    return tuple(
        Issue("damaged_date", "a day has lost a character", quote_span(article.body, *span))
        for span in find_damaged(article.body, 0, LEAD)
    )


def _find_report(text: str, end: int) -> _Report | None:
    """The first report of an inspection in `text[:end]`; one that names its body goes first."""
    for read in (_read_report, _read_nameless):
        for sentence in find_sentences(text, 0, end):
            if report := read(text, *sentence):
                return report
    return None


def _find_sentences_with(text: str, word: str, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[:end]` that hold a word; only its lines are split."""
    at = text.find(word, 0, end)
    while at >= 0:
        line, stop = text.rfind("\n", 0, at) + 1, text.find("\n", at, end)
        stop = end if stop < 0 else stop
        for first, last in find_sentences(text, line, stop):
            if text.find(word, first, last) >= 0:
                yield first, last
        at = text.find(word, stop, end)


def _read_report(text: str, start: int, end: int) -> _Report | None:
    sentence = text[start:end]
    if not ("巡察" in sentence or "巡视" in sentence or "回头看" in sentence):
        return None
    wide: _Report | None = None
    for name, pattern, _, _ in REPORTS:
        for match in pattern.finditer(sentence):
            first, last = match.span("org")
            while aside := ASIDE.search(sentence, first, last):
                last = aside.start()
            if field := FIELD.match(sentence[first:last]):
                last = first + field.end("body")
            org = sentence[first:last].strip()
            if (
                not org
                or NOT_A_BODY.search(org)
                or (name in ("bare", "verb", "entry") and "组" not in sentence[:first])
            ):
                continue
            report = _Report(start, end, start + first, start + last)
            if not (org.endswith("系统") or ARRANGED.match(sentence, match.end())):
                return report
            wide = wide or report
    return wide


def _read_nameless(text: str, start: int, end: int) -> _Report | None:
    """A report that names no body; its empty span stands behind the words that report."""
    match = NAMELESS.search(text, start, end)
    return _Report(start, end, match.end(), match.end()) if match else None


def _find_addressee(text: str, told: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The body that a team handed its findings to, where no sentence reports the inspection itself."""
    for pattern in ADDRESSED:
        for start, end in told:
            if match := pattern.search(text, start, end):
                return match.span("org")
    return None


def _choose_team(text: str, teams: Sequence[Team], report: _Report | None) -> Team | None:
    """The team of the report, at the first mention that names it in full; else the first full mention."""
    inside = [t for t in teams if report and report.start <= t.start < report.end]
    reported = next((t for t in inside if t.full), None) or next((t for t in inside if t.sender), None)
    if reported and reported.full:
        name = text[reported.start : reported.end]
        return next((t for t in teams if t.full and text[t.start : t.end].endswith(name)), reported)
    full = next((t for t in teams if t.full), None)
    return full or reported or next((t for t in teams if t.sender or t.numbered), None)


def _read_period(text: str, report: _Report, years: Years) -> tuple[Found[date] | None, Found[date] | None]:
    """First and last day of the inspection from the reporting sentence or the text before it."""
    for begin, stop in (
        (report.start, report.end),
        (max(0, report.start - 120), report.start),
        (report.end, report.end + 120),
    ):
        days = [d for d in find_days(text, begin, min(stop, len(text))) if not _is_beside_point(text, d)]
        for i, first in enumerate(days):
            second = days[i + 1] if i + 1 < len(days) else None
            if second and RANGE.fullmatch(text[first.end : second.start]):
                return _resolve_range(text, years, first, second)
            short = END_DAY.match(text, first.end)
            if short:
                tail = DayMention(short.start(1), short.end(), first.year, first.month, int(short[1]))
                return _resolve_range(text, years, first, tail)
        if days and begin == report.start and days[0].start < report.org_start:
            if "反馈" in text[days[0].end : report.org_start]:
                return None, None
            closed = next((d for d in days[1:] if text.startswith("结束", d.end)), None)
            if closed:
                return _resolve_range(text, years, days[0], closed)
            day = years.resolve(days[0])
            return (Found(day, quote_span(text, days[0].start, days[0].end)) if day else None), None
    return None, None


def _read_period_behind(
    text: str, told: Sequence[tuple[int, int]], years: Years
) -> tuple[Found[date] | None, Found[date] | None]:
    """The days that a handover names itself: 反馈了2023年5月8日至7月7日对街道党工委的巡察情况."""
    for begin, stop in told:
        days = list(find_days(text, begin, stop)) if PERIOD_BEHIND.search(text, begin, stop) else []
        for first, second in pairwise(days):
            if RANGE.fullmatch(text[first.end : second.start]):
                return _resolve_range(text, years, first, second)
    return None, None


def _resolve_range(
    text: str, years: Years, first: DayMention, second: DayMention
) -> tuple[Found[date] | None, Found[date] | None]:
    start = years.resolve(first)
    end = years.resolve(second, start)
    if start and end and first.year is None and second.year is not None:
        start = first.on(
            second.year if (first.month, first.day) <= (second.month, second.day) else second.year - 1
        )
    return (
        Found(start, quote_span(text, first.start, first.end)) if start else None,
        Found(end, quote_span(text, second.start, second.end)) if end else None,
    )


def _before(found: Found[date] | None, feedback: date) -> Found[date] | None:
    """A day whose year was guessed, moved back by a year where it would follow the feedback."""
    if found is None or found.value <= feedback or STATED_YEAR.match(found.quote.text):
        return found
    day = next(find_days(found.quote.text)).on(found.value.year - 1)
    return Found(day, found.quote) if day else None


def _is_beside_point(text: str, day: DayMention) -> bool:
    return bool(AS_OF.search(text, max(0, day.start - 6), day.start))


def _find_handover(text: str, told: Sequence[tuple[int, int]], report: _Report | None) -> DayMention | None:
    """The day in the first sentence that says that the findings were handed over."""
    from_report = [s for s in told if report is None or s[0] >= report.start]
    for pattern, _ in HANDED_OVER:
        for start, end in from_report:
            match = pattern.search(text, start, end)
            if match is None:
                continue
            after_period = report.org_end if report and report.start == start else start
            before = [d for d in find_days(text, start, match.start() + 1) if not _is_beside_point(text, d)]
            before = [d for d in before if d.start >= after_period or not _in_range(text, d)]
            if before and match.start() - before[-1].end <= 70:
                if OWN_MEETING.search(text, before[-1].end, match.start()):
                    continue
                return None if DAMAGED.search(text, before[-1].end, match.start() + 1) else before[-1]
            behind = next(find_days(text, match.start(), min(end, match.end() + 20)), None)
            if behind:
                return behind
    return None


def _in_range(text: str, day: DayMention) -> bool:
    following = next(find_days(text, day.end, day.end + 24), None)
    if following and RANGE.fullmatch(text[day.end : following.start]):
        return True
    return bool(END_DAY.match(text, day.end) or TO.search(text, max(0, day.start - 4), day.start))
