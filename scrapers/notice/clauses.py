"""Clauses of a body, by position: the unit in which promises and unfinished work are quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from scrapers.notice.quoting import match_quotes
from scrapers.searching import compile_search

_MARK = re.compile(r"[。！？!?；;\n\t，,：:（(“《‘「『]")
_ENDS_SENTENCE = frozenset("。！？!?；;\n\t")
_SENTENCE_END = re.compile(r"[。！？!?；;\n\t]")
QUOTATION_MARKS = '“‘「『《"'
_BRACKETS = frozenset("（(")
_OPENING = frozenset("（(“《‘「『")
# A label that stays with what follows its colon: 整改时限：2024年6月底前.
TIME_LABEL = re.compile(
    r"(?:时限|期限|(?:完成|整改|办结|截止|销号|竣工|验收|解决)(?:时间|日期)(?:节点)?|时间节点|时间要求|时间安排|完成时)(?:要求)?[）)】\]]?\s*$"
)
_ORDINAL = compile_search(
    r"(?:[一二三四五六七八九十]{1,3}(?:是(?!否)|、)|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[.．、](?!\d)|[)）])"
    r"|第[一二三四五六七八九十][，、]|首先|其次|(?:再次|最后)(?=[，、,])|[①-⑳]|[-•·*#>]+)[，,、\s]*"
)
_SPACE = " \t\u3000\u00a0\u2002\u2003\u200b\ufeff*#"
LONGEST_BRACKET = 200
LONGEST_QUOTATION = 400


class Clause(NamedTuple):
    """`body[start:end]` without punctuation and ordinals; `sentence` numbers the sentence that it stands in.

    `inside` is true for a clause within brackets; `brackets` are the bracketed spans that a clause holds.
    """

    start: int
    end: int
    sentence: int
    inside: bool = False
    brackets: tuple[tuple[int, int], ...] = ()


def split_clauses(body: str, start: int, end: int, closes: Mapping[int, int]) -> list[Clause]:
    """The clauses of `body[start:end]` by position; bracketed ones come before the clause that holds them.

    `closes` maps opening marks to closing ones (`Punctuation.closes`). What stands in quotation marks is not
    divided.
    """
    found: list[Clause] = []
    _split(body, start, end, closes, found, 0, inside=False)
    return found


def _split(
    body: str,
    start: int,
    end: int,
    closes: Mapping[int, int],
    found: list[Clause],
    sentence: int,
    *,
    inside: bool,
) -> None:
    at = begin = start
    brackets: list[tuple[int, int]] = []
    for match in _MARK.finditer(body, start, end):
        mark = match.start()
        if mark < at:
            continue
        at = mark + 1
        char = body[mark]
        if char in _OPENING:
            close = closes.get(mark, -1)
            if not 0 < close < end:
                continue
            if char not in _BRACKETS:
                at = close + 1 if close - at <= LONGEST_QUOTATION else at
            elif not inside and close - at <= LONGEST_BRACKET:
                brackets.append((mark, close + 1))
                _split(body, at, close, closes, found, sentence, inside=True)
                at = close + 1
            continue
        if char in "：:" and (TIME_LABEL.search(body, max(begin, mark - 16), mark) or _is_clock(body, mark)):
            continue
        _add(found, body, begin, mark, sentence, inside, brackets)
        begin, brackets = at, []
        if char in _ENDS_SENTENCE and not inside:
            sentence += 1
    _add(found, body, begin, end, sentence, inside, brackets)


def _is_clock(body: str, at: int) -> bool:
    return 0 < at < len(body) - 1 and body[at - 1].isdigit() and body[at + 1].isdigit()


def _add(
    found: list[Clause],
    body: str,
    start: int,
    end: int,
    sentence: int,
    inside: bool,
    brackets: list[tuple[int, int]],
) -> None:
    while start < end and body[start] in _SPACE:
        start += 1
    ordinal = _ORDINAL.match(body, start, end)
    if ordinal and ordinal.end() < end:
        start = ordinal.end()
    while end > start and body[end - 1] in _SPACE:
        end -= 1
    if start < end:
        found.append(Clause(start, end, sentence, inside, tuple(brackets)))


@dataclass(frozen=True, slots=True)
class Punctuation:
    """The marks of a body: which close which, what stands in quotation marks, where sentences end.

    Quotations are another's words: they promise nothing and report nothing.
    """

    closes: Mapping[int, int]
    quote_starts: tuple[int, ...]
    quote_ends: tuple[int, ...]
    sentence_ends: tuple[int, ...]

    def quotes(self, position: int) -> bool:
        """Say whether a position stands inside a quotation or a title; its opening mark does not."""
        at = bisect_right(self.quote_starts, position - 1) - 1
        return at >= 0 and position < self.quote_ends[at]

    def quotations(self, start: int, end: int) -> list[tuple[int, int]]:
        """The quotations and titles that open in `[start, end)`: positions of their marks."""
        first, last = bisect_right(self.quote_starts, start - 1), bisect_right(self.quote_starts, end - 1)
        return list(zip(self.quote_starts[first:last], self.quote_ends[first:last], strict=True))

    def sentence(self, position: int, start: int, end: int) -> tuple[int, int]:
        """The sentence around a position within `[start, end)`; marks in brackets and quotations end none."""
        at = bisect_right(self.sentence_ends, position - 1)
        first = self.sentence_ends[at - 1] + 1 if at else 0
        last = self.sentence_ends[at] if at < len(self.sentence_ends) else end
        return max(start, first), min(end, last)


@lru_cache(maxsize=2)
def read_punctuation(body: str) -> Punctuation:
    """Match the marks of a body; the last two bodies are remembered."""
    quoting = match_quotes(body)
    spans: list[tuple[int, int]] = []
    for start, end in sorted((*quoting.close_of.items(), *quoting.spanning.items())):
        if body[start] in QUOTATION_MARKS and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    inside = quoting.inside
    return Punctuation(
        quoting.close_of,
        tuple(a for a, _ in spans),
        tuple(b for _, b in spans),
        tuple([at for m in _SENTENCE_END.finditer(body) if not inside[at := m.start()]]),
    )


_end_of = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Places:
    """Clauses of one stretch of text, found by position.

    `siblings` are the clauses of a sentence, those in brackets apart; `order` is each one's place among them.
    """

    clauses: Sequence[Clause]
    siblings: Mapping[tuple[int, bool], tuple[int, ...]]
    order: Sequence[int]

    @classmethod
    def of(cls, clauses: Sequence[Clause]) -> Places:
        """Index clauses by sentence."""
        groups: dict[tuple[int, bool], list[int]] = {}
        order: list[int] = []
        for i, clause in enumerate(clauses):
            group = groups.setdefault((clause.sentence, clause.inside), [])
            order.append(len(group))
            group.append(i)
        return cls(clauses, {key: tuple(group) for key, group in groups.items()}, order)

    def find(self, position: int) -> int | None:
        """The index of the innermost clause that holds a position, `None` between clauses.

        Clauses come in the order of their ends, as a bracketed one precedes the clause that holds it.
        """
        first = bisect_right(self.clauses, position, key=_end_of)
        for index in range(first, len(self.clauses)):
            clause = self.clauses[index]
            if clause.start <= position:
                return index
            if not clause.inside:
                break
        return None

    def widen(self, index: int, start: int, end: int) -> int:
        """The clause around the brackets where those hold little beside `[start, end)`: 完成…（6月底前）."""
        clause = self.clauses[index]
        if not clause.inside or (clause.end - clause.start) - (end - start) > 3:
            return index
        outer = next((i for i in range(index, len(self.clauses)) if not self.clauses[i].inside), index)
        return outer if self.clauses[outer].start <= clause.start < self.clauses[outer].end else index

    def group(self, index: int) -> tuple[tuple[int, ...], int]:
        """The clauses of the same sentence, or in brackets there, and the place of one among them."""
        clause = self.clauses[index]
        return self.siblings[(clause.sentence, clause.inside)], self.order[index]

    def beside(self, index: int, reach: int = 5) -> tuple[list[Clause], list[Clause]]:
        """Up to `reach` clauses before and after one in its sentence, and the next sentence's first."""
        group, at = self.group(index)
        following = self.siblings.get((self.clauses[index].sentence + 1, False), ())
        before = [self.clauses[i] for i in group[max(0, at - reach) : at]]
        after = [self.clauses[i] for i in group[at + 1 : at + 1 + reach] + following[:1]]
        return before, after

    def next(self, index: int) -> int | None:
        """The clause that follows in the same sentence."""
        group, at = self.group(index)
        return group[at + 1] if at + 1 < len(group) else None
