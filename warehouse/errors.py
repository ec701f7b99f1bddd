"""What the warehouse says when it cannot do its work: always one line for a person to act on."""

from __future__ import annotations

import errno

from scrapers.model import FailedError, UserError

FULL = "the disk is full; free some space and run again"
# What the system calls it, how DuckDB words it, and what a person does about it.
REMEDIES = (
    (
        {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
        ("No space left", "Disk quota", "File too large"),
        FULL,
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

UNWRITTEN = "cannot be written, and nothing of this transaction was kept"
LITTLE_MEMORY = "DuckDB needs more memory than it may take; raise `memory_limit` in the settings"


class WarehouseError(UserError):
    """A warehouse, archive or read copy that can't be used: one line with path, cause and remedy."""


class WarehouseFailedError(WarehouseError, FailedError):
    """One that can't be used now: busy, on a full disk, or with its connection lost."""


def explain_failure(said: str, error: Exception) -> WarehouseError:
    """The error that says what could not be done, and why; a full disk is nobody's wrong setting."""
    why = say_why(error)
    return (WarehouseFailedError if why == FULL else WarehouseError)(f"{said}: {why}")


def say_why(error: Exception) -> str:
    """Why a file could not be written, and the remedy where there is a plain one."""
    if not isinstance(error, OSError):
        words = " ".join(str(error).split())
        return find_remedy(words) or words
    known = (remedy for numbers, _, remedy in REMEDIES if error.errno in numbers)
    return next(known, (error.strerror or str(error)).lower())


def find_remedy(words: str) -> str:
    """The remedy that a message of DuckDB's calls for; empty where it is not about the disk."""
    return next((remedy for _, signs, remedy in REMEDIES if any(sign in words for sign in signs)), "")
