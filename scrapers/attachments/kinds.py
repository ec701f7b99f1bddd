"""What a file is, by its first bytes: names and types that servers give are often wrong."""

from __future__ import annotations

import zipfile
from io import BytesIO

# first bytes | kind
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
# a member that only this kind has | kind
MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
# a stream of a compound file (Office 97, WPS), in UTF-16 | kind
STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
READ = ("pdf", "docx", "xlsx", "doc", "zip", "text")
KINDS = (*READ, "xls", "ppt", "pptx", "ofd", "ole", "rtf", "rar", "7z", "image", "unknown")
_PDF_HEAD = 1024
_CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D}


def find_kind(data: bytes) -> str:
    """The kind of a file, one of KINDS."""
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), "")
    if kind == "zip":
        return _find_package(data)
    if kind == "ole":
        return next((kind for name, kind in STREAMS if name.encode("utf-16-le") in data), "ole")
    if kind:
        return kind
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    return "unknown" if not data or any(byte in _CONTROLS for byte in data[:_PDF_HEAD]) else "text"


def _find_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "zip"
    return next((kind for member, kind in MEMBERS if member in names), "zip")
