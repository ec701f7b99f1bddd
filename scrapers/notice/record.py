"""A notice as a JSON record: the labels' keys, with the evidence for each value beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from scrapers.model import FIGURE_KEYS, Commitment, Found, Issue, Notice, OpenItem, Problem, Quote
from scrapers.notice.checks import compare_claims

CHINA = timezone(timedelta(hours=8))
INSPECTION_KEYS = ("body", "inspected_org", "start", "end", "feedback_on")


def to_record(notice: Notice, document: str) -> dict[str, Any]:
    """The record of one document, ready for `json.dumps`; dates in ISO 8601, times at +08:00.

    A span is `[start, end)` in `body`, or in `masthead` where an `evidence` entry says so.
    """
    article = notice.article
    return {
        "document": document,
        "title": _value(article.title),
        "publisher": _value(notice.publisher),
        "source": _value(article.source),
        "published_at": _stamp(article.published_at.value if article.published_at else None),
        "signed_by": _value(notice.signed_by),
        "signed_on": _value(notice.signed_on),
        "column": [found.value for found in article.column],
        "inspection": {key: _value(getattr(notice.inspection, key)) for key in INSPECTION_KEYS},
        "figures": {key: _value(notice.figures.get(key)) for key in FIGURE_KEYS},
        "contacts": {
            "phones": [quote.text for quote in notice.contacts.phones],
            "address": notice.contacts.address.text if notice.contacts.address else None,
            "postcode": notice.contacts.postcode.text if notice.contacts.postcode else None,
            "emails": [quote.text for quote in notice.contacts.emails],
        },
        "problems": [_problem(problem) for problem in notice.problems],
        "commitments": [_commitment(commitment) for commitment in notice.commitments],
        "open_items": [_open_item(item) for item in notice.open_items],
        "is_notice": notice.is_notice,
        "reason": notice.reason,
        "claims_and_counts": compare_claims(notice.figures, notice.problems),
        "issues": [_issue(issue) for issue in notice.issues],
        "figure_quotes": {key: _quoted(found.quote) for key, found in notice.figures.items()},
        "evidence": _evidence(notice),
        "dates": {
            "visible": _stamp(article.dates.visible),
            "listed": _stamp(article.dates.listed),
            "address": _stamp(article.dates.address),
            "tag": _stamp(article.dates.tag),
        },
        "attachments": [{"url": a.url, "name": a.name} for a in article.attachments],
        "container": article.container,
        "encoding": article.encoding,
        "parser_version": notice.parser_version,
        "url": article.url,
        "masthead": article.masthead,
        "body": article.body,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "path": list(problem.path),
        "finding": problem.finding.text if problem.finding else None,
        "status": problem.status.value if problem.status else None,
        "measures": len(problem.measures),
        "span": _span(problem.quote),
        "finding_span": _span(problem.finding),
        "status_text": problem.status_text.text if problem.status_text else None,
        "status_span": _span(problem.status_text),
        "measure_items": [_quoted(quote) for quote in problem.measures],
        "headings": list(problem.headings),
    }


def _commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "quote": commitment.quote.text,
        "due_expression": commitment.due_expression.text,
        "due_on": commitment.due_on.isoformat(),
        "due_strict": commitment.due_strict.isoformat(),
        "problem_path": list(commitment.problem_path) if commitment.problem_path is not None else None,
        "uncertain": commitment.uncertain,
        "span": _span(commitment.quote),
        "due_expression_span": _span(commitment.due_expression),
        "precision": commitment.precision,
        "rule": commitment.rule,
    }


def _open_item(item: OpenItem) -> dict[str, Any]:
    path = list(item.problem_path) if item.problem_path is not None else None
    return {**_quoted(item.quote), "problem_path": path, "uncertain": item.uncertain}


def _issue(issue: Issue) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": issue.kind, "message": issue.message, "quote": None, "span": None}
    if issue.quote:
        record |= {**_quoted(issue.quote), "in": issue.quote.where}
    return record


def _evidence(notice: Notice) -> dict[str, Any]:
    """Where each value of the masthead, signature, inspection and contacts stands."""
    article, contacts = notice.article, notice.contacts
    single: dict[str, Found[Any] | None] = {
        "title": article.title,
        "publisher": notice.publisher,
        "source": article.source,
        "published_at": article.published_at,
        "signed_by": notice.signed_by,
        "signed_on": notice.signed_on,
        **{f"inspection.{key}": getattr(notice.inspection, key) for key in INSPECTION_KEYS},
    }
    places: Mapping[str, Quote | None] = {
        "contacts.address": contacts.address,
        "contacts.postcode": contacts.postcode,
    }
    lists: Mapping[str, Iterable[Quote]] = {
        "column": [found.quote for found in article.column],
        "contacts.phones": contacts.phones,
        "contacts.emails": contacts.emails,
    }
    evidence: dict[str, Any] = {key: _placed(found.quote) for key, found in single.items() if found}
    evidence |= {key: _placed(quote) for key, quote in places.items() if quote}
    evidence |= {key: [_placed(quote) for quote in quotes] for key, quotes in lists.items() if quotes}
    return evidence


def _value(found: Found[Any] | None) -> Any:
    value = found.value if found else None
    return value.isoformat() if isinstance(value, date) else value


def _stamp(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=CHINA) if value.tzinfo is None else value.astimezone(CHINA)
    return value.isoformat() if value else None


def _span(quote: Quote | None) -> list[int] | None:
    return [quote.start, quote.end] if quote else None


def _quoted(quote: Quote) -> dict[str, Any]:
    return {"quote": quote.text, "span": [quote.start, quote.end]}


def _placed(quote: Quote) -> dict[str, Any]:
    return {"quote": quote.text, "span": [quote.start, quote.end], "in": quote.where}
