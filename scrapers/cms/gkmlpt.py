"""gkmlpt, Guangdong's platform of public government information: a JSON API, found by its index page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from scrapers.cms.days import find_day
from scrapers.cms.page import Page, flat, resolve
from scrapers.model import Issue, ListItem, ListPage

CHINA = timezone(timedelta(hours=8))
API = re.compile(r"/gkmlpt/api/all/(\w+)")
BASE = re.compile(r"^(.*?/gkmlpt)(?:/|$)")
CONFIG = re.compile(r"window\._CONFIG\s*=\s*\{")
SID = re.compile(r"""["']?SID["']?\s*:\s*["']?(\w+)""")
TREE = re.compile(r"""["']?TREE["']?\s*:\s*(?=\[)""")
ESCAPED = re.compile(r"%u([0-9a-fA-F]{4})")
DAYS = ("date", "display_publish_time", "first_publish_time", "publish_time", "created_at")
CHILDREN = ("children", "child", "sub", "subs")


def recognise(page: Page) -> str:
    """The platform's own addresses, its JSON, or its window._CONFIG."""
    if API.search(page.url):
        return "the API's address"
    if page.text.lstrip().startswith("{") and '"articles"' in page.text and '"classify"' in page.text:
        return "the API's JSON"
    return "window._CONFIG of gkmlpt" if CONFIG.search(page.text) and SID.search(page.text) else ""


def read(page: Page) -> ListPage:
    """The articles of the API's JSON; of an index page no items, and as `next` the API's address."""
    if page.text.lstrip()[:1] in "{[":
        return _read_api(page)
    return _read_index(page)


def column_names(page: Page) -> list[tuple[str, str]]:
    """Every column of an index page: its number and its name path from the top, parted by slashes."""
    return list(_columns(_tree(page.text), ()))


def _read_api(page: Page) -> ListPage:
    try:
        values = json.loads(page.text)
    except ValueError as error:
        return _unreadable(page, f"the API's answer is no JSON ({error})")
    articles = values.get("articles") if isinstance(values, dict) else None
    if not isinstance(articles, list):
        return _unreadable(page, "the API's answer holds no articles")
    issues = list(page.issues)
    items = []
    for row in articles:
        item = _read_row(page, row) if isinstance(row, dict) else None
        if item:
            items.append(item)
        else:
            issues.append(Issue("odd_row", f"an article without title or address: {json.dumps(row)[:80]}"))
    return ListPage("gkmlpt", tuple(items), _next_page(page, values, len(articles)), issues=tuple(issues))


def _read_row(page: Page, row: dict[str, Any]) -> ListItem | None:
    title = flat(ESCAPED.sub(lambda m: chr(int(m[1], 16)), str(row.get("title") or "")))
    url = next((resolve(page, str(row[key])) for key in ("url", "post_url") if row.get(key)), "")
    day = next((d for key in DAYS if (d := _day(row.get(key)))), None)
    return ListItem(title, url, day, json.dumps(row, ensure_ascii=False)[:500]) if title and url else None


def _day(value: Any) -> date | None:
    """A stamp as text, or as seconds or milliseconds since 1970, as the day in China."""
    if isinstance(value, str) and not value.isdigit():
        return find_day(value)
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    if seconds > 1e11:
        seconds /= 1000
    return datetime.fromtimestamp(seconds, CHINA).date() if seconds > 0 else None


def _next_page(page: Page, values: dict[str, Any], count: int) -> tuple[str, ...]:
    """Page after page until the count is reached; pages 0 and 1 are the same."""
    classify = values.get("classify")
    total = (classify.get("post_count") if isinstance(classify, dict) else None) or values.get("total") or 0
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = max(int(query["page"]) if query.get("page", "").isdigit() else 1, 1)
    size = 100 if number == 1 and count <= 100 else count
    if not count or (str(total).isdigit() and number * max(size, count) >= int(total)):
        return ()
    query["page"] = str(number + 1)
    return (urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), "")),)


def _read_index(page: Page) -> ListPage:
    sid, base = SID.search(page.text), BASE.match(page.url)
    if not sid or not base:
        return _unreadable(page, "the index page names no SID, or its address holds no /gkmlpt")
    wanted = page.column or urldefrag(page.url).fragment.strip("/")
    columns = column_names(page)
    ids = [c for c, path in columns if wanted and (wanted in (c, path) or path.endswith(f"/{wanted}"))]
    if not ids and wanted.isdigit():
        ids = [wanted]
    if len(set(ids)) != 1:
        known = "、".join(path for _, path in columns[:30])
        found = "no column" if not ids else f"{len(ids)} columns"
        return _unreadable(page, f"{found} {wanted!r} on the index page; columns: {known}", "unknown_column")
    start = urljoin(page.url, f"{base[1]}/api/all/{ids[0]}?page=1&sid={sid[1]}")
    return ListPage("gkmlpt", (), (start,), issues=page.issues)


def _tree(text: str) -> list[Any]:
    found = TREE.search(text)
    if not found:
        return []
    try:
        tree, _ = json.JSONDecoder().raw_decode(text, found.end())
    except ValueError:
        return []
    return tree if isinstance(tree, list) else []


def _columns(nodes: list[Any], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Columns below `above`; nodes with a jump_url lead elsewhere and are none."""
    for node in nodes:
        if not isinstance(node, dict):
            continue
        path = (*above, flat(str(node.get("name") or "")))
        if node.get("id") is not None and not node.get("jump_url"):
            yield str(node["id"]), "/".join(path)
        for key in CHILDREN:
            if isinstance(node.get(key), list):
                yield from _columns(node[key], path)


def _unreadable(page: Page, why: str, kind: str = "unreadable_list") -> ListPage:
    return ListPage("gkmlpt", (), issues=(*page.issues, Issue(kind, why)))
