"""What the warehouse says when it cannot do its work: always one line for a person to act on."""

from __future__ import annotations

import errno

from scrapers.model import UserError

# What the system calls it, how DuckDB words it, and what a person does about it.
REMEDIES = (
    (
        {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
        ("No space left", "Disk quota", "File too large"),
        "the disk is full; free some space and run again",
    ),
    (
        {errno.EROFS},
        ("Read-only file system",),
        "the disk is mounted read-only; mount it to be written, or name another place in the settings",
    ),
    (
        {errno.EACCES, errno.EPERM},
        ("Permission denied",),
        "permission denied; let this user write there, or name another place in the settings",
    ),
)

LITTLE_MEMORY = "DuckDB needs more memory than it may take; raise `memory_limit` in the settings"


class WarehouseError(UserError):
    """A warehouse, archive or read copy that can't be used: one line with path, cause and remedy."""


def say_why(error: OSError) -> str:
    """Why a file could not be written, and the remedy where there is a plain one."""
    known = (remedy for numbers, _, remedy in REMEDIES if error.errno in numbers)
    return next(known, (error.strerror or str(error)).lower())


def find_remedy(words: str) -> str:
    """The same of a message of DuckDB's; empty where it is not about the disk."""
    return next((remedy for _, signs, remedy in REMEDIES if any(sign in words for sign in signs)), "")
