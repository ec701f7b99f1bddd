"""Files attached to notices: fetched beside the page, or taken from the archive when it is read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scrapers.attachments import extract_text
from scrapers.attachments.model import TOOL_MISSING
from scrapers.model import Attachment, Issue, Notice, Outcome, Response
from scrapers.notice.attached import (
    MOST_FILES,
    ReadFile,
    add_files,
    is_announced,
    is_only_attached,
    read_attached,
)
from warehouse.archive import read_body
from warehouse.model import Page

Get = Callable[[str], Awaitable[Response]]
FindPage = Callable[[str, datetime], Page | None]

# Asking again brings nothing else: the file is not there, or may not be taken.
SETTLED = {Outcome.OK, Outcome.GONE, Outcome.REFUSED_ADDRESS, Outcome.TOO_LARGE}


@dataclass(frozen=True, slots=True)
class WithFiles:
    """A notice together with its files. `missed` names those that may come another time.

    `is_torn` tells that the notice's text stands in the files, and one of them was missed.
    """

    notice: Notice
    missed: tuple[str, ...] = ()
    is_torn: bool = False


async def fetch_files(notice: Notice, get: Get) -> WithFiles:
    """A page's notice with its attached files fetched and read, at most MOST_FILES."""
    if not is_announced(notice) or not notice.article.attachments:
        return WithFiles(notice)
    needed = is_only_attached(notice)
    files: list[ReadFile] = []
    missed: list[str] = []
    for attachment in notice.article.attachments[:MOST_FILES]:
        label = _label(attachment)
        response = await get(attachment.url)
        if response.outcome is not Outcome.OK:
            said = f"{label}: {response.outcome}" + (f" ({response.detail})" if response.detail else "")
            files.append(ReadFile(attachment, None, (Issue("attachment_not_fetched", said),)))
            missed += [] if response.outcome in SETTLED else [said]
            continue
        extracted = extract_text(response.body, label)
        if needed:
            missed += [issue.message for issue in extracted.issues if issue.kind == TOOL_MISSING]
        files.append(ReadFile(attachment, extracted))
    return WithFiles(_combine(notice, files), tuple(missed), needed and bool(missed))


def read_stored_files(notice: Notice, page: Page, archive: Path, find: FindPage) -> Notice:
    """An archived page's notice with its files as they were archived with it.

    Raises:
        ArchiveError: a file's record is missing, torn or altered.
    """
    if not is_announced(notice) or not notice.article.attachments:
        return notice
    files: list[ReadFile] = []
    for attachment in notice.article.attachments[:MOST_FILES]:
        stored = find(attachment.url, page.fetched_at)
        if stored is None:
            said = f"{_label(attachment)}: not in the archive"
            files.append(ReadFile(attachment, None, (Issue("attachment_not_fetched", said),)))
            continue
        files.append(ReadFile(attachment, extract_text(read_body(archive, stored), _label(attachment))))
    return _combine(notice, files)


def find_among(pages: Sequence[Page]) -> FindPage:
    """A finder among known pages: the first at or after a moment, else the last before it."""

    def find(url: str, moment: datetime) -> Page | None:
        known = sorted((p for p in pages if p.url == url), key=lambda p: p.fetched_at)
        return next((p for p in known if p.fetched_at >= moment), known[-1] if known else None)

    return find


def _combine(notice: Notice, files: Sequence[ReadFile]) -> Notice:
    whole = read_attached(notice.article, files) if is_only_attached(notice) else notice
    return add_files(whole, files)


def _label(attachment: Attachment) -> str:
    return f"{attachment.name} {attachment.url}".strip()
