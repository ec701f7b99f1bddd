"""What two readings of a notice are compared by, from a fresh parse or from the rows of a stored one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scrapers.model import Article, Notice
from warehouse.ids import make_id
from warehouse.write import fetch_rows

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """A problem as far as two readings are compared by it."""

    path: Path
    finding: str
    status: str | None
    status_text: str
    quote: str


@dataclass(frozen=True, slots=True)
class ReadCommitment:
    """A commitment or, with empty days, an open item. `commitment_id` is empty until it has been carried.

    `finding` is that of the problem it stands in; an open item's is left empty.
    """

    path: Path
    quote: str
    due_expression: str = ""
    due_on: date | None = None
    due_strict: date | None = None
    uncertain: bool = False
    commitment_id: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a notice's text. `day` is the publication day that the page itself shows."""

    title: str
    day: date | None
    text: str
    problems: tuple[ReadProblem, ...] = ()
    commitments: tuple[ReadCommitment, ...] = ()
    open_items: tuple[ReadCommitment, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()

    @property
    def fingerprint(self) -> str:
        """Hash of what makes a version: title, publication day and text."""
        return make_id("version", self.title, self.day, self.text)


def day_of(value: date | datetime | None) -> date | None:
    """The day of a publication stamp; a stamp's time is that of Asia/Shanghai already."""
    return value.date() if isinstance(value, datetime) else value


def title_of(article: Article) -> str:
    """The article's title, empty where it has none."""
    return article.title.value if article.title else ""


def published_on(article: Article) -> date | None:
    """The publication day: the stamp that the parser trusts, else the best of those offered."""
    stamp = article.published_at.value if article.published_at else article.dates.best
    return day_of(stamp)


def read_header(article: Article) -> Reading:
    """Title, shown day and text of an article: enough to tell whether it makes a version."""
    return Reading(title_of(article), day_of(article.dates.visible), article.body)


def read_notice(notice: Notice) -> Reading:
    """All that a fresh parse is compared by."""
    article = notice.article
    header = read_header(article)
    return Reading(
        header.title,
        header.day,
        header.text,
        tuple(
            ReadProblem(
                p.path,
                p.finding.text if p.finding else "",
                p.status.value if p.status else None,
                p.status_text.text if p.status_text else "",
                p.quote.text,
            )
            for p in notice.problems
        ),
        read_commitments(notice),
        read_open_items(notice),
        tuple(sorted((key, str(found.value)) for key, found in notice.figures.items())),
        tuple(sorted((kind, quote.text) for kind, quote in contact_quotes(notice))),
    )


def read_commitments(notice: Notice) -> tuple[ReadCommitment, ...]:
    """The dated promises of a fresh parse, without ids."""
    findings = {p.path: p.finding.text for p in reversed(notice.problems) if p.finding}
    return tuple(
        ReadCommitment(
            c.problem_path or (),
            c.quote.text,
            c.due_expression.text,
            c.due_on,
            c.due_strict,
            c.uncertain,
            finding=findings.get(c.problem_path or (), ""),
        )
        for c in notice.commitments
    )


def read_open_items(notice: Notice) -> tuple[ReadCommitment, ...]:
    """The open items of a fresh parse, without ids."""
    return tuple(
        ReadCommitment(o.problem_path or (), o.quote.text, uncertain=o.uncertain) for o in notice.open_items
    )


def contact_quotes(notice: Notice) -> list[tuple[str, Any]]:
    """(kind, quote) for each way to reach the publisher."""
    contacts = notice.contacts
    found: list[tuple[str, Any]] = [("phone", quote) for quote in contacts.phones]
    found += [(kind, q) for kind, q in (("address", contacts.address), ("postcode", contacts.postcode)) if q]
    return found + [("email", quote) for quote in contacts.emails]


def load_commitments(con: Any, parse_id: str) -> tuple[ReadCommitment, ...]:
    """The dated promises of a stored parse, with their ids, in document order."""
    query = "SELECT * FROM commitments WHERE parse_id = ? ORDER BY position"
    return tuple(
        ReadCommitment(
            tuple(r["path"] or ()),
            r["quote"],
            r["due_expression"],
            r["due_on"],
            r["due_strict"],
            r["uncertain"],
            r["commitment_id"],
            r["finding"] or "",
        )
        for r in fetch_rows(con, query, [parse_id])
    )


def load_open_items(con: Any, parse_id: str) -> tuple[ReadCommitment, ...]:
    """The open items of a stored parse, with their ids, in document order."""
    query = "SELECT * FROM open_items WHERE parse_id = ? ORDER BY position"
    return tuple(
        ReadCommitment(
            tuple(r["path"] or ()), r["quote"], uncertain=r["uncertain"], commitment_id=r["open_item_id"]
        )
        for r in fetch_rows(con, query, [parse_id])
    )


def load_reading(con: Any, version_id: str, parse_id: str) -> Reading:
    """All that a stored version is compared by, as its stored parse read it."""
    version = fetch_rows(con, "SELECT * FROM notice_versions WHERE version_id = ?", [version_id])[0]
    problems = fetch_rows(con, "SELECT * FROM problems WHERE parse_id = ? ORDER BY position", [parse_id])
    figures = con.execute(
        "SELECT key, coalesce(value::VARCHAR, day::VARCHAR) FROM figures WHERE parse_id = ? ORDER BY 1, 2",
        [parse_id],
    ).fetchall()
    contacts = con.execute(
        "SELECT kind, quote FROM contacts WHERE parse_id = ? ORDER BY 1, 2", [parse_id]
    ).fetchall()
    return Reading(
        version["title"],
        version["shown_on"],
        version["text"],
        tuple(
            ReadProblem(tuple(p["path"]), p["finding"] or "", p["status"], p["status_text"] or "", p["quote"])
            for p in problems
        ),
        load_commitments(con, parse_id),
        load_open_items(con, parse_id),
        tuple(figures),
        tuple(contacts),
    )
