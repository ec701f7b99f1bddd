"""Score parsed records against labels: how much of what a notice holds was found, and what was missed.

Labels and records have the same keys; the record also holds the cleaned `body`. A key that a label lacks is
not checked. Text is compared without white space, width and closing stops, so that only substance counts.
"""

from __future__ import annotations

import re
import reprlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from scrapers.model import FIGURE_KEYS

Record = Mapping[str, Any]
SCALARS = ("title", "publisher", "source", "published_at", "signed_by", "signed_on", "column")
GROUPS = {
    "inspection": ("body", "inspected_org", "start", "end", "feedback_on"),
    "figures": FIGURE_KEYS,
    "contacts": ("phones", "address", "postcode", "emails"),
}
SAME_FINDING, SAME_CLAUSE = 0.9, 0.5
WHITE = re.compile(r"[\s\u200b\ufeff]+")
NUMBERING = re.compile(r"[、.．)）(（\s第方面问题]")
NEVER = "\0"

TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}
TEXTS = {"type": ["array", "null"], "items": TEXT}
GROUP = {"type": ["object", "null"]}
# The form of a label, as far as it is read here.
LABEL = {
    "type": "object",
    "required": ["document", "problems"],
    "properties": {
        "document": TEXT,
        **dict.fromkeys(SCALARS, TEXT_OR_NULL),
        "column": TEXTS,
        **dict.fromkeys(GROUPS, GROUP),
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path"],
                "properties": {"path": {"type": "array", "items": TEXT}, "finding": TEXT_OR_NULL},
            },
        },
        "commitments": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["quote", "due_on"],
                "properties": {"quote": TEXT, "due_on": TEXT},
            },
        },
        "open_items": {
            "type": "array",
            "items": {"type": ["string", "object"], "required": ["quote"], "properties": {"quote": TEXT}},
        },
        "body_starts": TEXT,
        "body_ends": TEXT,
        "joined": TEXTS,
        "noise": TEXTS,
    },
}


@dataclass(frozen=True, slots=True)
class Miss:
    """Something that a record lacks or has too much of; `None` where one side has nothing."""

    document: str
    what: str
    expected: Any
    found: Any


@dataclass(slots=True)
class Share:
    """How many of `total` were right."""

    right: int = 0
    total: int = 0

    def count(self, right: bool) -> bool:
        """Add one case and say again whether it was right."""
        self.right += right
        self.total += 1
        return right

    @property
    def value(self) -> float:
        """The share, 0..1; 1 where nothing was asked."""
        return round(self.right / self.total, 4) if self.total else 1.0


