"""What could not be read or looks wrong, as rows for the operator."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from scrapers.model import Issue
from warehouse.identity import canonical_address
from warehouse.ids import make_id
from warehouse.model import Document
from warehouse.write import as_json, merge

# What reading a page again says nothing of: these wait for the operator, or for what raised them.
LASTING = (
    "edit_not_told",
    "archived_page_unreadable",
    "commitment_match_doubtful",
    "version_unread",
    "correction_not_placed",
)


def record_issues(con: Any, documents: Sequence[Document], now: datetime) -> None:
    """Record the issues of fresh parses; issues of the same addresses that no longer show are resolved."""
    addresses = {canonical_address(document.url) for document in documents}
    notices = _find_notices(con, addresses)
    rows: dict[str, dict[str, Any]] = {}
    for document in documents:
        notice_id = notices.get(canonical_address(document.url))
        for issue in _issues_of(document, notice_id):
            row = _row(issue, document.source_id, document.url, notice_id, now)
            rows[row["issue_id"]] = row
    merge(con, "issues", ("issue_id",), list(rows.values()), ("resolved_at",))
    known = con.execute(
        """
        SELECT issue_id, url FROM issues
        WHERE resolved_at IS NULL AND NOT kind IN (SELECT unnest(from_json($lasting, '["VARCHAR"]')))
            AND (url IN (SELECT unnest(from_json($urls, '["VARCHAR"]')))
                OR notice_id IN (SELECT unnest(from_json($notices, '["VARCHAR"]'))))
        """,
        {
            "lasting": as_json(LASTING),
            "urls": as_json(document.url for document in documents),
            "notices": as_json(set(notices.values())),
        },
    ).fetchall()
    gone = [i for i, url in known if i not in rows and canonical_address(url) in addresses]
    _resolve(con, gone, now)


def resolve_issues(con: Any, *, kind: str, url: str, now: datetime, beginning: str = "") -> None:
    """Resolve the open issues of a kind at an address, or those of them whose message begins so."""
    found = con.execute(
        """
        SELECT issue_id FROM issues
        WHERE resolved_at IS NULL AND kind = ? AND url = ? AND starts_with(message, ?)
        """,
        [kind, url, beginning],
    ).fetchall()
    _resolve(con, [issue_id for (issue_id,) in found], now)


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
    notice_id = notice_id or _find_notices(con, [canonical_address(url)]).get(canonical_address(url))
    row = _row(Issue(kind, message), source_id, url, notice_id, now) | {"quote": quote or None}
    merge(con, "issues", ("issue_id",), [row], ("resolved_at",))


def _find_notices(con: Any, addresses: Collection[str]) -> dict[str, str]:
    """Notice ids by canonical address, of those addresses that are known."""
    return dict(
        con.execute(
            """
            SELECT address, notice_id FROM notice_addresses
            WHERE address IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
            """,
            [as_json(addresses)],
        ).fetchall()
    )


def _resolve(con: Any, ids: Sequence[str], now: datetime) -> None:
    if ids:
        con.execute(
            """
            UPDATE issues SET resolved_at = ?
            WHERE issue_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
            """,
            [now, as_json(ids)],
        )


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
