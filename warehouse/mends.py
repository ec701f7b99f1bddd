"""What an operator gives in place of what was read, and which value of a notice is meant by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scrapers.model import FIGURE_KEYS, Status, UserError
from warehouse.corrections import NOTICE_FIELDS, Target, squeeze

STATUSES = tuple(status.value for status in Status)
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Mend:
    """A value that the operator gives in place of one that was read; empty for none.

    `subject` is notice, problem, figure or contact. `name` tells which problem (its numbering, or words of
    it) or contact (words of it) is meant.
    """

    subject: str
    field: str
    value: str
    name: str = ""


def choose_target(targets: Sequence[Target], mend: Mend) -> Target:
    """The value of a parse that a mend means.

    Raises:
        UserError: there is none, or several are named.
    """
    same = [t for t in targets if t.subject == mend.subject and t.field == mend.field]
    if mend.subject in ("notice", "figure"):
        if not same:
            known = FIGURE_KEYS if mend.subject == "figure" else NOTICE_FIELDS
            what = "figure" if mend.subject == "figure" else "field"
            raise UserError(f"no {what} {mend.field!r} can be mended; there are {', '.join(known)}")
        return same[0]
    found = _named(same, mend.name)
    if len(found) == 1:
        return found[0]
    there = "; ".join(_name(t) for t in (found or same)[:MOST_NAMED]) or "none"
    left = len(found or same) - MOST_NAMED
    more = f"; {left} more" if left > 0 else ""
    if found:
        raise UserError(f"{mend.name!r} names {len(found)} {mend.subject}s: {there}{more}")
    raise UserError(f"no {mend.subject} is named by {mend.name!r}; the notice has {there}{more}")


def read_value(mend: Mend) -> str:
    """A mend's value as corrections hold it.

    Raises:
        UserError: the field takes no such value.
    """
    value = "" if mend.value.strip().lower() == "none" else mend.value.strip()
    if mend.subject == "problem" and mend.field == "status" and value not in (*STATUSES, ""):
        raise UserError(f"{mend.value!r} is no status; there are {', '.join(STATUSES)}, none")
    needs_one = mend.field in ("title", "finding")
    if needs_one and not value:
        raise UserError(f"{mend.field} can't be empty")
    is_day = NOTICE_FIELDS.get(mend.field) is date if mend.subject == "notice" else mend.field == "as_of"
    if value and is_day:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise UserError(f"{mend.field}: {value!r} is no day; write one such as 2026-01-31") from None
    if value and mend.subject == "figure" and not (value.isascii() and value.isdigit()):
        raise UserError(f"{mend.field}: {value!r} is no count; write a whole number, or none")
    return value


def _named(targets: Sequence[Target], name: str) -> list[Target]:
    """Those whose numbering is so, else ends so, else whose finding or words hold the name."""
    words = squeeze(name)
    ways = (
        [t for t in targets if squeeze("".join(t.path)) == words],
        [t for t in targets if t.path and squeeze(t.path[-1]) == words],
        [t for t in targets if words in squeeze(t.finding)],
        [t for t in targets if words in squeeze(t.words or "")],
    )
    return next((found for found in ways if found), []) if words else []


def _name(target: Target) -> str:
    text = "".join(target.path) + " " + (target.finding or target.words or "")
    return " ".join(text.split())[:30]


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError("a correction needs a reason: --reason TEXT")
