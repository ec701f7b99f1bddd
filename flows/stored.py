"""Read stored pages again with the present parser, for the warehouse, which knows no parser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.attached import find_among, read_stored_files
from flows.collect import charset_in
from scrapers import notice
from scrapers.model import Notice
from warehouse.archive import read_body
from warehouse.model import Page


def reparse_stored(archive: Path) -> Callable[[Page, Sequence[Page]], Notice]:
    """A function that parses an archived page, as the warehouse asks for when old and new are compared.

    Its second argument are the archived pages of the page's attached files, of whatever day: those that came
    with the page are picked.
    """

    def reparse(page: Page, attached: Sequence[Page]) -> Notice:
        parsed = notice.parse(read_body(archive, page), page.url, charset=charset_in(page.content_type))
        return read_stored_files(parsed, page, archive, find_among(attached))

    return reparse
