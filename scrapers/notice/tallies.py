"""The notice's own overall tally: 3个方面19个问题, 细化成43个具体问题, 提出168项措施, 已完成27个."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from scrapers.model import Article, Found, Issue, Problem, Quote
from scrapers.notice.chapters import announces_problems, is_introduction
from scrapers.notice.days import find_days, read_number
from scrapers.notice.sentences import find_sentences
from scrapers.notice.tally_rows import COUNT, ROWS, ROWS_BY_SIGN
from scrapers.notice.years import Years

PROGRESS = frozenset({"completed", "basically_completed", "in_progress"})
TOTALS = frozenset({"problems", "specific_problems", "measures"})
CONTEXT = re.compile(r"巡[察视]|反馈|整改|指出|问题")
OTHERS = re.compile(
    r"隐患|信访件|案件|线索|审计|执法|宗地|地块|投诉|工单|合同|项目(?!标)|工程(?!师)|企业|台账"
)
"""Words between a tally's number and its verb that show a count of the work itself, not of the findings."""
NUMBERED = re.compile(r"\s*(?:第[一二三四五六七八九十]+|[（(]?[一二三四五六七八九十\d]+[)）、.．])")
OF_FEEDBACK = re.compile(r"\s*[一二三四五六七八九十]+、.*反馈")
PART = re.compile(r"(?:其中|其余|剩余|余下|剩下|还有|尚有|另有|另外|前|这|每|某|等|近|超|约|逾|第|[\d.．%])$")
GATHERED = re.compile(r"(?:征求|征集|收集|收到|采纳|听取|梳理出群众)[^，,。；;\n]{0,14}$")
CLAIMED = re.compile(r"(?:认领|领办|领衔|包案|包抓)[^，,。；;\n\d]{0,8}$")
"""A leader's share of the findings (班子成员认领问题21条) is no count of all."""
CARRIED_OUT = re.compile(r"(?:完成|落实|销号|办结)[^，,。；;\n]{0,6}$")
COUNTED_MEASURES = re.compile(r"([条项个])(?:具体|整改|工作)*(?:措施|举措)|(?:措施|举措)[\d一-十]+([条项个])")
EARLIER = re.compile(
    r"(?:集中整改期?(?:间|结束|满|期满)?[时后]?|结束|公布|通报|反馈|移交)时|上一?轮|上一?次|此前|原有"
)
"""Words before a count of progress that show it to be that of an earlier day."""
SUPERVISED = re.compile(
    r"(?:督导|督查|检查|抽查|调研|评估|审计)[^，,。；;\n\d]{0,8}(?:指出|反馈|发现|提出|移交)的$"
)
"""Words before a count of what a later check found, not the inspection."""
AT_WORK = re.compile(r"(?<!应)对(?:这|上述|以上)?$")
"""对15条长期整改任务 says what will be done with them."""
EXHORTS = re.compile(
    r"(?:要求|部署|方案|统筹|协调|督促|指导)(?:稳步|扎实|深入|有序|全力|积极|加快|持续)*(?:推进|整改|落实|推动)$"
)
"""按照要求稳步推进12个问题 says how one went about them, not how many are left."""
AMONG_DONE = re.compile(r"(?:其中|含)[^，,。；;）)\d]{0,16}$")
"""Words before a count that is part of the one before it: 已完成79个,其中长期任务取得阶段性成效11个."""
REPORTED_LIST = re.compile(r"(?:反馈|指出|发现)[^。；;\d]{2,}等$")
"""What a count of all that was reported may follow: 针对巡察组反馈的站位不高、作风不实等20个问题."""
IMPOSSIBLE = re.compile(r"(?<!\d)\d{3,}(?:个|大)?方面")
"""A count of aspects that has swallowed another number: 315个方面 was 3类15个方面."""
BEHIND_HUNDREDS = re.compile(r"方面(?:(?<=\d{3}方面)|(?<=\d{3}[个大]方面))")
"""What each of them ends with: 方面 is rare, digits are not."""
REST = re.compile(r"(?:其余|剩余|余下|剩下|其它|其他|另外|另有)的?$")
CLASSES = re.compile(
    r"(?:立行立改|立知立改|边查边改|限期整改|分阶段整改|长期整改|持续整改|长期坚持)(?:的|类)?(?:问题|任务|事项)?(?:共|有)?\d+[个项条]"
)
"""Kinds of findings by how long they take: where a tally counts by them, 长期整改3项 is no progress."""
AFTER_CLASS = re.compile(r"[，,、]?(?:目前|现|其中|均|已|都|全部)*")
WHOLE = re.compile(r"全部|均|都")
AS_OF = re.compile(r"截[至止]到?\s*|(?<=[，,。；;：:\n])到(?=(?:20\d\d年)?\d{1,2}月(?:\d|底|末))")
MONTH_END = re.compile(r"(?:(?P<year>\d{4})\s?年|今年|本年)?\s?(?P<month>\d{1,2})\s?月(?:底|末)")


