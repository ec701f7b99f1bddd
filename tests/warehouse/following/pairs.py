"""The labelled pairs, and how the matcher does on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from warehouse.matching import Kind, LaterPromise, Match, Passage, Promise, match, same_body

US = "中共甲市水务局党组"


@dataclass(frozen=True)
class Pair:
    """A promise, what a later notice says, and what a careful reader concludes."""

    row: dict[str, Any]

    @property
    def label(self) -> tuple[str, date | None]:
        return self.row["is"], self.row.get("new")

    def match(self) -> Match | None:
        """What the matcher makes of it; another body's notice is not held against the promise at all."""
        row = self.row
        if not same_body(row.get("p", US), row.get("r", US)):
            return None
        promise = Promise(row["q"], row["f"], row["e"], row["due"], made_on=row.get("on"))
        text, finding = row["t"], row["g"]
        later = [LaterPromise(q, text.index(q), due, due, "", finding) for q, due in row.get("own", ())]
        return match(promise, [Passage(text, 0, finding)], later)

    def decide(self) -> tuple[str, date | None]:
        """The matcher's decision as a label."""
        found = self.match()
        if found is None or not found.decided or found.kind is Kind.REPEATED:
            return "none", None
        return found.kind.value, found.later.due_on if found.later else None


def load_pairs(name: str = "pairs.yaml") -> list[Pair]:
    """The labelled pairs of a file, in their order."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [Pair(row) for row in YAML(typ="safe").load(text)]


def measure(pairs: Sequence[Pair]) -> tuple[float, float, list[tuple[Pair, tuple[str, date | None]]]]:
    """Precision and recall of the decisions, and the pairs on which the matcher errs."""
    decided = [(pair, pair.decide()) for pair in pairs]
    right = sum(made == pair.label for pair, made in decided if made[0] != "none")
    made_count = sum(made[0] != "none" for _, made in decided)
    wanted = sum(pair.label[0] != "none" for pair in pairs)
    wrong = [(pair, made) for pair, made in decided if made != pair.label]
    return right / max(made_count, 1), right / max(wanted, 1), wrong
