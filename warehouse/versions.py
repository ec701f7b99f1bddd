"""Versions of a notice: the first, those that an edit makes, and what other addresses show beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from scrapers.model import Notice, UnreadableError
from warehouse.archive.reader import ArchiveError
from warehouse.batch import Batch
from warehouse.carry import carry_ids
from warehouse.changes import find_changes, is_edit
from warehouse.events import make_event_id
from warehouse.ids import make_id
from warehouse.issues import add_issue
from warehouse.known import CHANGED, Address, Known, Version, identity_text
from warehouse.model import Document, Event, EventKind, Page
from warehouse.pages import attached_pages, load_page
from warehouse.parses import add_parse
from warehouse.payloads import describe_notice, describe_page
from warehouse.readings import (
    ReadCommitment,
    Reading,
    load_commitments,
    load_open_items,
    load_reading,
    published_on,
    read_commitments,
    read_header,
    read_notice,
    read_open_items,
)
from warehouse.sentences import diff_sentences

Reparse = Callable[[Page, Sequence[Page]], Notice]
NOT_WORDS = re.compile(r"[\W_]+")


def add_first_version(batch: Batch, known: Known, document: Document) -> list[ReadCommitment]:
    """Add the first version of a new notice and its parse; returns its commitments with their ids."""
    commitments, _ = carry_ids(known.notice_id, (), read_commitments(document.notice))
    open_items, _ = carry_ids(known.notice_id, (), read_open_items(document.notice))
    _add_version(batch, known, document, 1, commitments, open_items)
    return commitments


def update_version(
    batch: Batch, known: Known, place: Address, document: Document, reparse: Reparse | None
) -> None:
    """Compare what the primary address shows now with the current version, both read by the same parser."""
    version, header = known.version, read_header(document.notice.article)
    assert version is not None
    same_parser = version.parser_version == document.notice.parser_version
    if header.fingerprint == version.fingerprint and same_parser:
        return
    if known.notice_id in batch.busy:
        batch.flush()
    old = load_reading(batch.con, version.version_id, version.parse_id)
    before = old if same_parser else _read_again(batch, version, document, reparse)
    if before is None:
        if is_edit(old, header):
            _report_unread(batch, known, document, version)
        _add_reading(batch, known, document, old)
    elif not is_edit(before, header):
        if not same_parser:
            _add_reading(batch, known, document, old)
        return
    else:
        _add_edit(batch, known, document, old, before)
    place.fingerprint, place.page_id = identity_text(document), document.page.page_id
    batch.touch(place, CHANGED)
    for other in known.addresses.values():
        if other.diverged and other.fingerprint == place.fingerprint:
            other.diverged = False
            batch.touch(other, CHANGED)


def compare_other_address(
    batch: Batch, known: Known, place: Address, document: Document, *, first: bool
) -> None:
    """See whether an address that is not the primary one departs from the primary's text."""
    text = identity_text(document)
    if text == place.fingerprint and not first:
        return
    primary = known.addresses[known.primary_url]
    place.fingerprint, place.page_id = text, document.page.page_id
    batch.touch(place, CHANGED)
    if text == primary.fingerprint:
        place.diverged = False
        return
    if known.notice_id in batch.busy:
        batch.flush()
    version = known.version
    assert version is not None
    old, new = (
        load_reading(batch.con, version.version_id, version.parse_id),
        read_header(document.notice.article),
    )
    place.diverged = _words(old) != _words(new)
    if not place.diverged or version.parser_version != document.notice.parser_version:
        return
    source = batch.sources.get(place.source_id, {})
    edits = diff_sentences(old.text, new.text)
    batch.events.append(
        Event(
            event_id=make_event_id(
                EventKind.NOTICE_DIVERGED, known.notice_id, place.address, new.fingerprint
            ),
            kind=EventKind.NOTICE_DIVERGED,
            at=batch.now,
            source_id=place.source_id,
            notice_id=known.notice_id,
            silent=batch.silent,
            payload={
                "title": new.title or old.title,
                "publisher": source.get("publisher"),
                "region": source.get("region"),
                "source": source.get("name"),
                "url": document.url,
                "primary_url": primary.url,
                "page": describe_page(document.page),
                "changes": [{"type": "wording", "old": e.old, "new": e.new} for e in edits[:50]],
            },
        )
    )


