"""Where a reader finds the archived copy of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flows.alerts.clean import safe_link


def archived_link(base_url: str, page: Mapping[str, Any]) -> str:
    """The address of the published static copy of an archived page; empty where none is published.

    The publisher of the static pages may name it itself in `page["path"]`, relative to `base_url`;
    otherwise it is `pages/<page_id>.html`.
    """
    if not base_url or not (page.get("path") or page.get("page_id")):
        return ""
    path = str(page.get("path") or f"pages/{quote(str(page['page_id']), safe='')}.html")
    return safe_link(f"{base_url.rstrip('/')}/{path.lstrip('/')}")
