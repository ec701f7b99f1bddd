"""What ties addresses to one notice: the canonical address and the CMS's own number."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that say where a reader came from, not what is shown.
TRACKING = re.compile(r"(?i)utm_\w+|spm|from|isappinstalled|scene|share\w*|wxfid|nsukey|timestamp|_t")
# NFCMS and gkmlpt: `mpost_123.html` is `post_123.html` for phones; the number is unique to the host.
POST = re.compile(r"/m?post_(\d+)\.\w+$")


@lru_cache(maxsize=4096)
def canonical_address(url: str) -> str:
    """The form in which an address is known: without scheme, default port, fragment and tracking."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    host = (parts.hostname or "").lower()
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.fullmatch(key)
    ]
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    return f"//{host}{port}{path}" + (f"?{urlencode(query)}" if query else "")


@lru_cache(maxsize=4096)
def cms_key(url: str) -> str | None:
    """The platform's own number for an article with its host, or None where the address has none."""
    parts = urlsplit(url)
    match = POST.search(parts.path)
    if not match or parts.scheme not in ("http", "https"):
        return None
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{(parts.hostname or '').lower()}{port}/post_{match[1]}"