@dataclass(slots=True)
class Found:
    """What was found of a list: hits, inventions and omissions."""

    hits: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return _ratio(self.hits, self.hits + self.invented)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return _ratio(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _ratio(2 * self.hits, 2 * self.hits + self.invented + self.missed)

    @property
    def total(self) -> int:
        """How many the labels hold."""
        return self.hits + self.missed


@dataclass(slots=True)
class Evaluation:
    """The scores of a set of documents, and every miss."""

    documents: int = 0
    parsed: int = 0
    shares: dict[str, Share] = field(
        default_factory=lambda: {
            name: Share()
            for name in (
                "fields",
                "finding",
                "status",
                "measures",
                "due_strict",
                "body_edges",
                "noise_removed",
                "joined",
            )
        }
    )
    lists: dict[str, Found] = field(
        default_factory=lambda: {name: Found() for name in ("problems", "commitments", "open_items")}
    )
    misses: list[Miss] = field(default_factory=list)

    def scores(self) -> dict[str, float]:
        """Each score by name, 0..1: shares as they are, lists by their F1."""
        return {name: s.value for name, s in self.shares.items()} | {n: f.f1 for n, f in self.lists.items()}


def check_label(label: Any) -> str:
    """What is wrong with the form of a label, and where; empty if nothing is."""
    error = best_match(Draft202012Validator(LABEL).iter_errors(label))
    if error is None:
        return ""
    where = "".join(f"{step}: " for step in error.absolute_path)
    if error.validator != "type":
        return f"{where}{error.message}"
    kinds = error.validator_value
    expected = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return f"{where}{expected} is expected, found {reprlib.repr(error.instance)}"


def evaluate(labels: Mapping[str, Record], records: Mapping[str, Record]) -> Evaluation:
    """Compare labels with records, both by document name; a document without a record misses everything."""
    result = Evaluation(documents=len(labels), parsed=sum(name in records for name in labels))
    for name, label in labels.items():
        record = records.get(name)
        if record is None:
            result.misses.append(Miss(name, "document not parsed", name, None))
        _Comparison(name, label, record or {}, result).run()
    return result


@dataclass(frozen=True, slots=True)
class _Comparison:
    name: str
    label: Record
    record: Record
    result: Evaluation

    def run(self) -> None:
        self._compare_fields()
        self._compare_problems()
        if "commitments" in self.label:
            self._compare_commitments()
        if "open_items" in self.label:
            self._compare_open_items()
        self._compare_body()

    def _miss(self, what: str, expected: Any, found: Any) -> None:
        self.result.misses.append(Miss(self.name, what, expected, found))

    def _check(self, share: str, what: str, right: bool, expected: Any, found: Any) -> None:
        if not self.result.shares[share].count(right):
            self._miss(what, expected, found)

    def _compare_fields(self) -> None:
        pairs = [(key, self.label[key], self.record.get(key)) for key in SCALARS if key in self.label]
        for group, keys in GROUPS.items():
            expected, found = self.label.get(group) or {}, self.record.get(group) or {}
            pairs += [(f"{group}.{key}", expected[key], found.get(key)) for key in keys if key in expected]
        for key, want, got in pairs:
            self._check("fields", key, substance(want) == substance(got), want, got)

    def _compare_problems(self) -> None:
        tally = self.result.lists["problems"]
        expected = {place(p["path"]): p for p in self.label["problems"]}
        found = {place(p.get("path")): p for p in self.record.get("problems") or []}
        for key, want in expected.items():
            got = found.get(key)
            if got is None:
                tally.missed += 1
                self._miss("problem missed", want["path"], want.get("finding"))
                continue
            tally.hits += 1
            path = " ".join(want["path"])
            for attribute in [name for name in ("status", "measures") if name in want]:
                same = want[attribute] == got.get(attribute)
                self._check(attribute, f"{attribute} of {path}", same, want[attribute], got.get(attribute))
            if "finding" in want:
                same = similarity(want["finding"], got.get("finding")) >= SAME_FINDING
                self._check("finding", f"finding of {path}", same, want["finding"], got.get("finding"))
        for key, got in found.items():
            if key not in expected:
                tally.invented += 1
                self._miss("problem invented", None, got.get("path"))

    def _compare_commitments(self) -> None:
        tally = self.result.lists["commitments"]
        pairs, lost, extra = match(
            self.label["commitments"], self.record.get("commitments") or [], _same_promise
        )
        for want, got in pairs:
            if want.get("uncertain"):
                continue
            if want["due_on"] != got.get("due_on"):
                tally.missed += 1
                tally.invented += 1
                self._miss(f"due_on of {want['quote']}", want["due_on"], got.get("due_on"))
                continue
            tally.hits += 1
            if "due_strict" in want:
                strict, read = want["due_strict"], got.get("due_strict")
                self._check("due_strict", f"due_strict of {want['quote']}", strict == read, strict, read)
        self._count_rest(tally, "commitment", lost, extra)

    def _compare_open_items(self) -> None:
        tally = self.result.lists["open_items"]
        pairs, lost, extra = match(
            self.label["open_items"], self.record.get("open_items") or [], _same_clause
        )
        tally.hits += sum(not _is_uncertain(want) for want, _ in pairs)
        self._count_rest(tally, "open item", lost, extra)

    def _count_rest(self, tally: Found, noun: str, lost: Sequence[Any], extra: Sequence[Any]) -> None:
        for want in lost:
            if not _is_uncertain(want):
                tally.missed += 1
                self._miss(f"{noun} missed", _quote(want), None)
        for got in extra:
            tally.invented += 1
            self._miss(f"{noun} invented", None, _quote(got))

    def _compare_body(self) -> None:
        body = self.record.get("body") or ""
        flat, paragraphs = fold(body), [fold(line) for line in body.split("\n")]
        stripped = substance(flat) or ""
        if start := self.label.get("body_starts"):
            begins = bool(stripped) and stripped.startswith(substance(start) or NEVER)
            self._check("body_edges", "body_starts", begins, start, body[:30])
        if end := self.label.get("body_ends"):
            ends = bool(stripped) and stripped.endswith(substance(end) or NEVER)
            self._check("body_edges", "body_ends", ends, end, body[-30:])
        for piece in self.label.get("joined") or []:
            whole = any(fold(piece) in paragraph for paragraph in paragraphs)
            self._check("joined", "sentence torn", whole, piece, None)
        for piece in self.label.get("noise") or []:
            clean = bool(flat) and (fold(piece) or NEVER) not in flat
            self._check("noise_removed", "noise left", clean, None, piece)


def fold(text: str) -> str:
    """The text in one width and without white space."""
    return WHITE.sub("", unicodedata.normalize("NFKC", text))


def substance(value: Any) -> Any:
    """What of a value is compared: text without width, white space and stops at its ends; empty is `None`."""
    if isinstance(value, str):
        return fold(value).strip("。;,:、.") or None
    if isinstance(value, list):
        return [substance(one) for one in value] or None
    return value


def place(path: Sequence[str] | None) -> tuple[str, ...]:
    """A problem's path without the marks that merely decorate its numbers."""
    return tuple(NUMBERING.sub("", unicodedata.normalize("NFKC", step)) for step in path or ())


def similarity(one: str | None, other: str | None) -> float:
    """How alike two texts are, 0..1, by shared pairs of characters.

    The same clause cut wider or narrower counts at least one half.
    """
    first, second = substance(one) or "", substance(other) or ""
    if not first or not second:
        return float(first == second)
    short, long = sorted((len(first), len(second)))
    if (first in second or second in first) and long <= 4 * short + 20:
        return short / long * 0.5 + 0.5
    pairs, others = Counter(_pairs(first)), Counter(_pairs(second))
    shared = sum((pairs & others).values())
    return 2 * shared / max(1, pairs.total() + others.total())


def _pairs(text: str) -> Iterator[str]:
    return (text[i : i + 2] for i in range(len(text) - 1))


def match(
    expected: Sequence[Any], found: Sequence[Any], score: Callable[[Any, Any], float]
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Pair two lists one to one, best pairs first; also what stays alone on either side.

    Pairs that score below one half are none.
    """
    ranked = sorted(
        ((score(want, got), i, j) for i, want in enumerate(expected) for j, got in enumerate(found)),
        reverse=True,
    )
    pairs: list[tuple[Any, Any]] = []
    left, right = set(range(len(expected))), set(range(len(found)))
    for value, i, j in ranked:
        if value < SAME_CLAUSE:
            break
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            pairs.append((expected[i], found[j]))
    return pairs, [expected[i] for i in sorted(left)], [found[j] for j in sorted(right)]


def _same_promise(want: Record, got: Record) -> float:
    alike = similarity(want["quote"], got.get("quote"))
    return alike + (want["due_on"] == got.get("due_on")) if alike >= SAME_CLAUSE else 0.0


def _same_clause(want: Any, got: Any) -> float:
    return similarity(_quote(want), _quote(got))


def _quote(item: Any) -> str:
    return item if isinstance(item, str) else str(item["quote"])


def _is_uncertain(item: Any) -> bool:
    return not isinstance(item, str) and bool(item.get("uncertain"))


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
