"""What an edit changed, by kind: deadlines, statuses, figures, problems, contacts, wording."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from warehouse.readings import ReadCommitment, Reading, ReadProblem
from warehouse.sentences import diff_sentences

Change = dict[str, Any]
MOST_EDITS = 50


def find_changes(old: Reading, new: Reading) -> list[Change]:
    """The typed changes from one reading to the next; both carry the ids of their commitments.

    Each has a `type`: title, published_on, deadline, commitment_added, commitment_removed, status,
    problem_added, problem_removed, figure, contact or wording; and `old` and `new` (text, ISO day or None).
    """
    changes: list[Change] = []
    if old.title != new.title:
        changes.append({"type": "title", "old": old.title, "new": new.title})
    if differ_in_day(old, new):
        changes.append({"type": "published_on", "old": _iso(old.day), "new": _iso(new.day)})
    changes += _commitment_changes(old.commitments, new.commitments)
    changes += _problem_changes(old.problems, new.problems)
    changes += _entry_changes("figure", "key", old.figures, new.figures)
    changes += _entry_changes("contact", "kind", old.contacts, new.contacts)
    edits = diff_sentences(old.text, new.text)
    changes += [{"type": "wording", "old": e.old, "new": e.new} for e in edits[:MOST_EDITS]]
    if len(edits) > MOST_EDITS:
        changes.append({"type": "wording", "old": None, "new": None, "more": len(edits) - MOST_EDITS})
    return changes


def is_edit(old: Reading, new: Reading) -> bool:
    """Whether title, shown day or text changed; a value that one side lacks altogether tells nothing."""
    return old.text != new.text or (old.title != new.title and bool(new.title)) or differ_in_day(old, new)


def differ_in_day(old: Reading, new: Reading) -> bool:
    """Whether both pages show a publication day and these differ."""
    return old.day is not None and new.day is not None and old.day != new.day


def pair_problems(
    old: Sequence[ReadProblem], new: Sequence[ReadProblem]
) -> tuple[list[tuple[ReadProblem, ReadProblem]], list[ReadProblem], list[ReadProblem]]:
    """Pair the problems of two readings by their findings, then by place: (pairs, removed, added)."""
    rest_old, rest_new = list(old), list(new)
    pairs = []
    for rule in (_same_words, _same_place):
        for a in list(rest_old):
            b = next((x for x in rest_new if rule(a, x)), None)
            if b is not None:
                pairs.append((a, b))
                rest_old.remove(a)
                rest_new.remove(b)
    return pairs, rest_old, rest_new


def _same_words(a: ReadProblem, b: ReadProblem) -> bool:
    return a.path == b.path and a.finding == b.finding if not a.finding else a.finding == b.finding


def _same_place(a: ReadProblem, b: ReadProblem) -> bool:
    x, y = a.finding or a.quote, b.finding or b.quote
    return a.path == b.path and SequenceMatcher(None, x, y, autojunk=False).ratio() >= 0.4


def _commitment_changes(old: Sequence[ReadCommitment], new: Sequence[ReadCommitment]) -> list[Change]:
    before = {c.commitment_id: c for c in old}
    after = {c.commitment_id: c for c in new}
    changes: list[Change] = []
    for commitment_id, item in after.items():
        was = before.get(commitment_id)
        if was is None:
            changes.append(_of_commitment("commitment_added", None, item))
        elif (was.due_on, was.due_strict) != (item.due_on, item.due_strict):
            changes.append(_of_commitment("deadline", was, item))
    changes += [
        _of_commitment("commitment_removed", was, None)
        for commitment_id, was in before.items()
        if commitment_id not in after
    ]
    return changes


def _of_commitment(kind: str, old: ReadCommitment | None, new: ReadCommitment | None) -> Change:
    item = new or old
    assert item is not None
    return {
        "type": kind,
        "commitment_id": item.commitment_id,
        "path": list(item.path),
        "old": _iso(old.due_on) if old else None,
        "new": _iso(new.due_on) if new else None,
        "old_quote": old.quote if old else None,
        "new_quote": new.quote if new else None,
        "finding": item.finding or None,
        "due_expression": item.due_expression,
        "uncertain": item.uncertain,
    }


def _problem_changes(old: Sequence[ReadProblem], new: Sequence[ReadProblem]) -> list[Change]:
    pairs, removed, added = pair_problems(old, new)
    changes: list[Change] = [
        {
            "type": "status",
            "path": list(b.path),
            "finding": b.finding,
            "old": a.status_text or a.status,
            "new": b.status_text or b.status,
            "old_status": a.status,
            "new_status": b.status,
        }
        for a, b in pairs
        if a.status != b.status
    ]
    changes += [
        {"type": "problem_removed", "path": list(p.path), "old": p.finding or p.quote[:80], "new": None}
        for p in removed
    ]
    changes += [
        {"type": "problem_added", "path": list(p.path), "old": None, "new": p.finding or p.quote[:80]}
        for p in added
    ]
    return changes


def _entry_changes(
    kind: str, label: str, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> list[Change]:
    changes: list[Change] = []
    for key in dict.fromkeys([k for k, _ in (*old, *new)]):
        before = [v for k, v in old if k == key and (k, v) not in new]
        after = [v for k, v in new if k == key and (k, v) not in old]
        if before or after:
            row: Change = {"type": kind, label: key}
            changes.append(row | {"old": "、".join(before) or None, "new": "、".join(after) or None})
    return changes


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
