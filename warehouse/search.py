"""Full-text search that finds a row the moment it is committed.

One scan over the texts: no index that goes stale after inserts, no splitting into words, no extension.
`docs/bench-warehouse.md` has its time at 20,000 notices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.write import fetch_rows

AROUND = 24
NOTICE = "n.notice_id, n.title, n.publisher, n.published_on, n.url, contains(lower(n.title), $t0) AS in_title"
BEST = "in_title DESC, n.published_on DESC NULLS LAST, n.notice_id"
PROBLEM = "array_to_string(p.path, '') AS place, p.position"

# The operator's words for a problem (by problem_id) and for all of a notice (by parse_id).
MENDED = """
    SELECT id, string_agg(value, chr(10)) AS words FROM (
        SELECT parse_id AS id, value FROM corrections WHERE holds AND subject = 'notice'
        UNION ALL
        SELECT unnest([parse_id, target_id]), value FROM corrections WHERE holds AND field = 'finding'
    ) GROUP BY id
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice, or one of its problems (`place` is its numbering), that holds all the words."""

    notice_id: str
    title: str
    publisher: str
    published_on: date | None
    place: str
    snippet: str
    hits: int
    url: str


def search(con: Any, words: str, *, limit: int = 50, problems_only: bool = False) -> list[Hit]:
    """Find the notices and problems that contain all of the words (split at spaces), best first.

    Hits in a title come first, then those in problems, then those elsewhere in a text; of each the newest.
    Case is ignored. `snippet` shows the first word with what stands around it, and `hits` counts all of them.
    Only the best `limit` notices are gone through for problems: the first word in the title, then the newest.
    """
    terms = [word.lower() for word in words.split()]
    if not terms:
        return []
    plain = [_plain("t", term) for term in terms]
    counted = " + ".join(
        f"(length(t) - length(replace({text}, $t{n}, ''))) // length($t{n})" for n, text in enumerate(plain)
    )
    start = f"greatest(1, strpos({plain[0]}, $t0) - {AROUND})"
    query = f"""
        WITH {_in_problems(terms) if problems_only else _in_texts(terms)}
        SELECT notice_id, title, publisher, published_on, place,
            substr(t, {start}, {2 * AROUND} + length($t0)) AS snippet, ({counted})::INTEGER AS hits, url
        FROM found ORDER BY in_title DESC, position IS NULL, published_on DESC NULLS LAST, notice_id, position
        LIMIT $limit
    """  # noqa: S608 - our own names
    values: dict[str, Any] = {f"t{n}": term for n, term in enumerate(terms)}
    rows = fetch_rows(con, query, values | {"limit": limit})
    return [Hit(**row) for row in rows]


def _in_problems(terms: list[str]) -> str:
    """The best problems, by their quotes."""
    return f"""found AS (
        SELECT {NOTICE}, {PROBLEM}, concat_ws(chr(10), m.words, p.quote) AS t
        FROM problems p JOIN current_notices n USING (parse_id) LEFT JOIN ({MENDED}) m ON m.id = p.problem_id
        WHERE {_all(terms, "p.quote", "m.words")} ORDER BY {BEST}, p.position LIMIT $limit
    )"""  # noqa: S608 - our own names


def _in_texts(terms: list[str]) -> str:
    """The best notices, and their problems as pieces of their texts: one scan finds both."""
    return f"""notes AS MATERIALIZED (
        SELECT {NOTICE}, n.parse_id, concat_ws(chr(10), v.title, m.words) AS heading, v.text
        FROM notice_versions v JOIN current_notices n USING (version_id)
        LEFT JOIN ({MENDED}) m ON m.id = n.parse_id
        WHERE {_all(terms, "v.text", "v.title", "m.words")} ORDER BY {BEST} LIMIT $limit
    ), found AS (
        SELECT n.*, {PROBLEM},
            concat_ws(chr(10), m.words, substr(n.text, p.quote_start + 1, p.quote_end - p.quote_start)) AS t
        FROM notes n JOIN problems p USING (parse_id) LEFT JOIN ({MENDED}) m ON m.id = p.problem_id
        WHERE {_all(terms, "t")}
        UNION ALL BY NAME
        SELECT *, '' AS place, concat(heading, chr(10), text) AS t FROM notes
    )"""  # noqa: S608 - our own names


def _all(terms: list[str], *texts: str) -> str:
    """SQL for whether each word is in a text. Putting all texts in lower case takes ten times as long."""
    return " AND ".join(
        "("
        + " OR ".join(
            f"contains({text}, $t{n})"
            if _plain(text, term) == text
            else f"regexp_matches({text}, regexp_escape($t{n}), 'i')"
            for text in texts
        )
        + ")"
        for n, term in enumerate(terms)
    )


def _plain(text: str, term: str) -> str:
    """SQL for the text in which the word is looked up: Chinese has no case."""
    return text if term == term.upper() else f"lower({text})"
