"""Bytes to text: declared encodings are often wrong, so what decodes decides."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from scrapers.model import Issue, UnreadableError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{3,30})", re.I)
# What Chinese sites call GB2312 or GBK is really GB18030, of which both are parts.
_REALLY = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
}
_HEAD = 4096
_KINDS = {  # by first bytes
    b"%PDF-": "PDF",
    b"PK\x03\x04": "DOCX, XLSX or ZIP",
    b"\xd0\xcf\x11\xe0": "DOC or XLS",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"\x1f\x8b": "GZIP",
}
_TRIED = {"utf-8", "gb18030", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "shift_jis", "euc_kr"}
# Bytes that stand in no text, neither in UTF-8 nor in GB18030, unless a few strayed in.
_CONTROLS = bytes((*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_LOST = "\ufffd"


class Decoded(NamedTuple):
    """Text, the encoding that gave it, and what was wrong on the way."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """The text of `data`.

    A byte-order mark wins; then UTF-8 where it decodes whole, the HTTP header's charset, the page's own, and
    GB18030. Where none decodes whole, the one with the fewest losses is taken and the loss is an issue.
    Raises UnreadableError for empty and binary input.
    """
    if not data[:_HEAD].strip(b"\x00 \t\r\n\x0c") and not data.strip(b"\x00 \t\r\n\x0c"):
        raise UnreadableError("empty document")
    if kind := next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), ""):
        raise UnreadableError(f"{kind}: only pages (.html) and plain texts (.txt) are read")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], [name])
    head = data[:_HEAD]
    if b"\x00" in head:
        return _decode_wide(data)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 50 > len(head):
        raise UnreadableError(f"binary document: {controls} control bytes at its start")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeError:
        pass
    declared = [charset] if charset else []
    if found := _META.search(data, 0, _HEAD):
        declared.append(found[1].decode("ascii"))
    names = [name for name in (_codec_name(name) for name in declared) if name]
    return _decode_as(data, [*dict.fromkeys(["utf-8", *names, "gb18030"])], names)


def _codec_name(name: str) -> str | None:
    """The codec to try for a declared name; single-byte ones would read anything as mojibake."""
    name = name.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_REALLY.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return name if name in _TRIED else None


def _decode_wide(data: bytes) -> Decoded:
    even, odd = data[0:_HEAD:2].count(0), data[1:_HEAD:2].count(0)
    if max(even, odd) * 8 > min(len(data), _HEAD) // 2 and min(even, odd) * 8 < max(even, odd):
        decoded = _decode_as(data, ["utf-16-le" if odd > even else "utf-16-be"])
        sample = decoded.text[:_HEAD]
        if sum(char.isprintable() or char.isspace() for char in sample) * 10 >= len(sample) * 9:
            return decoded
    if data.count(0) * 100 > len(data):
        raise UnreadableError("binary document: holds NUL bytes")
    return decode(data.replace(b"\x00", b" "))


def _decode_as(data: bytes, names: list[str], declared: list[str] | None = None) -> Decoded:
    for name in names:
        try:
            return Decoded(data.decode(name), name)
        except UnicodeError:
            if name == "utf-8" and _is_damaged_utf8(data):
                names = [name]
                break
    tries = [(data.decode(name, "replace"), name) for name in names]
    text, name = min(tries, key=lambda pair: pair[0].count(_LOST))
    lost = text.count(_LOST)
    if lost > len(text) * 0.3:
        raise UnreadableError(
            f"binary document: {lost} of {len(text)} characters decode in no known encoding"
        )
    where = text.find(_LOST)
    around = " ".join(text[max(0, where - 10) : where + 10].split())
    said = f", declared {', '.join(declared)}" if declared else ""
    message = f"{lost} characters do not decode as {name}{said}; the first near {around!r}"
    return Decoded(text, name, (Issue("undecodable", message),))


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 with a few bytes lost: GB18030 would read it whole, and wrongly."""
    text = data.decode("utf-8", "replace")
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return text.count(_LOST) * 20 < wide
