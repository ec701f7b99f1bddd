"""What a notice claims of itself beside what its items show: a check for readers, never a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scrapers.model import Found, Issue, Problem, Quote, Status

Figures = Mapping[str, Found[int] | Found[date]]
LEVELS = ("problems", "detailed_problems")


def count_items(problems: Sequence[Problem]) -> dict[str, int]:
    """What the items show, under the keys of the figures; `without_status` says how many state none."""
    states = [p.status for p in problems]
    return {
        "problems": len(problems),
        "measures": sum(len(p.measures) for p in problems),
        "completed": states.count(Status.COMPLETED),
        "basically_completed": states.count(Status.BASICALLY_COMPLETED),
        "in_progress": states.count(Status.IN_PROGRESS),
        "without_status": states.count(None),
    }


def compare_claims(figures: Figures, problems: Sequence[Problem]) -> dict[str, dict[str, Any]]:
    """Claim and count side by side for each figure that the notice states and its items can show.

    The number of items is set against the level of the tally that it equals, else against the finest one.
    """
    counts = count_items(problems)
    rows: dict[str, dict[str, Any]] = {}
    for key in ("problems", "measures", "completed", "basically_completed", "in_progress"):
        claim = figures.get(key)
        level = key
        if key == "problems":
            stated = [k for k in LEVELS if k in figures]
            level = next(
                (k for k in stated if figures[k].value == counts[key]), stated[-1] if stated else key
            )
            claim = figures.get(level)
        if claim is None:
            continue
        says_nothing = key in Status.__members__.values() and counts["without_status"] == counts["problems"]
        count = None if says_nothing else counts[key]
        rows[key] = {
            "level": level,
            "claim": claim.value,
            "count": count,
            "agrees": count is None or claim.value == count,
        }
    return rows


def check_claims(figures: Figures, problems: Sequence[Problem]) -> tuple[Issue, ...]:
    """An issue where no item was read, or another number than any level of the notice's own tally."""
    if not problems:
        return (Issue("no_items", "a notice of rectification in which no item was read"),)
    row = compare_claims(figures, problems).get("problems")
    if row is None or row["agrees"]:
        return ()
    quote: Quote = figures[row["level"]].quote
    message = f"the notice speaks of {row['claim']} problems, its items are {row['count']}"
    return (Issue("tally_differs", message, quote),)
