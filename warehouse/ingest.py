"""Parsed documents into rows and events: which notice, which version, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from warehouse.batch import Batch
from warehouse.corrections import keep_corrections
from warehouse.events import make_event_id
from warehouse.identity import canonical_address, cms_key
from warehouse.ids import make_id
from warehouse.issues import record_issues
from warehouse.known import CHANGED, NEW, Address, Known, identity_text, load_index
from warehouse.model import Document, Event, EventKind
from warehouse.pages import record_pages
from warehouse.payloads import describe_notice
from warehouse.polling import load_sources
from warehouse.removal import restore
from warehouse.versions import Reparse, add_first_version, compare_other_address, update_version


def ingest(
    con: Any,
    documents: Sequence[Document],
    *,
    now: datetime,
    silent: bool = False,
    reparse: Reparse | None = None,
) -> list[Event]:
    """Bring parsed documents into the warehouse and return what happened, for `record_events` to record.

    Documents that are no notices leave only their page and issues. Ingesting a document again changes nothing
    and returns nothing. `silent` marks the events of first polls and loads by hand; `reparse` reads an
    archived page, with those of its attached files, again with the present parser, for notices that an older
    one read: without it such a notice's text is taken over without calling it an edit, and an issue says so.

    Raises:
        duckdb.Error: the connection is not one of `warehouse.connect.writing`.
    """
    record_pages(con, [document.page for document in documents])
    notices = [document for document in documents if document.notice.is_notice]
    texts = [identity_text(document) for document in notices]
    batch = Batch(con, now, silent, load_index(con, notices, texts), load_sources(con))
    for document, text in sorted(zip(notices, texts, strict=True), key=lambda pair: _turn(batch, pair[0])):
        _take(batch, document, text, reparse)
    batch.flush()
    record_issues(con, documents, now)
    events = keep_corrections(con, batch.events, now)
    seen = {canonical_address(document.url) for document in notices}
    return [*events, *restore(con, seen, now, silent=silent)]


def _turn(batch: Batch, document: Document) -> tuple[bool, datetime]:
    """Primary addresses first, so that an edit made everywhere is an edit and no divergence."""
    known = batch.index.find(canonical_address(document.url), None, "")
    is_primary = known is not None and known.primary_url == canonical_address(document.url)
    return not is_primary, document.page.fetched_at


def _take(batch: Batch, document: Document, text: str, reparse: Reparse | None) -> None:
    address = canonical_address(document.url)
    known = batch.index.find(address, cms_key(document.url), text)
    if known is None:
        _add_notice(batch, document, _make_address(batch, document, "", text, is_primary=True))
        return
    place = known.addresses.get(address)
    if place is None:
        place = _make_address(batch, document, known.notice_id, text, is_primary=False)
        known.addresses[address] = place
        batch.index.add(known)
        batch.touch(place, NEW)
        compare_other_address(batch, known, place, document, first=True)
        return
    if document.list_url and document.list_url not in place.lists:
        place.lists = sorted({*place.lists, document.list_url})
        batch.touch(place, CHANGED)
    if address == known.primary_url:
        update_version(batch, known, place, document, reparse)
    else:
        compare_other_address(batch, known, place, document, first=False)


def _add_notice(batch: Batch, document: Document, place: Address) -> None:
    notice_id = make_id("notice", place.cms_key or place.address)
    place.notice_id = notice_id
    known = Known(notice_id, document.source_id, place.address, "live", {place.address: place})
    batch.rows["notices"].append(
        {
            "notice_id": notice_id,
            "source_id": document.source_id,
            "primary_url": place.address,
            "state": "live",
            "state_since": batch.now,
            "first_seen_at": batch.now,
            "backlog": batch.silent,
        }
    )
    batch.touch(place, NEW)
    commitments = add_first_version(batch, known, document)
    batch.index.add(known)
    source = batch.sources.get(document.source_id, {})
    batch.events.append(
        Event(
            event_id=make_event_id(EventKind.NOTICE_PUBLISHED, notice_id),
            kind=EventKind.NOTICE_PUBLISHED,
            at=batch.now,
            source_id=document.source_id,
            notice_id=notice_id,
            silent=batch.silent,
            payload=describe_notice(document.notice, document.url, source, document.page, commitments),
        )
    )


def _make_address(
    batch: Batch, document: Document, notice_id: str, text: str, *, is_primary: bool
) -> Address:
    return Address(
        address=canonical_address(document.url),
        url=document.url,
        notice_id=notice_id,
        source_id=document.source_id,
        lists=[document.list_url] if document.list_url else [],
        cms_key=cms_key(document.url),
        fingerprint=text,
        is_primary=is_primary,
        first_seen_at=batch.now,
        last_seen_at=batch.now,
        last_checked_at=batch.now,
        page_id=document.page.page_id,
    )
