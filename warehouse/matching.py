"""Hold a later notice's words against an earlier promise: kept, put off, repeated, or nothing said.

A promise is held to be kept only by a clause that reports its own object as done, at the stage that was
promised or a later one: never by a date that has passed, nor by a claim that all problems are rectified.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from warehouse import matching_words as words
from warehouse.likeness import bigrams, contradict, cover, similar, strip_fillers

DECIDED, PROPOSED = 0.6, 0.4
SENTENCE = re.compile(r"[^。！？；;\n]+")
CLAUSE = re.compile(r"[^，,：:]+")
PAST = re.compile(r"(\d{4})年(?:(\d{1,2})月)?")
FINISHED = re.compile("|".join(pattern for pattern, _ in words.FINISHED))
UNFINISHED = re.compile("|".join(pattern for pattern, _ in words.UNFINISHED))
PARTLY = re.compile("|".join(pattern for pattern, _ in words.PARTLY))


class Kind(StrEnum):
    """What a later notice says of a promise."""

    FULFILLED = "fulfilled"
    EXTENDED = "extended"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Promise:
    """An earlier commitment, or an open item with `due_on` None.

    `context` is its sentence up to the quote; `made_on` the day on which it was published.
    """

    quote: str
    finding: str = ""
    due_expression: str = ""
    due_on: date | None = None
    context: str = ""
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a later notice's text, from `start`, with the finding that it answers."""

    text: str
    start: int = 0
    finding: str = ""


@dataclass(frozen=True, slots=True)
class LaterPromise:
    """A dated promise of the later notice; `start` counts in the same text as a passage's."""

    quote: str
    start: int
    due_on: date
    due_strict: date
    due_expression: str = ""
    finding: str = ""
    commitment_id: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: `quote` is the evidence, `text[start:end]`. `score` runs from 0 to 1.

    `decided` is false where an operator should look at it. `later` is the promise with the new or same date.
    """

    kind: Kind
    score: float
    quote: str
    start: int
    end: int
    decided: bool
    later: LaterPromise | None = None


def same_body(one: str, other: str) -> bool:
    """Whether two names are of one body: with its party organ's name or without, 中共 or not."""
    return bool(body_key(one)) and body_key(one) == body_key(other)


def body_key(name: str) -> str:
    """A publisher's name without what its party organ adds to it."""
    bare = re.sub(r"\s|[（(].*?[)）]", "", name)
    party = bare.startswith(("中共", "中国共产党"))
    bare = re.sub(r"^(?:中共|中国共产党)", "", bare)
    without = words.PARTY.sub("", bare)
    if without == bare and party:
        without = words.PARTY_COMMITTEE.sub("", bare)
    return re.sub(r"人民政府$", "", without)


def match(promise: Promise, passages: Sequence[Passage], later: Sequence[LaterPromise] = ()) -> Match | None:
    """The best that a later notice of the same body says of a promise, or None.

    A report that it is done goes before a new date, and what is decided before what is not.
    """
    near = [passage for passage in passages if _may_speak(promise, passage)]
    found = [m for passage in near for m in _find_done(promise, passage)]
    found += [m for one in later for passage in near for m in _find_dated(promise, one, passage)]
    order = [Kind.FULFILLED, Kind.EXTENDED, Kind.REPEATED]
    return max(found, key=lambda m: (m.decided, m.score, -order.index(m.kind), -m.start), default=None)


def _may_speak(promise: Promise, passage: Passage) -> bool:
    """Whether a passage holds enough of the promise's words for any clause of it to be proposed."""
    return _score(promise, passage.text, passage) >= PROPOSED


@lru_cache(maxsize=5_000)
def _split(text: str) -> tuple[tuple[int, str, tuple[tuple[int, int, bool, bool], ...]], ...]:
    """Sentences as (start, text, clauses); a clause as (start, end, reports something done, still ahead)."""
    return tuple(
        (
            sentence.start(),
            sentence[0],
            tuple(
                (c.start(), c.end(), bool(FINISHED.search(c[0])), bool(UNFINISHED.search(c[0])))
                for c in CLAUSE.finditer(sentence[0])
            ),
        )
        for sentence in SENTENCE.finditer(text)
    )


def _find_done(promise: Promise, passage: Passage) -> list[Match]:
    found = []
    for offset, sentence, clauses in _split(passage.text):
        if not any(done for _, _, done, _ in clauses):
            continue
        ahead = any(is_ahead for _, _, _, is_ahead in clauses)
        for i, (begin, end, done, is_ahead) in enumerate(clauses):
            if not done or is_ahead:
                continue
            clause = sentence[begin:end]
            score, first = max(
                (_score(promise, sentence[clauses[j][0] : end], passage) - 0.1 * (i - j), j)
                for j in range(max(i - 2, 0), i + 1)
            )
            if score < PROPOSED or not _is_told(promise, sentence[clauses[first][0] : end], clause):
                continue
            start, quote = _trim(passage.start + offset, sentence)
            decided = score >= DECIDED and not ahead and not PARTLY.search(clause)
            found.append(Match(Kind.FULFILLED, score, quote, start, start + len(quote), decided))
    return found