REACH, LOOK_BACK = 12_000, 300
"""Characters at a body's start and end that may hold its tally, and those before a count that explain it."""


class _Hit(NamedTuple):
    key: str
    value: int
    start: int
    end: int
    number: int
    of_measures: bool = False


def read_figures(article: Article, problems: Sequence[Problem] = ()) -> dict[str, Found[int] | Found[date]]:
    """The figures that the notice states of itself as a whole, by `FIGURE_KEYS`.

    Only text before the first and after the last problem counts: a number inside an answer, or in the
    heading of a chapter, is that part's. 销号 beside 完成 is never added to it. Counts of measures done are
    taken only where the notice tallies nothing but measures.
    """
    body = article.body
    chosen: dict[str, _Hit] = {}
    of_measures: dict[str, _Hit] = {}
    totals: list[_Hit] = []
    for start, end in _outside(body, problems):
        tallied = bool(PROGRESS & chosen.keys())
        for hit in _find_hits(body, start, end):
            if not (tallied and hit.key in PROGRESS):
                (of_measures if hit.of_measures else chosen).setdefault(hit.key, hit)
            if hit.key == "problems":
                totals.append(hit)
    _prefer_beside_aspects(body, chosen, totals)
    _settle_levels(body, chosen)
    tallied = bool(PROGRESS & chosen.keys())
    chosen |= {
        key: hit
        for key, hit in of_measures.items()
        if key not in chosen and (not tallied or _fills_up(hit, chosen))
    }
    _drop_impossible(chosen)
    figures: dict[str, Found[int] | Found[date]] = {
        key: Found(hit.value, Quote(body[hit.start : hit.end], hit.start, hit.end))
        for key, hit in chosen.items()
    }
    progress = [hit for key, hit in chosen.items() if key in PROGRESS]
    if progress:
        as_of = _read_as_of(article, min(progress, key=lambda h: h.start))
        if as_of:
            figures["as_of"] = as_of
    return figures


def _outside(body: str, problems: Sequence[Problem]) -> Iterator[tuple[int, int]]:
    """The text before the first and after the last problem; what an introduction numbers is none."""
    introductions = {title for title in {p.headings[0] for p in problems if p.headings} if _introduces(title)}
    problems = [p for p in problems if not (p.headings and p.headings[0] in introductions)]
    size = len(body)
    first, last = (
        (min(p.quote.start for p in problems), max(p.quote.end for p in problems)) if problems else (size, 0)
    )
    yield 0, min(first, REACH)
    yield max(last, size - REACH, min(first, REACH)), size


def _introduces(heading: str) -> bool:
    return is_introduction(heading) and not announces_problems(heading)


def _find_hits(body: str, start: int, end: int) -> Iterator[_Hit]:
    counted_up_to = -1
    for first, last in find_sentences(body, start, end):
        goes_on = counted_up_to >= 0 and "\n" not in body[counted_up_to:first]
        hits: list[_Hit] = []
        if (goes_on or CONTEXT.search(body, first, last)) and COUNT.search(body, first, last):
            hits = [] if _is_part_heading(body, first, last) else _read_sentence(body, first, last)
        counted_up_to = last if hits else -1
        yield from hits


def _is_part_heading(body: str, start: int, end: int) -> bool:
    """Whether the sentence is a numbered line without a full stop: its counts are its chapter's."""
    line = body.rfind("\n", 0, start) + 1
    stop = body.find("\n", end)
    stop = len(body) if stop < 0 else stop
    if stop - line > 70 or "。" in body[line:stop] or not NUMBERED.match(body, line, stop):
        return False
    return not OF_FEEDBACK.match(body, line, stop)


