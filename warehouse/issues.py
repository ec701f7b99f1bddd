"""What could not be read or looks wrong, as rows for the operator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scrapers.model import Issue
from warehouse.identity import canonical_address
from warehouse.ids import make_id
from warehouse.model import Document
from warehouse.write import as_json, merge


def record_issues(con: Any, documents: Sequence[Document], now: datetime) -> None:
    """Record the issues of fresh parses; issues of the same addresses that no longer show are resolved."""
    urls = [document.url for document in documents]
    notices = dict(
        con.execute(
            """
            SELECT address, notice_id FROM notice_addresses
            WHERE address IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
            """,
            [as_json(canonical_address(url) for url in urls)],
        ).fetchall()
    )
    rows: dict[str, dict[str, Any]] = {}
    for document in documents:
        notice_id = notices.get(canonical_address(document.url))
        for issue in _issues_of(document, notice_id):
            row = _row(issue, document.source_id, document.url, notice_id, now)
            rows[row["issue_id"]] = row
    merge(con, "issues", ("issue_id",), list(rows.values()), ("resolved_at",))
    con.execute(
        """
        UPDATE issues SET resolved_at = $now
        WHERE resolved_at IS NULL AND url IN (SELECT unnest(from_json($urls, '["VARCHAR"]')))
            AND NOT issue_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]')))
            AND kind NOT IN ('edit_not_told', 'commitment_match_doubtful', 'archived_page_unreadable')
        """,
        {"now": now, "urls": as_json(urls), "ids": as_json(rows)},
    )


def add_issue(
    con: Any,
    *,
    kind: str,
    source_id: str,
    url: str,
    message: str,
    now: datetime,
    notice_id: str | None = None,
    quote: str = "",
) -> None:
    """Record one issue that is no parser's: a failed assertion, a changed shape, a doubt."""
    row = _row(Issue(kind, message), source_id, url, notice_id, now) | {"quote": quote or None}
    merge(con, "issues", ("issue_id",), [row], ("resolved_at",))


def _issues_of(document: Document, notice_id: str | None) -> list[Issue]:
    issues = list(document.notice.issues)
    issues += [issue for issue in document.notice.article.issues if issue not in issues]
    if notice_id and not document.notice.is_notice:
        issues.append(
            Issue("no_longer_notice", f"a known notice's address shows no notice: {document.notice.reason}")
        )
    return issues


def _row(issue: Issue, source_id: str, url: str, notice_id: str | None, now: datetime) -> dict[str, Any]:
    quote = issue.quote.text if issue.quote else None
    return {
        "issue_id": make_id("issue", issue.kind, source_id, url, issue.message, quote),
        "kind": issue.kind,
        "source_id": source_id,
        "notice_id": notice_id,
        "url": url,
        "message": issue.message,
        "quote": quote,
        "first_seen_at": now,
        "resolved_at": None,
    }
