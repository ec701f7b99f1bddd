"""The numbers that Word counts itself and that stand in no text: 一、 （一） 1. and so on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_DIGITS = "零一二三四五六七八九"
_PLACE = re.compile(r"%(\d)")
_DEEPEST_STYLE = 10


def write_chinese(number: int) -> str:
    """A number below 1000 in Chinese: 1 一, 10 十, 21 二十一, 105 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not number else "")


# Word's name of a format | how it writes a number
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": str,
    "decimalHalfWidth": str,
    "chineseCounting": write_chinese,
    "chineseCountingThousand": write_chinese,
    "japaneseCounting": write_chinese,
    "taiwaneseCountingThousand": write_chinese,
    "decimalEnclosedCircle": lambda n: chr(0x2460 + n - 1) if 0 < n < 21 else f"({n})",
    "decimalEnclosedCircleChinese": lambda n: chr(0x2460 + n - 1) if 0 < n < 21 else f"({n})",
    "lowerLetter": lambda n: chr(ord("a") + (n - 1) % 26),
    "upperLetter": lambda n: chr(ord("A") + (n - 1) % 26),
    "bullet": lambda n: "",
    "none": lambda n: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted: its first number, its format, its text with %1 for the number."""

    start: int
    format: str
    text: str


class Counter:
    """Counts a document's numbered paragraphs in their order. `unknown` names formats that it can't write."""

    def __init__(self, document: Document) -> None:
        self.unknown: set[str] = set()
        self._styles = {style.style_id: style.element for style in document.styles}
        self._lists, self._levels = _read_lists(document)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def read(self, paragraph: Any) -> str:
        """A paragraph's number as it shows, '' without one; to be asked once for each, in order."""
        list_id, depth = self._find_list(paragraph)
        kind = self._lists.get(list_id or "")
        levels = self._levels.get(kind or "", {})
        if kind is None or depth not in levels:
            return ""
        counts = self._counts[kind]
        counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if levels[depth].format in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda place: self._write(levels, counts, int(place[1]) - 1), levels[depth].text)

    def _write(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        number = counts.get(depth, level.start)
        if level.format not in FORMATS:
            self.unknown.add(level.format)
        return FORMATS.get(level.format, str)(number)

    def _find_list(self, paragraph: Any) -> tuple[str | None, int]:
        """The list of a paragraph and its depth there: its own, or its style's."""
        list_id, depth = _read_place(paragraph)
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else None
        for _ in range(_DEEPEST_STYLE):
            element = self._styles.get(name)
            if element is None or list_id is not None:
                break
            list_id, found = _read_place(element)
            depth = found if depth is None else depth
            based = element.find(qn("w:basedOn"))
            name = based.get(qn("w:val")) if based is not None else None
        return list_id, depth or 0


def _read_place(element: Any) -> tuple[str | None, int | None]:
    place = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if place is None:
        return None, None
    list_id, depth = place.find(qn("w:numId")), place.find(qn("w:ilvl"))
    return (
        list_id.get(qn("w:val")) if list_id is not None else None,
        int(depth.get(qn("w:val"))) if depth is not None else None,
    )


def _read_lists(document: Document) -> tuple[dict[str, str], dict[str, dict[int, Level]]]:
    """Which kind of list each list is, and the levels of each kind."""
    try:
        root: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
    except KeyError:
        return {}, {}
    kinds: dict[str, dict[int, Level]] = {}
    for kind in root.iter(qn("w:abstractNum")):
        levels = kinds.setdefault(kind.get(qn("w:abstractNumId")), {})
        for level in kind.iter(qn("w:lvl")):
            levels[int(level.get(qn("w:ilvl")))] = Level(
                int(_value(level, "w:start", "1")),
                _value(level, "w:numFmt", "decimal"),
                _value(level, "w:lvlText", ""),
            )
    lists = {each.get(qn("w:numId")): _value(each, "w:abstractNumId", "") for each in root.iter(qn("w:num"))}
    return lists, kinds


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(qn(name))
    return str(found.get(qn("w:val"), default)) if found is not None else default