def _read_again(
    batch: Batch, version: Version, document: Document, reparse: Reparse | None
) -> Reading | None:
    """The stored version as the present parser reads its archived bytes, or None where that can't be done."""
    page = load_page(batch.con, version.page_id)
    if reparse is None or page is None:
        return None
    try:
        notice = reparse(page, attached_pages(batch.con, version.parse_id))
    except (ArchiveError, UnreadableError) as error:
        add_issue(
            batch.con,
            kind="archived_page_unreadable",
            source_id=document.source_id,
            url=document.url,
            message=str(error),
            now=batch.now,
        )
        return None
    if notice.parser_version != document.notice.parser_version:
        return None
    return read_notice(notice)


def _report_unread(batch: Batch, known: Known, document: Document, version: Version) -> None:
    add_issue(
        batch.con,
        kind="edit_not_told",
        source_id=document.source_id,
        url=document.url,
        message=(
            f"text differs from version {version.number}, which parser {version.parser_version} read; its "
            "archived bytes could not be read again: an edit cannot be told from a better reading"
        ),
        now=batch.now,
        notice_id=known.notice_id,
    )


def _add_reading(batch: Batch, known: Known, document: Document, old: Reading) -> None:
    """Add the present parser's reading of the current version; the old parse keeps the text that it read."""
    version, notice = known.version, document.notice
    assert version is not None
    header, now = read_header(notice.article), batch.now
    commitments, open_items = _carry(batch, known, version, notice)
    masthead = batch.con.execute(
        "SELECT masthead FROM notice_versions WHERE version_id = ?", [version.version_id]
    ).fetchone()[0]
    keeps_text = (old.text, masthead) != (header.text, notice.article.masthead)
    batch.superseded.append(
        {
            "parse_id": version.parse_id,
            "superseded_at": now,
            "text": old.text if keeps_text else None,
            "masthead": masthead if keeps_text else None,
        }
    )
    renewed = replace(
        version,
        title=header.title,
        shown_on=header.day,
        fingerprint=header.fingerprint,
        parser_version=notice.parser_version,
    )
    batch.reread_versions.append(_version_row(known, renewed, document))
    parse_id = add_parse(
        batch.rows,
        notice,
        notice_id=known.notice_id,
        version_id=version.version_id,
        page_id=document.page.page_id,
        now=now,
        commitments=commitments,
        open_items=open_items,
    )
    known.version = replace(renewed, parse_id=parse_id)
    batch.busy.add(known.notice_id)


def _add_edit(batch: Batch, known: Known, document: Document, stored: Reading, before: Reading) -> None:
    version = known.version
    assert version is not None
    commitments, open_items = _carry(batch, known, version, document.notice)
    before_commitments, _ = carry_ids(known.notice_id, stored.commitments, before.commitments)
    old = replace(before, commitments=tuple(before_commitments))
    new = replace(read_notice(document.notice), commitments=tuple(commitments))
    changes = find_changes(old, new)
    batch.closed_versions.append({"version_id": version.version_id, "valid_to": batch.now})
    _add_version(batch, known, document, version.number + 1, commitments, open_items)
    assert known.version is not None
    source = batch.sources.get(document.source_id, {})
    payload = describe_notice(document.notice, document.url, source, document.page, commitments)
    earlier = load_page(batch.con, version.page_id)
    payload |= {
        "version": known.version.number,
        "changes": changes,
        "previous_page": describe_page(earlier) if earlier else None,
    }
    batch.events.append(
        Event(
            event_id=make_event_id(EventKind.NOTICE_CHANGED, known.version.version_id),
            kind=EventKind.NOTICE_CHANGED,
            at=batch.now,
            source_id=known.source_id,
            notice_id=known.notice_id,
            silent=batch.silent,
            payload=payload,
        )
    )
    for change in changes:
        if change["type"] == "deadline":
            _move_deadline(batch, known, change, payload)


