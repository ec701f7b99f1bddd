"""Source files as they are written: from a probe, with the page that it saw as the source's own test."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.probe import Look
from scrapers.cms import read_list
from scrapers.model import ListPage
from scrapers.source import Source, load_source

UNSAFE = re.compile(r"[^a-z0-9]+")
COMMON = {
    "www",
    "gov",
    "cn",
    "com",
    "org",
    "net",
    "edu",
    "index",
    "html",
    "htm",
    "shtml",
    "list",
    "api",
    "all",
}


def suggest_id(url: str) -> str:
    """A short id from an address: what is peculiar to its host, then to its path."""
    parts = urlsplit(url)
    host = [p for p in UNSAFE.split((parts.hostname or "").lower()) if p not in COMMON]
    path = [p for p in UNSAFE.split(parts.path.lower()) if p and p not in COMMON]
    name = "-".join((*host, *path))[:60].strip("-")
    return name or "source"


def write_source(look: Look, *, source_id: str = "", region: str = "") -> str:
    """The text of the source file for what a probe saw; the list's own address and family are written out."""
    assert look.list_response is not None and look.page is not None
    url = look.list_response.final_url
    site, column = look.names
    dated = sum(item.day is not None for item in look.page.items)
    lines = [
        f"id: {source_id or suggest_id(url)}",
        f"name: {_quote(' '.join(dict.fromkeys(p for p in (site, column) if p)) or url)}",
        f"region: {_quote(region or site or (urlsplit(url).hostname or ''))}",
    ]
    if site:
        lines.append(f"publisher: {_quote(site)}")
    lines += ["lists:", f"  - url: {_quote(url)}", f"    family: {look.page.family}"]
    if set(look.source.hosts) != {urlsplit(url).netloc.lower()}:
        lines.append(f"hosts: [{', '.join(map(_quote, look.source.hosts))}]")
    if look.source.private_addresses:
        lines.append("private_addresses: true")
    lines += ["schedule: {every: 6h, jitter: 20m}", "assertions:"]
    lines.append(f"  minimum_items: {max(1, len(look.page.items) // 4)}")
    if dated == len(look.page.items):
        lines.append("  dated_share: 0.9")
    lines.append("verified: never")
    return "\n".join(lines) + "\n"


def save_source(look: Look, text: str, path: Path, tests: Path) -> Source:
    """Write a source file, and beside the tests the page that was seen with the items read from it.

    Raises:
        SourceError: the text makes no valid source; the file stays for mending.
    """
    assert look.list_response is not None and look.page is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    source = load_source(path)
    folder = tests / source.id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page").write_bytes(look.list_response.body)
    headers = dict(look.list_response.headers)
    kind = headers.get("content-type", "").lower()
    facts = {
        "url": look.list_response.final_url,
        "charset": kind.partition("charset=")[2].strip(" \"';") or None,
        **to_golden(look.page),
    }
    (folder / "list.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return source


def to_golden(page: ListPage) -> dict[str, Any]:
    """A list page as its golden file holds it."""
    return {
        "family": page.family,
        "next": list(page.next),
        "issues": [issue.kind for issue in page.issues],
        "items": [
            {"title": i.title, "url": i.url, "day": i.day.isoformat() if i.day else None} for i in page.items
        ],
    }


def read_saved(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """A saved page's golden list, and what the reader makes of the page now."""
    facts = json.loads((folder / "list.json").read_text("utf-8"))
    url, charset = facts.pop("url"), facts.pop("charset")
    page = read_list((folder / "page").read_bytes(), url, family=facts["family"], charset=charset)
    return facts, to_golden(page)


def _quote(text: str) -> str:
    """A YAML scalar: bare where that can't be misread, else in double quotes."""
    return text if re.fullmatch(r"[^\W\d_][\w ]*", text) else json.dumps(text, ensure_ascii=False)
