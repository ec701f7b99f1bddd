"""Ids and fingerprints: hashes made here, never sequences of a database."""

from __future__ import annotations

import hashlib
from datetime import date, datetime


def make_id(*parts: object) -> str:
    """A hash of the parts, 24 hexadecimal digits. None and the empty text differ; times are instants."""
    data = b"".join([_as_bytes(part) + b"\x1f" for part in parts])
    return hashlib.sha256(data).hexdigest()[:24]


def fingerprint(title: str, text: str) -> str:
    """The exact fingerprint of a title and a text: what ties two addresses to one notice."""
    return make_id("text", title, text)


def _as_bytes(part: object) -> bytes:
    if isinstance(part, str):
        return part.encode()
    if part is None:
        return b"\x00"
    if isinstance(part, datetime):
        return f"{part.timestamp():.6f}".encode()
    if isinstance(part, date):
        return part.isoformat().encode()
    if isinstance(part, list | tuple):
        return b"[" + b"\x1e".join(_as_bytes(p) for p in part) + b"]"
    return str(part).encode()
