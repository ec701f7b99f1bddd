"""Zip packages, measured before they are unpacked: a small one may hold gigabytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

from scrapers.attachments.model import DamagedError

MOST_MEMBERS = 2_000
MOST_MARKUP = 40 * 1024 * 1024
MOST_BYTES = 200 * 1024 * 1024


def check_package(data: bytes) -> None:
    """See that an office file unpacks to a size that can be read.

    Raises:
        DamagedError: it is no zip file, is encrypted, or says that it unpacks to more than the limits.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedError(f"damaged: {error}") from error
    markup = sum(m.file_size for m in members if m.filename.endswith((".xml", ".rels")))
    if len(members) > MOST_MEMBERS or markup > MOST_MARKUP or sum(m.file_size for m in members) > MOST_BYTES:
        raise DamagedError("unpacks to more than is read of an office file")
    if any(m.flag_bits & 1 for m in members):
        raise DamagedError("encrypted")
