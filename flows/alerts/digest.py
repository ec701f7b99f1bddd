"""The order of a digest: overdue, due soon, new, changed, sources; grouped by publisher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flows.alerts.facts import Facts, say_day
from flows.alerts.schedule import SHANGHAI

# Section, and the event kinds (or their beginnings) that stand in it, in the order of the digest.
SECTIONS = (
    ("overdue", ("commitment.overdue",)),
    ("due_soon", ("commitment.due_soon",)),
    ("new", ("notice.published",)),
    ("changed", ("notice.", "commitment.")),
    ("sources", ("source.",)),
)


def arrange(
    facts: Sequence[Facts], items: int, mode: str, now: datetime, language: str, link: str = ""
) -> dict[str, Any]:
    """Sort facts into a digest's sections, `items` a digest at most, the rest counted as `left`.

    Within a section publishers stand in the order of their first event; promises by their day, the
    earliest first.
    """
    sorted_in: dict[str, list[Facts]] = {name: [] for name, _ in SECTIONS}
    for fact in facts:
        sorted_in[_section(fact["kind"])].append(fact)
    for name in ("overdue", "due_soon"):
        sorted_in[name].sort(key=lambda f: -(f["days"] or 0))
    filled = [name for name, _ in SECTIONS if sorted_in[name]]
    shares = _share(items, [len(sorted_in[name]) for name in filled])
    sections = []
    for name, share in zip(filled, shares, strict=True):
        shown = sorted_in[name][:share]
        sections.append(
            {
                "name": name,
                "kind": sorted_in[name][0]["kind"],
                "count": _count(sorted_in[name]),
                "left": _count(sorted_in[name][share:]),
                "groups": _groups(shown),
            }
        )
    return {
        "mode": mode,
        "day": say_day(now.astimezone(SHANGHAI).date(), language),
        "sections": sections,
        "overdue": bool(sorted_in["overdue"]),
        "link": link,
    }


def _count(facts: Sequence[Facts]) -> int:
    """How many things these tell of: a summary tells of many."""
    return sum(f["backlog"]["size"] if f["backlog"] else 1 for f in facts)


def _section(kind: str) -> str:
    return next(name for name, kinds in SECTIONS if any(kind.startswith(k) for k in kinds))


def _share(items: int, counts: Sequence[int]) -> list[int]:
    """How many of each section to show: one each, then in order while there is room."""
    shares = [1] * len(counts)
    left = items - len(counts)
    for index, count in enumerate(counts):
        more = max(min(count - 1, left), 0)
        shares[index] += more
        left -= more
    return shares


def _groups(facts: Sequence[Facts]) -> list[dict[str, Any]]:
    groups: dict[str, list[Facts]] = {}
    for fact in facts:
        name = "" if fact["backlog"] else fact["publisher"]
        groups.setdefault(name or fact["source_name"], []).append(fact)
    return [{"publisher": name, "events": events} for name, events in groups.items()]
