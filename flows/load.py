"""Load local files into the warehouse as if they had been polled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from flows.alerts.plan import plan_messages
from flows.alerts.subscribers import load_subscribers
from flows.settings import Settings
from flows.stored import reparse_stored
from scrapers import notice
from scrapers.model import Outcome, Response, UnreadableError
from warehouse import connect, outbox, polling
from warehouse.archive import Archive
from warehouse.events import record_events
from warehouse.following import follow_up
from warehouse.ingest import ingest
from warehouse.model import Document, Fetch, SourceRow
from warehouse.pages import latest_pages, record_pages
from warehouse.publish import publish

LOCAL = SourceRow("local", "Local files", "", "")
BATCH = 200
KINDS = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file. `notice` is false where it was left out: `said` tells why."""

    path: Path
    notice: bool
    said: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of the files, and how many messages to subscribers were planned."""

    files: list[Loaded]
    messages: int


def load_files(
    settings: Settings,
    paths: Sequence[Path],
    *,
    now: datetime,
    alert: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> LoadReport:
    """Archive, parse and ingest files; those that can't be read, or hold no notice, are told and left out.

    No message to subscribers is planned unless `alert`; none is sent here.

    Raises:
        WarehouseError: the warehouse or archive can't be used.
    """
    subscribers = load_subscribers(settings.subscribers)
    results: list[Loaded] = []
    planned = 0
    for start in range(0, len(paths), BATCH):
        documents: list[Document] = []
        fetches: list[Fetch] = []
        chunk = paths[start : start + BATCH]
        with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
            stored = {p.url: p.sha256 for p in latest_pages(con, [x.resolve().as_uri() for x in chunk])}
        archive = Archive(settings.archive, f"{now:%Y%m%dT%H%M%S}-{os.getpid()}")
        try:
            for result, document, fetch in _read_files(chunk, stored, archive, now):
                results.append(result)
                documents += [document] if document else []
                fetches += [fetch] if fetch else []
            archive.sync()
        finally:
            archive.close()
        if documents:
            with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
                polling.register_sources(con, [LOCAL], now, others=True)
                record_pages(con, [d.page for d in documents])
                polling.record_fetches(con, fetches)
                events = ingest(
                    con, documents, now=now, silent=not alert, reparse=reparse_stored(settings.archive)
                )
                events += follow_up(con, events, now=now, silent=not alert)
                messages = plan_messages(record_events(con, events), subscribers, now)
                outbox.enqueue(con, messages)
            planned += len(messages)
        progress(len(results), len(paths))
    if any(result.notice for result in results):
        publish(settings.warehouse, settings.read_copy)
    return LoadReport(results, planned)


def _read_files(
    paths: Sequence[Path], stored: Mapping[str, str], archive: Archive, now: datetime
) -> Iterator[tuple[Loaded, Document | None, Fetch | None]]:
    for path in paths:
        url = path.resolve().as_uri()
        try:
            data = path.read_bytes()
            parsed = notice.parse(data, url)
        except (OSError, UnreadableError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            yield Loaded(path, False, f"{path}: {why}", failed=True), None, None
            continue
        if not parsed.is_notice:
            yield Loaded(path, False, f"{path}: no notice, left out ({parsed.reason})"), None, None
            continue
        said = f"{path}: {len(parsed.problems)} problems, {len(parsed.commitments)} commitments"
        if stored.get(url) == sha256(data).hexdigest():
            yield Loaded(path, True, f"{said}; loaded before, unchanged"), None, None
            continue
        kind = KINDS.get(path.suffix.lower(), "text/html")
        page = archive.append(
            Response(url, url, Outcome.OK, now, status=200, headers=(("Content-Type", kind),), body=data)
        )
        fetch = Fetch(LOCAL.source_id, url, "file", now, Outcome.OK, 200, page_id=page.page_id)
        yield Loaded(path, True, said), Document(LOCAL.source_id, url, page, parsed), fetch
