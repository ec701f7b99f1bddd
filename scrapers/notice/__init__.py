"""Turn an article into a notice: outline, problems, commitments, figures, contacts."""

from __future__ import annotations

import re
from datetime import date, datetime

from scrapers.article import read_page, read_text
from scrapers.model import Article, Issue, ListItem, Notice
from scrapers.notice.checks import check_claims
from scrapers.notice.commitments import read_commitments
from scrapers.notice.contacts import read_contacts
from scrapers.notice.deadlines import Anchors
from scrapers.notice.genre import judge_genre
from scrapers.notice.inspection import find_damaged_days, read_inspection
from scrapers.notice.open_items import read_open_items
from scrapers.notice.outline import read_outline
from scrapers.notice.problems import read_problems
from scrapers.notice.publisher import find_publisher
from scrapers.notice.signature import read_signature
from scrapers.notice.tallies import find_damaged_counts, read_figures

PARSER_VERSION = "1.3"
"""Raised whenever the same bytes may give other rows: rows of two versions are never mixed."""

MARKUP = re.compile(rb"<\s*(?:!doctype|html|body|div|p|table|span|br|meta|script|\?xml)\b", re.IGNORECASE)
SNIFF = 65_536


def parse(data: bytes, url: str, *, charset: str | None = None, listed: ListItem | None = None) -> Notice:
    """Read a page's or a plain text's bytes into a notice; no I/O and no clock.

    Args:
        data: the bytes as received.
        url: the address or file name; one that ends in `.txt` is a plain text, as are bytes without markup.
        charset: the HTTP header's charset, if any.
        listed: the list row under which the page was found, if any.

    Raises:
        UnreadableError: the bytes are empty or no text.
    """
    plain = url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].lower().endswith(".txt")
    if plain or not MARKUP.search(data[:SNIFF].replace(b"\0", b"")):
        return read_notice(read_text(data, url))
    return read_notice(read_page(data, url, charset=charset, listed=listed))


def read_notice(article: Article, *, known_by: str = "") -> Notice:
    """Read all that SCHEMA names from a cleaned article; one of another genre keeps only the article.

    `known_by` is what else tells that the article is a notice, in words, where its text alone may not.
    """
    taken, reason = judge_genre(article)
    if known_by and not taken:
        taken, reason = True, f"a rectification notice: {known_by}"
    if not taken:
        return Notice(article, False, reason, PARSER_VERSION, issues=article.issues)
    problems, problem_issues = read_problems(article, read_outline(article))
    signature = read_signature(article)
    signed = signature.signed_on.value if signature.signed_on else None
    inspection = read_inspection(article, signed)
    feedback = inspection.feedback_on.value if inspection.feedback_on else None
    anchors = Anchors(published=_day(article), signed=signed, feedback=feedback)
    commitments, commitment_issues = read_commitments(article, problems, anchors)
    figures = read_figures(article, problems)
    issues: tuple[Issue, ...] = (*article.issues, *problem_issues, *commitment_issues, *signature.issues)
    return Notice(
        article=article,
        is_notice=True,
        reason=reason,
        parser_version=PARSER_VERSION,
        publisher=find_publisher(article, signature),
        signed_by=signature.signed_by,
        signed_on=signature.signed_on,
        inspection=inspection,
        figures=figures,
        contacts=read_contacts(article, max((p.quote.end for p in problems), default=0)),
        problems=problems,
        commitments=commitments,
        open_items=read_open_items(article, problems, commitments, anchors.today),
        issues=(
            *issues,
            *find_damaged_days(article),
            *find_damaged_counts(article),
            *check_claims(figures, problems),
        ),
    )


def _day(article: Article) -> date | None:
    stamp = article.published_at.value if article.published_at else None
    return stamp.date() if isinstance(stamp, datetime) else stamp
