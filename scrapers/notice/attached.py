"""Notices whose text stands in an attached file: the page only says 正文见附件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scrapers.article import read_text
from scrapers.attachments import Extracted
from scrapers.model import Article, Attachment, Issue, Notice, UnreadableError
from scrapers.notice import read_notice
from scrapers.notice.genre import INSPECTION, TITLES

MOST_FILES = 10
"""Files of one notice that are fetched; the rest is told as left out."""

# What a page says instead of its text | example
POINTERS: tuple[tuple[str, str], ...] = (
    (r"(?:详见|请见|见|请?参见|请?查看|请?参阅|请?下载|请?点击)[^。；\n]{0,12}附\s*件", "正文见附件"),
    (r"附\s*件\s*[:：\d一二三]", "附件：整改情况通报.pdf"),
    (r"附\s*后", "全文附后"),
    (r"点击[^。；\n]{0,8}(?:下载|查看|阅读)", "点击下载"),
)
_POINTER = re.compile("|".join(f"(?:{pattern})" for pattern, _ in POINTERS))
_NOTICE = next(pattern for name, pattern, _ in TITLES if name == "notice")
_INSPECTION = re.compile(INSPECTION)
_BLANK = re.compile(r"\s+")
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|7z|wps|et|ofd|rtf)$", re.I)
_LITTLE = 60
_PREAMBLE = 1200
BY_TITLE = "its title announces a notice, whose text stands in an attached file"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """An attached file with what was read from it; `None` where it did not come."""

    attachment: Attachment
    extracted: Extracted | None
    issues: tuple[Issue, ...] = ()


def is_announced(notice: Notice) -> bool:
    """Whether a page is a notice, by its text or by its title alone."""
    return notice.is_notice or _announces(notice.article)


def is_only_attached(notice: Notice) -> bool:
    """Whether a page leaves its text to an attached file: its title announces a notice and it says no more.

    A page's own words may be the occasion and the contacts; then it must point at the file.
    """
    article = notice.article
    if not article.attachments or notice.problems or not _announces(article):
        return False
    own = _own_words(article)
    return len(own) <= _LITTLE or (len(own) <= _PREAMBLE and _POINTER.search(article.body) is not None)


def read_attached(article: Article, files: Sequence[ReadFile]) -> Notice:
    """The notice of a page that leaves its text to a file: the page's head over the best file's text.

    Best is the file whose text is a notice with the most problems. Spans count in the file's text, which is
    the article's body; `container` names the file. Where no file could be read the page's own words stay, and
    the issues tell why.
    """
    candidates = [found for file in files if (found := _read_file(article, file))]
    if not candidates:
        return read_notice(article, known_by=BY_TITLE)
    best = max(
        candidates, key=lambda n: (len(n.problems), not n.reason.endswith(BY_TITLE), len(n.article.body))
    )
    return best


def add_files(notice: Notice, files: Sequence[ReadFile]) -> Notice:
    """`notice` with what its attached files held: their kinds, their sizes, what could not be read."""
    read = {f.attachment.url: f.extracted for f in files if f.extracted}
    attachments = tuple(
        replace(a, kind=read[a.url].kind, chars=len(read[a.url].text)) if a.url in read else a
        for a in notice.article.attachments
    )
    issues = tuple(
        issue for f in files for issue in (*f.issues, *(f.extracted.issues if f.extracted else ()))
    )
    left = len(attachments) - MOST_FILES
    if left > 0:
        issues += (Issue("attachments_left_out", f"{left} of {len(attachments)} attached files not fetched"),)
    return replace(
        notice, article=replace(notice.article, attachments=attachments), issues=(*notice.issues, *issues)
    )


def _read_file(article: Article, file: ReadFile) -> Notice | None:
    if file.extracted is None or not file.extracted.text.strip():
        return None
    try:
        inner = read_text(file.extracted.text.encode(), file.attachment.url)
    except UnreadableError:
        return None
    if not inner.body:
        return None
    name = file.attachment.name or file.attachment.url
    whole = replace(
        article,
        body=inner.body,
        blocks=inner.blocks,
        container=f"attachment:{name}",
        issues=(*(i for i in article.issues if i.kind != "empty_body"), *inner.issues),
    )
    return read_notice(whole, known_by=BY_TITLE)


def _announces(article: Article) -> bool:
    """Whether the title is a rectification notice's, and none of a plan, a meeting or news."""
    title = article.title.value if article.title else ""
    kind = next((name for name, pattern, _ in TITLES if pattern.search(title)), "")
    return kind == "notice" and _INSPECTION.search(title) is not None


def _own_words(article: Article) -> str:
    """The body without its title repeated, the names of its files and the lines that name them."""
    title = _BLANK.sub("", article.title.value) if article.title else ""
    names = {_BLANK.sub("", a.name) for a in article.attachments if a.name}
    kept = []
    for line in article.body.split("\n"):
        text = _BLANK.sub("", line)
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "")
        if text and text != title and not _FILE_NAME.search(text):
            kept.append(text)
    return "".join(kept)
