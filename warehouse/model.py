"""The types that the warehouse exchanges with the flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from scrapers.model import Notice, Outcome


@dataclass(frozen=True, slots=True)
class Page:
    """One archived response: where its record stands in the archive. `page_id` is unique to the record."""

    page_id: str
    url: str
    fetched_at: datetime
    sha256: str
    warc_file: str
    warc_offset: int
    content_type: str = ""
    record_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request and its outcome, as recorded. `purpose` is list, article, recheck, attachment or robots.

    `rows_seen` counts the items of a list that was read well.
    """

    source_id: str
    url: str
    purpose: str
    at: datetime
    outcome: Outcome
    status: int | None = None
    detail: str = ""
    page_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    rows_seen: int | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A configured source, as far as the warehouse knows it. `region` runs from the outermost part in."""

    source_id: str
    name: str
    region: str
    publisher: str
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListState:
    """What the next poll of a list needs to know. `failures` counts those since the last good answer."""

    url: str
    source_id: str
    etag: str | None = None
    last_modified: str | None = None
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_outcome: Outcome | None = None
    rows_seen: int | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Recheck:
    """A known notice's address that is due to be asked for again."""

    url: str
    source_id: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed page on its way into the warehouse, with where it was seen."""

    source_id: str
    url: str
    page: Page
    notice: Notice
    list_url: str = ""
    listed_title: str = ""


class EventKind(StrEnum):
    """What can happen. The values are what subscribers filter by and what Prefect automations match."""

    NOTICE_PUBLISHED = "notice.published"
    NOTICE_CHANGED = "notice.changed"
    NOTICE_MISSING = "notice.missing"
    NOTICE_REMOVED = "notice.removed"
    NOTICE_RESTORED = "notice.restored"
    NOTICE_DIVERGED = "notice.diverged"
    NOTICE_CORRECTED = "notice.corrected"
    COMMITMENT_DUE_SOON = "commitment.due_soon"
    COMMITMENT_OVERDUE = "commitment.overdue"
    COMMITMENT_FULFILLED = "commitment.fulfilled"
    COMMITMENT_EXTENDED = "commitment.extended"
    COMMITMENT_CORRECTED = "commitment.corrected"
    SOURCE_FAILING = "source.failing"
    SOURCE_BLOCKED = "source.blocked"
    SOURCE_RECOVERED = "source.recovered"
    SOURCE_STALE = "source.stale"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `payload` holds all that a message about it needs; `silent` ones alert nobody.

    `event_id` is a hash of what makes the event itself (kind, subject, stage or version), so that the same
    thing found twice is one event.
    """

    event_id: str
    kind: EventKind
    at: datetime
    source_id: str
    notice_id: str | None = None
    commitment_id: str | None = None
    silent: bool = False
    payload: dict[str, Any] = field(default_factory=dict)


class MessageState(StrEnum):
    """Where a message stands. `sent`, `dead` and `dropped` are final."""

    PENDING = "pending"
    FAILED = "failed"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to one subscriber over one channel: one event, or the many of a digest.

    `key` makes it idempotent; `not_before` carries quiet hours, digests and retries.
    """

    message_id: str
    key: str
    subscriber: str
    channel: str
    event_ids: tuple[str, ...]
    created_at: datetime
    not_before: datetime
    state: MessageState = MessageState.PENDING
    attempts: int = 0
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver a message, with the service's own words where it refused."""

    message_id: str
    at: datetime
    ok: bool
    detail: str = ""
