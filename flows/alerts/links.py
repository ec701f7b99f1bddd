"""Where a reader finds the archived copy of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flows.alerts.clean import safe_link

PAGES = "pages"


def page_file(page_id: str) -> str:
    """The file name of the static copy of an archived page, in the folder `PAGES` below `base_url`."""
    return f"{quote(page_id, safe='')}.html"


def archived_link(base_url: str, page: Mapping[str, Any]) -> str:
    """The address of the published static copy of an archived page; empty where none is published."""
    if not base_url or not page.get("page_id"):
        return ""
    return safe_link(f"{base_url.rstrip('/')}/{PAGES}/{quote(page_file(str(page['page_id'])))}")


def index_link(base_url: str) -> str:
    """The address of the list of all static copies; empty where none is published."""
    return safe_link(f"{base_url.rstrip('/')}/{PAGES}/index.html") if base_url else ""
