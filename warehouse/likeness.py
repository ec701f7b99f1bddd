"""How far two Chinese texts speak of the same thing, by pairs of characters; and where they cannot."""

from __future__ import annotations

import re
from functools import lru_cache

from warehouse import matching_words as words

COMMON_WEIGHT = 0.3


@lru_cache(maxsize=20_000)
def strip_fillers(text: str) -> str:
    """What names the object of a text: counts, modal words and fillers become a bar."""
    return words.COUNT.sub("|", words.FILLERS.sub("|", words.JOINTS.sub("", text)))


@lru_cache(maxsize=20_000)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in what names the object of a text."""
    bare = strip_fillers(text)
    return frozenset(
        pair
        for pair in (bare[i : i + 2] for i in range(len(bare) - 1))
        if all("一" <= c <= "鿿" or c.isalnum() for c in pair)
    )


def cover(own: frozenset[str], text: str) -> float:
    """The share of the pairs `own` that stand in `text`, 0 to 1; common words count less."""
    if not own:
        return 0.0
    shared = own & bigrams(text)
    return sum(map(_weight, shared)) / sum(map(_weight, own)) if shared else 0.0


def similar(one: str, other: str) -> float:
    """Twice the shared pairs over all pairs, 0 to 1."""
    a, b = bigrams(one), bigrams(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def contradict(promise: str, text: str) -> bool:
    """Whether `text` names another place, paper, batch or part than the promise does."""
    titles, others = words.TITLE.findall(promise), words.TITLE.findall(text)
    if titles and others and max(similar(t, o) for t in titles for o in others) < 0.8:
        return True
    return (
        _other_number(promise, text)
        or _other_place(promise, text)
        or _opposed(promise, text)
        or _replaced(promise, text)
    )


def _other_number(promise: str, text: str) -> bool:
    mine, theirs = words.NUMBERED.findall(promise), words.NUMBERED.findall(text)
    return any(
        unit == other and number not in {n for n, u in theirs if u == unit}
        for number, unit in mine
        for _, other in theirs
    )


def _other_place(promise: str, text: str) -> bool:
    mine, theirs = _places(promise), _places(text)
    return any(name not in text and any(other[2:] == name[2:] for other in theirs) for name in mine)


def _places(text: str) -> set[str]:
    found = {m[1] for m in words.PLACE.finditer(strip_fillers(text))}
    return {name for name in found if not words.NOT_NAME.search(name[:2])}


def _opposed(promise: str, text: str) -> bool:
    for group in words.OPPOSED:
        for i, mark in enumerate(promise[:-1]):
            after = promise[i + 1]
            if mark not in group or f"{mark}{after}" in text:
                continue
            if any(f"{other}{after}" in text for other in group if other != mark):
                return True
    return False


def _replaced(promise: str, text: str) -> bool:
    """Whether one word stands in another's frame: 小学操场改造 and 小学食堂改造."""
    bare, other = strip_fillers(promise), strip_fillers(text)
    for head, frame in re.findall(r"(?<![一-鿿])([一-鿿]{2})([一-鿿]{3})", bare):
        found = re.search(rf"(?<![一-鿿])([一-鿿]{{2}}){frame}", other)
        if found and head not in other and not words.NOT_HEAD.search(head + found[1]):
            return True
    for size in (2, 3, 4):
        for i in range(len(bare) - size - 3):
            left, middle, right = (
                bare[i : i + 2],
                bare[i + 2 : i + 2 + size],
                bare[i + 2 + size : i + 4 + size],
            )
            if "|" in left + middle + right or not f"{left}{middle}{right}".isalnum() or middle in other:
                continue
            if re.search(f"{left}(?!{middle})[\u4e00-\u9fff]{{{size}}}{right}", other):
                return True
    return False


def _weight(pair: str) -> float:
    return COMMON_WEIGHT if pair in words.COMMON else 1.0
