"""Carry the ids of commitments from one reading of a notice to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from warehouse.ids import make_id
from warehouse.readings import ReadCommitment

SAME_PLACE, OTHER_PLACE, DOUBTFUL = 0.75, 0.92, 0.55
NOT_WORDS = re.compile(r"[\W_]+")


def carry_ids(
    notice_id: str, old: Sequence[ReadCommitment], new: Sequence[ReadCommitment]
) -> tuple[list[ReadCommitment], list[tuple[ReadCommitment, ReadCommitment]]]:
    """Give each new commitment the id of the old one that it restates, else an id of its own.

    The same place and nearly the same words, the date left aside, make the same commitment; at another place
    the words must agree almost entirely. Returns the new ones with ids, and the doubtful pairs (old, new),
    which were given separate ids.
    """
    scores = sorted(
        (
            (similarity(a, b), a.path == b.path, -abs(i - j), i, j)
            for i, a in enumerate(old)
            for j, b in enumerate(new)
        ),
        reverse=True,
    )
    ids: dict[int, str] = {}
    used: set[int] = set()
    doubtful = []
    for score, same_place, _, i, j in scores:
        if i in used or j in ids:
            continue
        if score >= (SAME_PLACE if same_place else OTHER_PLACE):
            ids[j] = old[i].commitment_id
            used.add(i)
        elif same_place and score >= DOUBTFUL:
            doubtful.append((i, j))
    taken = {c.commitment_id for c in old}
    carried = []
    for j, item in enumerate(new):
        ids.setdefault(j, _new_id(notice_id, item, taken))
        taken.add(ids[j])
        carried.append(replace(item, commitment_id=ids[j]))
    open_pairs = [
        (old[i], carried[j])
        for i, j in doubtful
        if i not in used and carried[j].commitment_id not in {old[k].commitment_id for k in used}
    ]
    return carried, open_pairs


def similarity(a: ReadCommitment, b: ReadCommitment) -> float:
    """How nearly two commitments say the same, from 0 to 1, their dates and punctuation left aside."""
    x, y = _words(a), _words(b)
    if x == y:
        # Two dates in one clause are two commitments with the same words.
        return 1.0 if a.due_expression == b.due_expression else 0.99
    matcher = SequenceMatcher(None, x, y, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= DOUBTFUL else 0.0


def _words(item: ReadCommitment) -> str:
    quote = item.quote.replace(item.due_expression, "", 1) if item.due_expression else item.quote
    return NOT_WORDS.sub("", quote)


def _new_id(notice_id: str, item: ReadCommitment, taken: set[str]) -> str:
    count = 0
    while True:
        made = make_id(
            "commitment", notice_id, item.path, NOT_WORDS.sub("", item.quote), item.due_expression, count
        )
        if made not in taken:
            return made
        count += 1
