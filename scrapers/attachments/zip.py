"""ZIP: the files in an archive, within limits on their count, size and ratio."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from scrapers.attachments.model import DamagedError
from scrapers.model import Issue

MOST_MEMBERS = 50
MOST_MEMBER = 30 * 1024 * 1024
MOST_BYTES = 60 * 1024 * 1024
RATIO = 200
SMALL = 1024 * 1024
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str
    data: bytes


def read_members(data: bytes, name: str) -> tuple[tuple[Member, ...], tuple[Issue, ...]]:
    """The files of an archive in its own order, and an issue for each that is left out."""
    members: list[Member] = []
    issues: list[Issue] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info)]
            if len(infos) > MOST_MEMBERS:
                issues.append(
                    Issue("attachment_cut", f"{name}: {len(infos)} files, the first {MOST_MEMBERS} read")
                )
            left = MOST_BYTES
            for info in infos[:MOST_MEMBERS]:
                shown = read_name(info)
                try:
                    body = _read_member(archive, info, left)
                except DamagedError as error:
                    issues.append(Issue("attachment_not_read", f"{name}/{shown}: {error}"))
                    continue
                left -= len(body)
                members.append(Member(shown, body))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        issues.append(Issue("attachment_not_read", f"{name}: damaged: {error}"))
    return tuple(members), tuple(issues)


def read_name(info: zipfile.ZipInfo) -> str:
    """A member's name: archives made in China hold it in GBK and say nothing of it."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """Whether a member is what a Mac or a Windows machine adds for itself."""
    path = PurePosixPath(info.filename)
    return "__MACOSX" in path.parts or path.name in (".DS_Store", "Thumbs.db")


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise DamagedError("encrypted")
    if info.file_size > min(MOST_MEMBER, left):
        raise DamagedError(f"{info.file_size} bytes, more than is read of an archive")
    if info.file_size > SMALL and info.file_size > RATIO * max(info.compress_size, 1):
        raise DamagedError(f"packed {info.file_size // max(info.compress_size, 1)} to 1, as no document is")
    try:
        with archive.open(info) as member:
            return member.read(info.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise DamagedError(f"damaged: {error}") from error