def _is_told(promise: Promise, window: str, clause: str) -> bool:
    """Whether what the clause reports done is the promised thing at its promised stage."""
    return (
        not _differs(promise, window, clause)
        and _reaches(promise, window)
        and not _completes_other(promise, clause)
    )


def _find_dated(promise: Promise, one: LaterPromise, passage: Passage) -> list[Match]:
    at = one.start - passage.start
    sentence = next((s for s in SENTENCE.finditer(passage.text) if s.start() <= at < s.end()), None)
    if promise.due_on is None or sentence is None:
        return []
    until = max(at + len(one.quote) - sentence.start(), 0)
    window = sentence[0][:until]
    score = max(_score(promise, one.quote, passage), _score(promise, window, passage))
    put_off = bool(words.DELAY.search(window))
    goal = bool(_early(one.quote, _core(promise))) or bool(_early(_core(promise), window))
    if score < PROPOSED or contradict(_named(promise), window) or (goal and not put_off):
        return []
    start, quote = _trim(passage.start + sentence.start(), sentence[0])
    if one.due_on > promise.due_on:
        kind = Kind.EXTENDED
    elif one.due_on == promise.due_on:
        kind = Kind.REPEATED
    else:
        return []
    return [Match(kind, score, quote, start, start + len(quote), score >= DECIDED, one)]


def _score(promise: Promise, text: str, passage: Passage) -> float:
    """How much of the promise's object stands in `text`, 0 to 1."""
    own = bigrams(_core(promise))
    same_count = bool(_counts(promise.quote) & _counts(text))
    score = cover(own, text)
    if len(own) < 3 and not same_count:
        # Few words of its own: those of its finding must agree too, here or in the finding answered.
        answered = f"{text}，{passage.finding}" if score >= 0.5 else text
        score = cover(bigrams(_whole(promise)) | own, answered)
    if not score:
        return 0.0
    return min(
        1.0,
        score
        + (0.15 if same_count else 0.0)
        + (0.1 if similar(promise.finding, passage.finding) >= 0.5 else 0.0),
    )


def _differs(promise: Promise, window: str, clause: str) -> bool:
    """Whether the clause speaks of another place, batch or time, or of fewer."""
    if contradict(_named(promise), window):
        return True
    mine = {unit: number for number, unit in _counts(promise.quote)}
    theirs = [(number, mine[unit]) for number, unit in _counts(clause) if unit in mine]
    if theirs and all(number < promised for number, promised in theirs):
        return True
    return promise.made_on is not None and _is_past(clause, promise.made_on)


def _reaches(promise: Promise, window: str) -> bool:
    """Whether what is reported done is the stage that was promised, or a later one."""
    core = _core(promise)
    if words.PAPER.search(core) and words.ISSUED.search(words.TITLE.sub("", window)):
        return True
    late = max((n for n, p in words.LATE if re.search(p, window)), default=0)
    promised = max((n for n, p in words.LATE if re.search(p, core)), default=0)
    if promised > 1 and late < promised:
        return False
    return bool(late) or not _early(window, promise.context + core)


def _completes_other(promise: Promise, clause: str) -> bool:
    """Whether the clause names something else as completed, a step on the way to what was promised."""
    found = words.COMPLETED.search(clause)
    if found is None or words.OTHER_DONE.search(clause[: found.start()] + "，" + clause[found.end() :]):
        return False
    head = strip_fillers(found["what"]).strip("|")[-2:]
    return len(head) == 2 and head not in words.COMMON and head not in strip_fillers(_whole(promise))


def _early(text: str, but: str) -> list[str]:
    return [word for word in words.EARLY if word in text and word not in but]


def _is_past(clause: str, made_on: date) -> bool:
    days = [(int(y), int(m or 12)) for y, m in PAST.findall(clause)]
    return bool(days) and all(day < (made_on.year, made_on.month) for day in days)


def _core(promise: Promise) -> str:
    quote = promise.quote
    return quote.replace(promise.due_expression, "", 1) if promise.due_expression else quote


def _named(promise: Promise) -> str:
    """The words that name the promise's object; the finding too where the promise's own hardly do."""
    core = _core(promise)
    return core if len(bigrams(core)) >= 3 else _whole(promise)


def _whole(promise: Promise) -> str:
    return f"{promise.context}，{_core(promise)}，{promise.finding}"


def _counts(text: str) -> set[tuple[float, str]]:
    return {
        (float(number) * (10000 if many else 1), unit) for number, many, unit in words.COUNT.findall(text)
    }


def _trim(start: int, sentence: str) -> tuple[int, str]:
    bare = sentence.lstrip()
    return start + len(sentence) - len(bare), bare.rstrip()
