"""Compare two texts sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")


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
    """What two sentences share and where they part, digits of one number kept together."""
    a, b = _tokens(old), _tokens(new)
    return [
        Piece("".join(a[i:j]), "".join(b[k:m]))
        for _, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    ]


def _tokens(text: str) -> list[str]:
    return re.findall(r"[0-9０-９.]+%?|[A-Za-z]+|[\s\S]", text)
