"""The archive of responses: WARC files that any tool can read, one a process, chained by hashes."""

from warehouse.archive.reader import ArchiveError, read_body
from warehouse.archive.sealing import Sealed, recover
from warehouse.archive.writer import Archive

__all__ = ["Archive", "ArchiveError", "Sealed", "read_body", "recover"]
