"""The words that an edit changed, as marked pieces of the sentence before and after."""

from __future__ import annotations

from difflib import SequenceMatcher

CONTEXT = 24
LONGEST = 1500


def mark_words(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces `(mark, text)` in reading order, mark one of same, del, ins; long unchanged stretches shortened.

    Runs of fewer than three equal characters between changes count as changed: single characters kept between
    two changed words make an edit unreadable.
    """
    before, after = before[:LONGEST], after[:LONGEST]
    pieces: list[tuple[str, str]] = []
    removed = added = ""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for index, (tag, i1, i2, j1, j2) in enumerate(blocks):
        inner = 0 < index < len(blocks) - 1
        if tag == "equal" and not (inner and i2 - i1 < 3):
            pieces += _changed(removed, added)
            removed = added = ""
            pieces.append(("same", _shorten(before[i1:i2], index == 0, index == len(blocks) - 1)))
        else:
            removed += before[i1:i2]
            added += after[j1:j2]
    return pieces + _changed(removed, added)


def _changed(removed: str, added: str) -> list[tuple[str, str]]:
    return [("del", removed)] * bool(removed) + [("ins", added)] * bool(added)


def _shorten(text: str, first: bool, last: bool) -> str:
    if first:
        return text if len(text) <= CONTEXT else "…" + text[-CONTEXT:]
    if last:
        return text if len(text) <= CONTEXT else text[:CONTEXT] + "…"
    return text if len(text) <= 2 * CONTEXT else f"{text[:CONTEXT]}…{text[-CONTEXT:]}"
