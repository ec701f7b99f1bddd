"""The rows of one parse: a notice's fields, problems, commitments and so on, each with its quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from scrapers.model import Found, Notice, Quote, Status
from warehouse.ids import make_id
from warehouse.readings import ReadCommitment, contact_quotes, day_of, published_on, title_of
from warehouse.write import Row

Rows = defaultdict[str, list[Row]]
CHILDREN = (
    "facts",
    "figures",
    "contacts",
    "attachments",
    "problems",
    "measures",
    "commitments",
    "open_items",
)


def make_parse_id(version_id: str, parser_version: str) -> str:
    """The id of a parse: one a version and parser version."""
    return make_id("parse", version_id, parser_version)


def add_parse(
    rows: Rows,
    notice: Notice,
    *,
    notice_id: str,
    version_id: str,
    page_id: str,
    now: datetime,
    commitments: Sequence[ReadCommitment],
    open_items: Sequence[ReadCommitment],
) -> str:
    """Add the rows of a parse to `rows` and return its id. The last two carry the ids of the notice's own."""
    parse_id = make_parse_id(version_id, notice.parser_version)
    keys = {"parse_id": parse_id, "notice_id": notice_id}
    head = keys | {"version_id": version_id, "page_id": page_id, "parsed_at": now}
    rows["parses"].append(head | parse_columns(notice))
    rows["facts"] += [keys | {"key": k, "value": _text(f.value)} | _quote(f.quote) for k, f in _facts(notice)]
    rows["figures"] += [keys | {"key": k} | _figure(f) | _quote(f.quote) for k, f in notice.figures.items()]
    rows["contacts"] += [keys | {"kind": kind} | _quote(quote) for kind, quote in contact_quotes(notice)]
    rows["attachments"] += [
        keys | {"url": a.url, "name": a.name, "kind": a.kind or None, "chars": a.chars}
        for a in notice.article.attachments
    ]
    problem_ids = _add_problems(rows, notice, keys)
    for position, (c, carried) in enumerate(zip(notice.commitments, commitments, strict=True), 1):
        rows["commitments"].append(
            keys
            | {
                "commitment_id": carried.commitment_id,
                "position": position,
                "problem_id": problem_ids.get(c.problem_path or ()),
                "path": c.problem_path or (),
                "finding": carried.finding or None,
                "due_expression": c.due_expression.text,
                "due_on": c.due_on,
                "due_strict": c.due_strict,
                "precision": c.precision,
                "rule": c.rule,
                "uncertain": c.uncertain,
            }
            | _quote(c.quote)
        )
    for position, (item, carried) in enumerate(zip(notice.open_items, open_items, strict=True), 1):
        rows["open_items"].append(
            keys
            | {
                "open_item_id": carried.commitment_id,
                "position": position,
                "problem_id": problem_ids.get(item.problem_path or ()),
                "path": item.problem_path or (),
                "uncertain": item.uncertain,
            }
            | _quote(item.quote)
        )
    return parse_id


def parse_columns(notice: Notice) -> dict[str, Any]:
    """The single-valued columns of a parse."""
    article, inspection = notice.article, notice.inspection
    stamp = article.published_at.value if article.published_at else article.dates.best
    statuses = [p.status for p in notice.problems]
    return {
        "parser_version": notice.parser_version,
        "title": title_of(article),
        "publisher": _value(notice.publisher),
        "source_line": _value(article.source),
        "column_path": [found.value for found in article.column],
        "published_on": published_on(article),
        "published_at": stamp if isinstance(stamp, datetime) else None,
        "signed_by": _value(notice.signed_by),
        "signed_on": _value(notice.signed_on),
        "inspection_body": _value(inspection.body),
        "inspected_org": _value(inspection.inspected_org),
        "inspection_start": _value(inspection.start),
        "inspection_end": _value(inspection.end),
        "feedback_on": _value(inspection.feedback_on),
        "problems": len(notice.problems),
        "completed": statuses.count(Status.COMPLETED),
        "basically_completed": statuses.count(Status.BASICALLY_COMPLETED),
        "in_progress": statuses.count(Status.IN_PROGRESS),
        "commitments": len(notice.commitments),
        "open_items": len(notice.open_items),
    }


def _add_problems(rows: Rows, notice: Notice, keys: dict[str, Any]) -> dict[tuple[str, ...], str]:
    """Most of a notice's rows are made here: tuples, in the order of the tables' columns."""
    ids: dict[tuple[str, ...], str] = {}
    parse_id, notice_id = keys["parse_id"], keys["notice_id"]
    problems, measures = rows["problems"], rows["measures"]
    for position, p in enumerate(notice.problems, 1):
        problem_id = f"{parse_id}-{position}"
        ids.setdefault(p.path, problem_id)
        finding, status_text, quote = p.finding, p.status_text, p.quote
        problems.append(
            (
                problem_id,
                parse_id,
                notice_id,
                position,
                p.path,
                p.headings,
                *((finding.text, finding.start, finding.end) if finding else (None, None, None)),
                p.status,
                status_text.text if status_text else None,
                len(p.measures),
                quote.text,
                quote.where,
                quote.start,
                quote.end,
            )
        )
        measures += [
            (problem_id, parse_id, notice_id, number, q.text, q.where, q.start, q.end)
            for number, q in enumerate(p.measures, 1)
        ]
    return ids


def _facts(notice: Notice) -> list[tuple[str, Found[Any]]]:
    article, inspection = notice.article, notice.inspection
    named = {
        "title": article.title,
        "publisher": notice.publisher,
        "source_line": article.source,
        "published_at": article.published_at,
        "signed_by": notice.signed_by,
        "signed_on": notice.signed_on,
        "inspection_body": inspection.body,
        "inspected_org": inspection.inspected_org,
        "inspection_start": inspection.start,
        "inspection_end": inspection.end,
        "feedback_on": inspection.feedback_on,
    }
    return [(key, found) for key, found in named.items() if found is not None]


def _figure(found: Found[Any]) -> dict[str, Any]:
    day = day_of(found.value) if isinstance(found.value, date) else None
    return {"value": None if day else found.value, "day": day}


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.text,
        "quote_where": quote.where,
        "quote_start": quote.start,
        "quote_end": quote.end,
    }


def _value(found: Found[Any] | None) -> Any:
    return found.value if found is not None else None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