def _read_sentence(body: str, start: int, end: int) -> list[_Hit]:
    """What the rows find in one sentence, rows in order of trust; a number is taken once."""
    hits: list[_Hit] = []
    taken: set[int] = set()
    for key, match in _find_matches(body, start, end):
        number = match.start("n")
        if number in taken and not _states_total(key, number, hits, body):
            continue
        value = read_number(match["n"])
        if value is None or match["n"] == "一" or not _holds(body, key, match, start):
            continue
        carried = key == "measures" and CARRIED_OUT.search(
            body, max(start, match.start() - 10), match.start()
        )
        of_measures = bool(carried) or (key in PROGRESS and _counts_measures(body, start, match))
        found = "completed" if carried else key
        hits.append(_Hit(found, value, match.start(), match.end(), number, of_measures))
        taken.add(number)
    classes = _find_classes(body, hits)
    hits = [
        _with_its_kind(body, hit, hits)
        for hit in hits
        if not (_is_of_class(body, hit, classes) or _is_among_done(body, hit, hits))
    ]
    done = {hit.number for hit in hits if hit.key == "completed"}
    return sorted(hits, key=lambda hit: hit.number in done and hit.key in TOTALS)


def _find_matches(body: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Every match of the rows whose signs the sentence holds, with its key, in the order of the rows."""
    sentence = body[start:end]
    signed = {at for sign, rows in ROWS_BY_SIGN.items() if sign in sentence for at in rows}
    counts = [match.start() for match in COUNT.finditer(body, start, end)]
    for at in sorted(signed):
        key, pattern, leads = ROWS[at]
        found = _match_at(counts, pattern, body, end) if leads else pattern.finditer(body, start, end)
        for match in found:
            yield key, match


def _match_at(
    places: Sequence[int], pattern: re.Pattern[str], body: str, end: int
) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin at given places, none within the one before it."""
    done = 0
    for place in places:
        match = pattern.match(body, place, end) if place >= done else None
        if match:
            done = match.end()
            yield match


def _with_its_kind(body: str, hit: _Hit, hits: Sequence[_Hit]) -> _Hit:
    """A remainder counts what was counted before it: 186条措施已完成171条,其余15条正在推进."""
    if hit.key not in PROGRESS or not REST.search(body, max(0, hit.number - 4), hit.number):
        return hit
    before = [h for h in hits if h.key in PROGRESS and h.number < hit.number]
    return hit._replace(of_measures=True) if before and all(h.of_measures for h in before) else hit


def _is_among_done(body: str, hit: _Hit, hits: Sequence[_Hit]) -> bool:
    """Whether a count of what is almost done is part of the count of what is done before it."""
    return (
        hit.key == "basically_completed"
        and any(h.key == "completed" and h.number < hit.number for h in hits)
        and AMONG_DONE.search(body, max(0, hit.start - 24), hit.start) is not None
    )


def _find_classes(body: str, hits: Sequence[_Hit]) -> list[tuple[int, int]]:
    """Where classes of findings are counted around the counts of progress."""
    progress = [hit for hit in hits if hit.key in PROGRESS]
    if not progress:
        return []
    start, end = min(hit.start for hit in progress), max(hit.end for hit in progress)
    return [match.span() for match in CLASSES.finditer(body, max(0, start - LOOK_BACK), end + LOOK_BACK)]


def _is_of_class(body: str, hit: _Hit, classes: Sequence[tuple[int, int]]) -> bool:
    """Whether a count of progress is that of one class only: 限期整改11项,已完成9项;长期整改3项."""
    if hit.key not in PROGRESS or len(classes) < 2:
        return False
    near = [(a, b) for a, b in classes if a >= hit.start - LOOK_BACK and b <= hit.end + LOOK_BACK]
    return len(near) >= 2 and any(
        (start < hit.end and hit.number < end) or AFTER_CLASS.fullmatch(body, end, hit.start)
        for start, end in near
    )


def _states_total(key: str, number: int, hits: Sequence[_Hit], body: str) -> bool:
    """27个问题已全部完成整改 says both how many there are and how many are done."""
    return key in TOTALS and any(
        h.number == number and h.key == "completed" and WHOLE.search(body, h.start, h.end) for h in hits
    )


def _holds(body: str, key: str, match: re.Match[str], start: int) -> bool:
    """Whether a match of a row counts what its key says, by the words before its number."""
    before = body[max(start, match.start("n") - 14) : match.start("n")].rstrip()
    if OTHERS.search(match[0]) or SUPERVISED.search(before):
        return False
    if key in PROGRESS:
        said = key == "in_progress" and (AT_WORK.search(before) or EXHORTS.search(before))
        earlier = EARLIER.search(body, max(start, match.start() - LOOK_BACK // 10), match.start("n"))
        return not (said or before.endswith(("第", "％", "%")) or earlier)
    if PART.search(before) and key != "measures":
        listed = before.endswith("等") and REPORTED_LIST.search(body, start, match.start("n"))
        if not listed:
            return False
    taken = CLAIMED.search(before) or (key in ("suggestions", "measures") and GATHERED.search(before))
    return not (taken or IMPOSSIBLE.match(body, match.start("n")))


def _counts_measures(body: str, start: int, match: re.Match[str]) -> bool:
    """Whether a count of what is done counts measures: they were named last, and are counted in its unit."""
    said = body[max(start, match.start() - LOOK_BACK) : match.end()]
    measures = max(said.rfind("措施"), said.rfind("举措"))
    if measures <= max(said.rfind(word) for word in ("问题", "任务", "事项")):
        return False
    counted = COUNTED_MEASURES.search(said)
    unit = body[match.end("n") : match.end("n") + 1]
    return counted is None or unit in (counted[1] or counted[2])


def _fills_up(hit: _Hit, chosen: Mapping[str, _Hit]) -> bool:
    """Whether a count of progress behind measures completes that of the problems: 24 are 20 and 4."""
    done = sum(chosen[key].value for key in PROGRESS & chosen.keys())
    totals = {chosen[key].value for key in ("problems", "detailed_problems") if key in chosen}
    return hit.key in PROGRESS and done + hit.value in totals


def _prefer_beside_aspects(body: str, chosen: dict[str, _Hit], totals: Sequence[_Hit]) -> None:
    """The count of problems in the sentence that counts their aspects goes before any named earlier."""
    if "aspects" not in chosen:
        return
    at = chosen["aspects"].number
    beside = (hit for hit in totals if hit.number > at and "。" not in body[at : hit.number])
    if found := next(beside, None):
        chosen["problems"] = found


def _settle_levels(body: str, chosen: dict[str, _Hit]) -> None:
    """A count of 具体问题 is the count of problems where no level stands above it.

    Beside such a level it goes before the tasks that the body itself made of it.
    """
    specific, problems = chosen.pop("specific_problems", None), chosen.get("problems")
    if specific and problems is None:
        chosen["problems"] = specific
    elif specific and problems and specific.value > problems.value:
        tasks = chosen.setdefault("detailed_problems", specific)
        if specific.number < tasks.number and "具体问题" in body[specific.start : specific.end]:
            chosen["detailed_problems"] = specific


def find_damaged_counts(article: Article) -> tuple[Issue, ...]:
    """An issue for each count of aspects that can be none: its digits belong to two numbers."""
    if not BEHIND_HUNDREDS.search(article.body, 0, REACH):
        return ()
    found = IMPOSSIBLE.finditer(article.body, 0, REACH)
    message = "a count has run into another number"
    return tuple(Issue("damaged_count", message, Quote(m[0], *m.span())) for m in found)


def _drop_impossible(chosen: dict[str, _Hit]) -> None:
    """A count of finished problems above every count of problems is a count of something else."""
    if "problems" not in chosen:
        return
    totals = [chosen[k].value for k in ("problems", "detailed_problems", "measures") if k in chosen]
    for key in PROGRESS & chosen.keys():
        if chosen[key].value > max(totals):
            del chosen[key]


def _read_as_of(article: Article, hit: _Hit) -> Found[date] | None:
    """The day after 截至 in the tally's own paragraph, before or in its sentence."""
    body = article.body
    line = body.rfind("\n", 0, hit.start) + 1
    published = article.published_at.value if article.published_at else None
    latest = published.date() if isinstance(published, datetime) else published
    for match in AS_OF.finditer(body, line, hit.end):
        day = next(find_days(body, match.end(), match.end() + 16), None)
        if day and day.start == match.end():
            on = Years(body, latest).resolve(day)
            return Found(on, Quote(body[day.start : day.end], day.start, day.end)) if on else None
        month = MONTH_END.match(body, match.end())
        if month:
            year = int(month["year"]) if month["year"] else (latest.year if latest else None)
            if year and 1 <= int(month["month"]) <= 12:
                on = date(year, int(month["month"]), monthrange(year, int(month["month"]))[1])
                return Found(on, Quote(month[0], month.start(), month.end()))
    return None
