"""Which unfinished work a dated promise covers: its own sentence, table row, or part of a measure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from scrapers.model import Commitment, Problem, Quote
from scrapers.notice.clauses import TIME_LABEL, read_punctuation
from scrapers.notice.rows import Rows

# A sentence that begins so speaks of another part of the matter than the sentence before it.
_OTHER_PART = re.compile(r"(?:截至目前|目前|现|但|同时)?[，,]?(?:另有|另外|此外|还有|另(?=\d))")
_COMMA = re.compile(r"[，,]")
_REST = re.compile(r"剩余|其余|余下|剩下|尚余|尚有|仍有|仍余|(?<![其剩多有之年])余(?=\d)")
# A quote that begins so goes on about the matter of the sentence before it.
_NO_SUBJECT = re.compile(
    r"(?:截至目前|目前|现阶段|现|当前)?[，,]?(?:正|仍在|尚|暂|待|需|须|已|并|将|拟|下一步|下步|接下来|后续|随后|届时|因|由于|受|该|此|相关|有关|方案|项目|工程|手续)"
)
# A part of a matter that is counted: 另2家, 其中3处.
_COUNTED = re.compile(
    r"(?:其中|另外?|其[余他它]|剩余|余下|还有|尚有|仍有|[,，]|的){0,3}(?:\d+|[一两二三四五六七八九十]{1,3})(?:[个户家处栋座宗件名人套台条辆间笔所项]|万元)"
)
# What a promise says before its time that names no matter: the rest is its subject.
_PLAN_WORD = re.compile(
    r"(?<!按照)计划|预计|力争|争取|确保|拟(?!保留|建)|将(?=于|在)|有望|承诺|[今明本]年|20\d\d年|\d{1,2}月"
)
_NO_MATTER = re.compile(
    r"目前|现|截至|已|正|该|此|其|对于?|针对|关于|相关|有关|剩余|其余|余下|全部|所有|项目|工程|工作|手续|方案|问题|整改|任务|下一步|后续|待.*?后|的|于|在|并|也|还|再|\d+[个户家处栋座宗件名人套台条辆间笔所项]"
)
# A part that a measure numbers: （2）某医院纠纷.
_NUMBERED = re.compile(r"\s*(?:[（(]\d{1,2}[)）]|[①-⑳]|\d{1,2}[.．、](?!\d))")
_COUNT = re.compile(r"\s*\d+([个户家处栋座宗件名人套台条辆间笔所项])")
# What follows the subject of a clause of unfinished work.
_STATE_WORD = re.compile(r"因|由于|[尚正仍已未待还暂现]|目前")
_WHOLE = ("整", "全", "所有", "该", "此", "其")
SHORTEST_SUBJECT = 4
REST_REACH = 8
SENTENCE_REACH = 400
LONGEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Dated:
    """Where the quotes of dated promises begin, in order, and the times under a label (整改时限：)."""

    starts: list[int]
    labelled: list[int]

    @classmethod
    def of(cls, body: str, commitments: Iterable[Commitment]) -> Dated:
        """Index promises by place."""
        times = sorted((c.quote.start, c.due_expression.start) for c in commitments)
        return cls([at for at, _ in times], sorted(at for _, at in times if _is_labelled(body, at)))

    def within(self, start: int, end: int) -> bool:
        """Say whether one begins in `[start, end)`."""
        return bisect_left(self.starts, start) < bisect_left(self.starts, end)

    def heads(self, start: int, end: int) -> bool:
        """Say whether a time under a label of the item stands in `[start, end)`."""
        return bisect_left(self.labelled, start) < bisect_left(self.labelled, end)

    def beside(self, start: int, first: int, last: int, end: int) -> tuple[int | None, int | None]:
        """The last one in `[start, first)` and the first one in `[last, end)`."""
        before, after = bisect_left(self.starts, first) - 1, bisect_left(self.starts, last)
        return (
            self.starts[before] if before >= 0 and self.starts[before] >= start else None,
            self.starts[after] if after < len(self.starts) and self.starts[after] < end else None,
        )


def _is_labelled(body: str, at: int) -> bool:
    line = body.rfind("\n", 0, at) + 1
    lead = body[max(line, at - LONGEST_LABEL) : at].rstrip(" \u3000")
    return lead.endswith(("：", ":")) and TIME_LABEL.search(lead[:-1]) is not None


def is_covered(
    body: str, problem: Problem, rows: Rows, dated: Dated, quote: Quote, *, timed: bool = False
) -> bool:
    """Say whether a dated promise stands in the same row, sentence, or matter of a measure of several.

    One with a time of its own that has no date (`timed`: 汛期前) is covered only where it holds the promise.
    """
    if not dated.within(problem.quote.start, problem.quote.end):
        return False
    if dated.heads(problem.quote.start, problem.quote.end):
        return True
    row = rows.at(quote.start)
    if row is not None:
        return dated.within(row.start, row.end)
    if timed:
        return dated.within(quote.start, quote.end)
    start, end = read_punctuation(body).sentence(quote.start, problem.quote.start, problem.quote.end)
    if dated.within(start, end):
        return not _is_told_apart(body, dated, quote, start, end)
    return _is_covered_beside(body, problem, dated, quote, (start, end))


def _is_told_apart(body: str, dated: Dated, quote: Quote, start: int, end: int) -> bool:
    """Say whether the promises of its sentence speak of another part: 其中2家…，3家无法推进.

    The part may stand in a clause before the quote: 其中6处12月底前修复，另外3处权属不明，正在请示.
    """
    before, after = dated.beside(start, quote.start + 1, quote.end, end)
    near = before if before is not None else after
    if near is None or quote.start <= near < quote.end:
        return False
    if _names_another(body, quote, near, end, behind=before is not None):
        return True
    if not _COUNTED.match(body, near):
        return False
    if _COUNTED.match(quote.text):
        return True
    between = body[max(near, quote.start - SENTENCE_REACH) : quote.start] if before is not None else ""
    return any(_COUNTED.match(clause) for clause in _COMMA.split(between)[1:])


def _names_another(body: str, quote: Quote, promise: int, end: int, *, behind: bool) -> bool:
    """Say whether a quote names a twin of the promise's subject (东湖小区…，西湖小区…).

    Behind the promise it may instead open with an object of its own: 对长访户的救助方案正在会签.
    """
    state, plan = _STATE_WORD.search(quote.text), _PLAN_WORD.search(body, promise, end)
    own = quote.text[: state.start()] if state else ""
    if len(own) < SHORTEST_SUBJECT or _REST.search(own):
        return False
    if behind and own.startswith(("对", "针对")):
        return not _share_words(own[1:], body[promise : quote.start])
    other = body[promise : plan.start()] if plan else ""
    if len(other) < SHORTEST_SUBJECT or own.startswith(_WHOLE) or other.startswith(_WHOLE):
        return False
    return own[:2] not in other and other[:2] not in own and _share_words(own[1:], other[1:])


def _share_words(one: str, other: str) -> bool:
    """Say whether two texts hold the same two characters together."""
    return any(one[i : i + 2] in other for i in range(len(one) - 1))


def _is_covered_beside(
    body: str, problem: Problem, dated: Dated, quote: Quote, sentence: tuple[int, int]
) -> bool:
    """Say whether the nearest promise in the same measure speaks of the same part of the matter."""
    at = bisect_right(problem.measures, quote.start, key=lambda m: m.start) - 1
    measure = problem.measures[at] if at >= 0 else None
    if measure is None or measure.where != "body" or len(problem.measures) == 1 or quote.start >= measure.end:
        return False
    start, end = sentence
    before, after = dated.beside(measure.start, start, end, measure.end)
    goes_on = _NO_SUBJECT.match(quote.text) or "其中" in body[start : quote.start]
    if before is not None and goes_on and not _is_other_part(body, before, start):
        return True
    if after is None or _is_other_part(body, start, after):
        return False
    return not _names_other_matter(body, body[start:end], after)


def _names_other_matter(body: str, words: str, promise: int) -> bool:
    """Say whether a promise names a subject of which a sentence holds no two characters together.

    The subject stands before the plan word or the time, or behind 对 at the head of the promise's sentence.
    """
    start, end = read_punctuation(body).sentence(
        promise, max(0, promise - SENTENCE_REACH), promise + SENTENCE_REACH
    )
    plan = _PLAN_WORD.search(body, promise, end)
    subject = body[promise : plan.start()] if plan else ""
    if not subject:
        head = _COMMA.split(body[start:promise])[0]
        subject = head if head.startswith(("对", "针对")) else ""
    named = [part for part in _NO_MATTER.sub("，", subject).split("，") if len(part) >= 2]
    if sum(map(len, named)) < SHORTEST_SUBJECT:
        return False
    return not any(_share_words(part, words) for part in named)


def _is_other_part(body: str, position: int, later: int) -> bool:
    """Say whether the sentence at `later` begins with a part that the one at `position` does not speak of."""
    marks = read_punctuation(body)
    start, end = marks.sentence(position, max(0, position - SENTENCE_REACH), position + SENTENCE_REACH)
    head, stop = marks.sentence(later, max(0, later - SENTENCE_REACH), later + SENTENCE_REACH)
    if _OTHER_PART.match(body, head, stop) or _NUMBERED.match(body, head, stop):
        return True
    count = _COUNT.match(body, head, stop)
    if count is not None and count.group().strip() not in body[start:end]:
        return re.search(rf"\d{count.group(1)}", body[start:end]) is not None
    return _REST.search(body, head, min(stop, head + REST_REACH)) is not None and not _REST.search(
        body, start, end
    )