def _move_deadline(batch: Batch, known: Known, change: dict[str, Any], notice: dict[str, Any]) -> None:
    """Record the new date of a promise that an edit moved; a later one is an extension."""
    assert known.version is not None
    commitment_id, version_id = change["commitment_id"], known.version.version_id
    item = next(c for c in notice["commitments"] if c["commitment_id"] == commitment_id)
    is_later = change["new"] > change["old"]
    state = "extended" if is_later else "open"
    batch.rows["commitment_states"].append(
        {
            "state_id": make_id("state", commitment_id, state, version_id),
            "commitment_id": commitment_id,
            "subject": "commitment",
            "state": state,
            "recorded_at": batch.now,
            "due_on": item["due_on"],
            "due_strict": item["due_strict"],
            "actor": "matcher",
            "reason": "the notice's own text was edited",
            "score": 1.0,
            "evidence_notice_id": known.notice_id,
            "evidence_version_id": version_id,
            "evidence_quote": change["new_quote"],
        }
    )
    if is_later and not item["uncertain"]:
        keys = ("title", "publisher", "region", "source", "url", "page")
        batch.events.append(
            Event(
                event_id=make_event_id(EventKind.COMMITMENT_EXTENDED, commitment_id, version_id),
                kind=EventKind.COMMITMENT_EXTENDED,
                at=batch.now,
                source_id=known.source_id,
                notice_id=known.notice_id,
                commitment_id=commitment_id,
                silent=batch.silent,
                payload={k: notice[k] for k in keys} | item | {"change": change},
            )
        )


def _carry(
    batch: Batch, known: Known, version: Version, notice: Notice
) -> tuple[list[ReadCommitment], list[ReadCommitment]]:
    """The new commitments and open items with the ids of those that they restate; doubts become issues."""
    carried, doubtful = carry_ids(
        known.notice_id, load_commitments(batch.con, version.parse_id), read_commitments(notice)
    )
    for old, new in doubtful:
        add_issue(
            batch.con,
            kind="commitment_match_doubtful",
            source_id=known.source_id,
            url=known.addresses[known.primary_url].url,
            message=f"{new.commitment_id} may restate {old.commitment_id}: {old.quote} / {new.quote}",
            now=batch.now,
            notice_id=known.notice_id,
            quote=new.quote,
        )
    items, _ = carry_ids(
        known.notice_id, load_open_items(batch.con, version.parse_id), read_open_items(notice)
    )
    return carried, items


def _add_version(
    batch: Batch,
    known: Known,
    document: Document,
    number: int,
    commitments: list[ReadCommitment],
    open_items: list[ReadCommitment],
) -> None:
    notice, header = document.notice, read_header(document.notice.article)
    text = header.fingerprint
    version = Version(
        version_id=make_id("version", known.notice_id, number, text),
        number=number,
        title=header.title,
        shown_on=header.day,
        fingerprint=text,
        page_id=document.page.page_id,
        parse_id="",
        parser_version=notice.parser_version,
    )
    batch.rows["notice_versions"].append(_version_row(known, version, document) | {"valid_from": batch.now})
    parse_id = add_parse(
        batch.rows,
        notice,
        notice_id=known.notice_id,
        version_id=version.version_id,
        page_id=document.page.page_id,
        now=batch.now,
        commitments=commitments,
        open_items=open_items,
    )
    known.version = replace(version, parse_id=parse_id)
    batch.busy.add(known.notice_id)


def _version_row(known: Known, version: Version, document: Document) -> dict[str, Any]:
    article = document.notice.article
    return {
        "version_id": version.version_id,
        "notice_id": known.notice_id,
        "number": version.number,
        "title": version.title,
        "published_on": published_on(article),
        "shown_on": version.shown_on,
        "text": article.body,
        "masthead": article.masthead,
        "fingerprint": version.fingerprint,
        "page_id": version.page_id,
    }


def _words(reading: Reading) -> str:
    return NOT_WORDS.sub("", reading.title + reading.text)
