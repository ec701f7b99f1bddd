"""Which problem a promise answers, where the promise's own words do not say what was promised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flows.alerts.clean import cut_text, flatten

LONGEST = 40
# A cell of a table often holds the day alone, and a few words beside the day hold no verb.
SHORTEST_QUOTE, SHORTEST_REST = 14, 4
NOT_WORDS = re.compile(r"[\W_]+")


def name_finding(row: Mapping[str, Any]) -> str:
    """The finding of a promise's problem, cut to 40 characters, where its quote needs it; else empty.

    `row` holds `quote`, `due_expression` and `finding`, each of which may be absent.
    """
    finding = flatten(str(row.get("finding") or ""))
    quote = flatten(str(row.get("quote") or ""))
    if not finding or finding in quote:
        return ""
    rest = NOT_WORDS.sub("", quote.replace(flatten(str(row.get("due_expression") or "")), "", 1))
    needs_it = len(quote) < SHORTEST_QUOTE or len(rest) < SHORTEST_REST
    return cut_text(finding, LONGEST) if needs_it else ""
