"""Hanweb (大汉 jpage): records in XML, from dataproxy.jsp or embedded in the column's own page."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scrapers.cms import generic
from scrapers.cms.page import Page, resolve
from scrapers.cms.paging import next_links
from scrapers.cms.rows import find_items
from scrapers.model import Issue, ListPage

RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.S)
STORE = re.compile(r"dataStore\s*[:=]\s*\[(.*?)\]\s*[;,}\n]", re.S)
STRING = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
NEXT_GROUP = re.compile(r"<nextgroup>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</nextgroup>", re.S)
TOTAL = re.compile(r"<totalrecord>\s*(\d+)|totalRecord\s*[:=]\s*['\"]?(\d+)", re.I)
CALL = re.compile(r"\.jpage\(\s*\{(.*?)\}\s*\)\s*;", re.S)
PROXY = re.compile(r"['\"]([^'\"]*dataproxy\.jsp[^'\"]*)['\"]")
PARAMETER = re.compile(
    r"['\"]?\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)['\"]?"
    r"\s*[:=]\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))"
)
PER_PAGE = re.compile(r"perPage['\"]?\s*[:=]\s*['\"]?(\d+)", re.I)
SCRIPTED = re.compile(r"\bloadPageData\s*\(")
MARKS = (
    ("dataproxy.jsp", "names dataproxy.jsp"),
    ("<datastore>", "holds a datastore"),
    ("jquery.jpage", "uses jquery.jpage"),
)
ADDRESS = re.compile(r"/col/col\d+/|dataproxy\.jsp")
ARTICLE = re.compile(r"""href=\\?["'][^"']*/art/\d{4}/\d{1,2}/\d{1,2}/art_""")
DEFAULT_PER_PAGE, GROUP = 15, 3


def recognise(page: Page) -> str:
    """jpage's own names in the page, or addresses such as /col/col1/ and /art/2023/5/4/art_1_2.html."""
    for mark, why in MARKS:
        if mark in page.text:
            return why
    if ADDRESS.search(page.url) and ARTICLE.search(page.text):
        return "addresses /col/colN and /art/Y/M/D/art_N"
    return "article addresses /art/Y/M/D/art_N" if len(ARTICLE.findall(page.text)) >= 3 else ""


def read(page: Page) -> ListPage:
    """The records, or the rows of a page without any; a list that only a script loads is an issue."""
    records = _records(page.text)
    if records:
        items = find_items(page.inside(f"<ul>{''.join(_as_row(r) for r in records)}</ul>"))
        return ListPage("hanweb", items, _next(page, len(records)), issues=page.issues)
    if "dataproxy.jsp" in urlsplit(page.url).path:
        empty = Issue("no_items", f"dataproxy.jsp answered {len(page.text)} characters without a record")
        return ListPage("hanweb", (), issues=(*page.issues, empty))
    if start := _proxy(page, 1):
        return ListPage("hanweb", (), (start,), issues=page.issues)
    result = generic.read(page)
    if SCRIPTED.search(page.text) and not any(item.day for item in result.items):
        scripted = Issue(
            "script_list", "the list is loaded by script (loadPageData); the page holds no items"
        )
        return ListPage("hanweb", (), issues=(*page.issues, scripted))
    return replace(result, family="hanweb")


def _records(text: str) -> list[str]:
    if records := RECORD.findall(text):
        return [unescape(r) if r.lstrip().startswith("&lt;") else r for r in records]
    if store := STORE.search(text):
        return [
            (a or b).replace("\\'", "'").replace('\\"', '"').replace("\\/", "/")
            for a, b in STRING.findall(store[1])
        ]
    return []


def _as_row(record: str) -> str:
    return record if record.lstrip()[:3].lower() in ("<li", "<tr") else f"<li>{record}</li>"


def _next(page: Page, count: int) -> tuple[str, ...]:
    parts = urlsplit(page.url)
    if "dataproxy.jsp" in parts.path:
        values = dict(parse_qsl(parts.query, keep_blank_values=True))
        start, end = int(values.get("startrecord") or 1), int(values.get("endrecord") or count)
        size = max(end - start + 1, 1)
        if count < size or end >= (_total(page) or end + 1):
            return ()
        values |= {"startrecord": str(end + 1), "endrecord": str(end + size)}
        return (urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(values), "")),)
    if count >= (_total(page) or count + 1):
        return ()
    found = [_proxy(page, count + 1), *next_links(page)]
    if group := NEXT_GROUP.search(page.text):
        href = re.search(r"""href=["']([^"']*)["']""", unescape(group[1]))
        found.append(resolve(page, unescape(href[1])) if href else "")
    return tuple(dict.fromkeys(url for url in found if url and url != page.url))


def _proxy(page: Page, start: int) -> str:
    """The dataproxy address that gives the records from `start` on, where the page says all it needs."""
    call, address = CALL.search(page.text), PROXY.search(page.text)
    if not call or not address:
        return ""
    values = {
        m[1]: next((v for v in m.groups()[1:] if v is not None), "") for m in PARAMETER.finditer(call[1])
    }
    if not {"columnid", "unitid"} <= values.keys():
        return ""
    size = PER_PAGE.search(call[1])
    rows = int(size[1]) if size else DEFAULT_PER_PAGE
    numbers = {"startrecord": str(start), "endrecord": str(start + rows * GROUP - 1), "perpage": str(rows)}
    return resolve(page, f"{address[1].partition('?')[0]}?{urlencode(numbers | values)}")


def _total(page: Page) -> int:
    found = TOTAL.search(page.text)
    return int(found[1] or found[2]) if found else 0
