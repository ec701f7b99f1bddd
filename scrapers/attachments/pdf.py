"""PDF: characters with their places → lines → paragraphs; page numbers and running heads left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass
from itertools import groupby
from statistics import median

import pypdfium2
from pypdfium2 import raw

from scrapers.article.paragraphs import is_ended, is_numbered
from scrapers.attachments.model import MOST_CHARACTERS, DamagedError
from scrapers.model import Issue

MOST_PAGES = 300
_PAGE_NUMBER = re.compile(
    r"[-—－–\s·]*(?:第\s*)?\d{1,3}\s*(?:页)?(?:[/／,，]?\s*(?:共\s*)?\d{1,3}\s*页?)?[-—－–\s·]*"
)
_LONGEST_MARGIN = 60


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line as it stands on a page: its text, its ends and its letters' width in points."""

    text: str
    left: float
    right: float
    em: float
    page: int


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    """The text of a PDF, a paragraph a line; pages without text (scans) are told.

    Raises:
        DamagedError: the file can't be opened, or asks for a password.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DamagedError(str(error)) from error
    issues: list[Issue] = []
    try:
        count = len(document)
        if count > MOST_PAGES:
            issues.append(Issue("attachment_cut", f"{name}: {count} pages, the first {MOST_PAGES} read"))
        lines: list[PageLine] = []
        empty = 0
        for number in range(min(count, MOST_PAGES)):
            page = list(_read_page(document, number))
            empty += not page
            lines += page
            if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
                issues.append(Issue("attachment_cut", f"{name}: read to page {number + 1} of {count}"))
                break
    except pypdfium2.PdfiumError as error:
        raise DamagedError(str(error)) from error
    finally:
        document.close()
    if lines and empty:
        issues.append(Issue("no_text_in_attachment", f"{name}: {empty} of {count} pages hold no text"))
    return "\n".join(join_lines(drop_margins(lines))), tuple(issues)


def drop_margins(lines: Sequence[PageLine]) -> list[PageLine]:
    """`lines` without page numbers, and without what stands first or last on more than half of the pages."""
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    repeated: Counter[str] = Counter()
    for page in pages:
        repeated.update({page[0].text, page[-1].text})
    kept: list[PageLine] = []
    for page in pages:
        ends = {0, len(page) - 1}
        kept += [
            line
            for at, line in enumerate(page)
            if not (at in ends and _is_margin(line, repeated, len(pages)))
        ]
    return kept


def join_lines(lines: Sequence[PageLine]) -> Iterator[str]:
    """The paragraphs of `lines`: one goes on where a full line is followed by one that is not set in.

    In a document that sets no paragraph in, a number after a full line that ends a sentence opens one too.
    """
    if not lines:
        return
    # Justified lines end together; a few longer ones are headings that run over.
    left, right = _margin(line.left for line in lines), -_margin(-line.right for line in lines)
    sets_in = sum(left + line.em < line.left < left + 3.5 * line.em for line in lines) * 12 > len(lines)
    paragraph = lines[0].text
    last = lines[0]
    for line in lines[1:]:
        is_full = last.right > right - 2.2 * last.em
        same_size = abs(line.em - last.em) < 0.2 * last.em
        starts = line.left > left + 0.9 * line.em
        if not sets_in:
            starts = starts or (is_ended(last.text) and is_numbered(line.text))
        if is_full and same_size and not starts:
            paragraph = _glue(paragraph, line.text)
        else:
            yield paragraph
            paragraph = line.text
        last = line
    yield paragraph


def _margin(places: Iterator[float]) -> float:
    """The outermost place at which many lines start (or, negated, end)."""
    counts = Counter(round(place / 4) for place in places)
    enough = max(2, sum(counts.values()) * 0.08)
    many = [place for place, count in counts.items() if count + counts[place + 1] >= enough]
    return 4.0 * min(many or counts)


def _glue(before: str, after: str) -> str:
    space = (
        " "
        if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
        else ""
    )
    return before + space + after


def _is_margin(line: PageLine, repeated: Counter[str], pages: int) -> bool:
    if _PAGE_NUMBER.fullmatch(line.text):
        return True
    return pages > 2 and len(line.text) < _LONGEST_MARGIN and repeated[line.text] * 2 > pages


def _read_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[PageLine]:
    page = document[number]
    text = page.get_textpage()
    try:
        letters: list[tuple[str, float, float]] = []
        for at in range(text.count_chars()):
            letter = _letter(raw.FPDFText_GetUnicode(text, at))
            if letter in "\r\n":
                yield from _make_line(letters, number)
                letters = []
            elif letter:
                letters.append((letter, *_ends(text, at)))
        yield from _make_line(letters, number)
    finally:
        text.close()
        page.close()


def _letter(code: int) -> str:
    """A character; a hyphen or a mark that PDFium sets for none it knows is nothing."""
    if code in (0x0A, 0x0D):
        return "\n"
    letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return letter if letter == "\t" or letter.isprintable() or letter.isspace() else ""


def _ends(text: pypdfium2.PdfTextPage, at: int) -> tuple[float, float]:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text, at, byref(left), byref(right), byref(bottom), byref(top))
    return left.value, right.value


def _make_line(letters: Sequence[tuple[str, float, float]], page: int) -> Iterator[PageLine]:
    shown = [(letter, left, right) for letter, left, right in letters if not letter.isspace()]
    if not shown:
        return
    wide = [right - left for letter, left, right in shown if letter > "\u2fff"]
    em = median(wide) if wide else 2 * median(right - left for _, left, right in shown)
    whole = "".join(letter for letter, _, _ in letters).strip()
    yield PageLine(whole, shown[0][1], max(right for _, _, right in shown), max(em, 1.0), page)
