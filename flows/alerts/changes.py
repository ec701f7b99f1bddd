"""The words that an edit changed, as marked pieces of the sentence before and after."""

from __future__ import annotations

from warehouse.sentences import diff_words

CONTEXT = 24
LONGEST = 1500


def mark_words(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces `(mark, text)` in reading order, mark one of same, del, ins; long same ones are shortened."""
    words = diff_words(before[:LONGEST], after[:LONGEST])
    pieces: list[tuple[str, str]] = []
    for index, piece in enumerate(words):
        if piece.old == piece.new:
            pieces.append(("same", _shorten(piece.new, index == 0, index == len(words) - 1)))
        else:
            pieces += [("del", piece.old)] * bool(piece.old) + [("ins", piece.new)] * bool(piece.new)
    return pieces


def _shorten(text: str, first: bool, last: bool) -> str:
    if first:
        return text if len(text) <= CONTEXT else "…" + text[-CONTEXT:]
    if last:
        return text if len(text) <= CONTEXT else text[:CONTEXT] + "…"
    return text if len(text) <= 2 * CONTEXT else f"{text[:CONTEXT]}…{text[-CONTEXT:]}"
