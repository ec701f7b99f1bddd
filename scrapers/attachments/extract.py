"""One file's bytes to its text, by the reader of its kind."""

from __future__ import annotations

from collections.abc import Callable

from scrapers.article.encoding import decode
from scrapers.attachments.doc import read_doc
from scrapers.attachments.docx import read_docx
from scrapers.attachments.kinds import find_kind
from scrapers.attachments.model import MOST_CHARACTERS, DamagedError, Extracted
from scrapers.attachments.pdf import read_pdf
from scrapers.attachments.xlsx import read_xlsx
from scrapers.attachments.zip import Member, read_members
from scrapers.model import Issue, UnreadableError

# What to do about a kind that is archived and not read.
REMEDIES = {
    "ofd": "no reader for OFD",
    "xls": "no reader for Excel 97 (.xls)",
    "ppt": "no reader for presentations",
    "pptx": "no reader for presentations",
    "rtf": "no reader for RTF",
    "rar": "no reader for RAR archives",
    "7z": "no reader for 7z archives",
    "ole": "a compound file that is no Word document",
    "unknown": "of no kind that is known",
}


def extract_text(data: bytes, name: str) -> Extracted:
    """The text of an attached file; `name` is what its issues call it. Never raises for what a file holds."""
    kind = find_kind(data)
    if kind == "zip":
        return _extract_members(data, name)
    return _extract(kind, data, name)


def _extract(kind: str, data: bytes, name: str) -> Extracted:
    if kind == "image":
        return Extracted(kind, issues=(Issue("no_text_in_attachment", f"{name}: an image"),))
    reader = READERS.get(kind)
    if reader is None:
        return Extracted(kind, issues=(Issue("attachment_not_read", f"{name}: {REMEDIES[kind]}"),))
    try:
        text, issues = reader(data, name)
    except DamagedError as error:
        return Extracted(kind, issues=(Issue("attachment_not_read", f"{name}: {error}"),))
    except Exception as error:  # noqa: BLE001 - what the readers' libraries raise for damage has no end
        said = f"{name}: damaged: {type(error).__name__}: {error}"
        return Extracted(kind, issues=(Issue("attachment_not_read", said),))
    if len(text) > MOST_CHARACTERS:
        issues = (
            *issues,
            Issue("attachment_cut", f"{name}: {len(text)} characters, read to {MOST_CHARACTERS}"),
        )
        text = text[:MOST_CHARACTERS]
    if not text.strip() and not issues:
        said = "pages that are images" if kind == "pdf" else "nothing but marks or images"
        issues = (Issue("no_text_in_attachment", f"{name}: {said}"),)
    return Extracted(kind, text, issues)


def _extract_members(data: bytes, name: str) -> Extracted:
    members, issues = read_members(data, name)
    texts: list[str] = []
    found: list[Issue] = list(issues)
    for member in members:
        inner = _extract_member(member, name)
        texts += [inner.text] if inner.text.strip() else []
        found += inner.issues
    if not texts and not found:
        found.append(Issue("no_text_in_attachment", f"{name}: an archive without a file"))
    return Extracted("zip", "\n\n".join(texts)[:MOST_CHARACTERS], tuple(found))


def _extract_member(member: Member, name: str) -> Extracted:
    label = f"{name}/{member.name}"
    kind = find_kind(member.data)
    if kind == "zip":
        return Extracted(kind, issues=(Issue("attachment_not_read", f"{label}: an archive in an archive"),))
    return _extract(kind, member.data, label)


def _read_plain(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    try:
        decoded = decode(data)
    except UnreadableError as error:
        raise DamagedError(str(error)) from error
    return decoded.text, decoded.issues


Reader = Callable[[bytes, str], tuple[str, tuple[Issue, ...]]]
READERS: dict[str, Reader] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "doc": read_doc,
    "text": _read_plain,
}
