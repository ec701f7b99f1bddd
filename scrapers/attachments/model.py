"""What one attached file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.model import Issue

MOST_CHARACTERS = 2_000_000
TOOL_MISSING = "attachment_tool_missing"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, one paragraph a line, table rows as Markdown rows; `kind` is one of kinds.KINDS.

    What could not be read is in `issues`; `text` is then what could be.
    """

    kind: str
    text: str = ""
    issues: tuple[Issue, ...] = ()


class DamagedError(Exception):
    """A file that its reader can't open: one line that says why."""


def make_row(cells: Sequence[str]) -> str:
    """A table row as Markdown: one line, the marks in its cells escaped."""
    return "| " + " | ".join("".join(cell.split("\n")).replace("|", "\\|").strip() for cell in cells) + " |"
