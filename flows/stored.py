"""Read stored pages again with the present parser, for the warehouse, which knows no parser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.attached import FindPage, read_stored_files
from flows.collect import charset_in
from scrapers import notice
from scrapers.model import Notice
from warehouse.archive import read_body
from warehouse.model import Page


def reparse_stored(archive: Path, find: FindPage | None = None) -> Callable[[Page], Notice]:
    """A function that parses an archived page, as the warehouse asks for when old and new are compared.

    `find` gives the archived pages of attached files (see `warehouse.pages.page_at`); without it a page that
    leaves its text to a file is read without that text.
    """

    def reparse(page: Page) -> Notice:
        parsed = notice.parse(read_body(archive, page), page.url, charset=charset_in(page.content_type))
        return read_stored_files(parsed, page, archive, find) if find else parsed

    return reparse
