"""Compare two texts sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
SHORTEST_KEPT = 3
# A day, a number, a word in Latin letters, else a single character.
DIGIT = "[0-9０-９〇○零一二三四五六七八九十]"
TOKEN = re.compile(
    rf"(?:{DIGIT}{{2,4}}年)?{DIGIT}{{1,3}}月{DIGIT}{{1,3}}[日号]|[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}"
    r"|[0-9０-９]+(?:[.．,][0-9０-９]+)*[%％]?|[A-Za-z]+|[\s\S]"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Sentences that changed: `old` is empty where some were added, `new` where some were removed."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that two sentences share (`old == new`), or that one has in place of the other's."""

    old: str
    new: str


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, each with its closing mark; joined they give the text again."""
    return SENTENCE.findall(text)


def diff_sentences(old: str, new: str) -> list[Edit]:
    """What changed between two texts, in document order; sentences are paired where they can be."""
    a, b = split_sentences(old), split_sentences(new)
    edits = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            edits += [Edit(x.strip(), y.strip()) for x, y in zip(a[i:j], b[k:m], strict=True)]
        elif tag != "equal":
            edits.append(Edit("".join(a[i:j]).strip(), "".join(b[k:m]).strip()))
    return [edit for edit in edits if edit.old != edit.new]


def diff_words(old: str, new: str) -> list[Piece]:
    """What two sentences share and where they part, in reading order; a number or a day is never cut.

    Fewer than three characters in common between two changes count as changed: single characters kept
    between changed words make an edit unreadable.
    """
    a, b = _tokens(old), _tokens(new)
    pieces: list[Piece] = []
    removed = added = ""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for index, (tag, i, j, k, m) in enumerate(blocks):
        was, now = "".join(a[i:j]), "".join(b[k:m])
        if tag == "equal" and (len(was) >= SHORTEST_KEPT or index in (0, len(blocks) - 1)):
            pieces += [*_changed(removed, added), Piece(was, now)]
            removed = added = ""
        else:
            removed, added = removed + was, added + now
    return pieces + _changed(removed, added)


def _changed(removed: str, added: str) -> list[Piece]:
    return [Piece(removed, added)] if removed or added else []


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text)
