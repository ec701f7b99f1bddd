"""Headers: those that every request carries, and what those of an answer ask for."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urldefrag, urljoin

from scrapers.faults import Fault
from scrapers.model import Outcome
from scrapers.outcomes import Reply

REDIRECTS = {301, 302, 303, 307, 308}
VALIDATORS = {"etag", "last-modified"}
TRANSFER = {"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"}


def make_headers(contact: str) -> dict[str, str]:
    """The headers of every request: who asks, and how to reach them."""
    told = "".join(c for c in contact if c.isascii() and c.isprintable()).strip()
    agent = (
        f"xuncha/0.1 (inspection-notice watcher; {told})"
        if told
        else "xuncha/0.1 (inspection-notice watcher)"
    )
    return {
        "user-agent": agent,
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8",
        "accept-language": "zh-CN,zh;q=0.9",
        "accept-encoding": "gzip, deflate",
    }


def read_location(reply: Reply) -> str:
    """Where a redirect leads, without a fragment. Raises Fault where it does not say."""
    location = reply.header("location").strip()
    if not location:
        raise Fault(Outcome.HTTP_ERROR, f"HTTP {reply.status} without a location", url=reply.url, reply=reply)
    with suppress(UnicodeError):
        # Servers send Chinese paths bare, as UTF-8 that arrives read as Latin-1.
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urldefrag(urljoin(reply.url, location)).url
    except ValueError as error:
        raise Fault(
            Outcome.HTTP_ERROR, f"a location that is no address: {location[:80]!r}", url=reply.url
        ) from error


def read_retry_after(reply: Reply, now: datetime) -> float:
    """Seconds for which an answer asks to be left alone, 0 if it does not."""
    value = reply.header("retry-after").strip()
    if not value or (reply.status not in (429, 503) and reply.status not in REDIRECTS):
        return 0.0
    if value.isdigit():
        return float(value)
    try:
        return max((parsedate_to_datetime(value) - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0


def kept_headers(reply: Reply, *, is_redirected: bool) -> tuple[tuple[str, str], ...]:
    """What is worth keeping: not those of the transfer, no validators of a page behind a redirect."""
    dropped = TRANSFER | VALIDATORS if is_redirected else TRANSFER
    return tuple((key, value) for key, value in reply.headers if key not in dropped)
