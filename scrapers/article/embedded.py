"""Articles that a page carries out of sight, for its scripts to show: as JSON, or in a textarea.

Guangdong's 政府信息公开平台 (gkmlpt) keeps them in `_CONFIG.DETAIL`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.dates import CHINA, Stamp, read_stamp
from scrapers.article.tags import decode_escapes
from scrapers.model import Attachment

_DETAIL = re.compile(r"[\"']?\bDETAIL[\"']?\s*[:=]\s*(?=\{)")
_MOST = 8
_DATE_KEYS = (
    *("display_publish_time", "first_publish_time", "publish_time", "date", "created_at"),
    *("datePublished", "publishTime", "publishDate", "pubDate"),
)
_TITLE_KEYS = ("title", "headline", "name")
_BODY_KEYS = ("content", "body", "articleBody")
_CARRIERS = "textarea,xmp,script[type]"
_SHORTEST = 200
_MOST_CARRIERS = 40
_MOST_VALUES = 20_000
_SOURCE_KEYS = ("source", "origin")


@dataclass(frozen=True, slots=True)
class Detail:
    """An article out of sight: its body's HTML, what carries it, the values with the keys that held them."""

    html: str
    carrier: str
    title: str = ""
    stamp: tuple[str, Stamp] | None = None
    source: str = ""
    files: tuple[Attachment, ...] = ()


def read_detail(text: str, url: str) -> Detail | None:
    """The article in a page's `_CONFIG.DETAIL`; None where there is none or it holds no content."""
    for found in islice(_DETAIL.finditer(text), _MOST):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(text, found.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and _string(value, _BODY_KEYS):
            return _read_article(value, "DETAIL", url)
    return None


def read_carried(tree: LexborHTMLParser, url: str) -> Detail | None:
    """The longest article in a page's textareas and JSON; None where they hold no text of some length."""
    found = (_read_carrier(node, url) for node in tree.css(_CARRIERS)[:_MOST_CARRIERS])
    longest = max((detail for detail in found if detail), key=lambda detail: len(detail.html), default=None)
    return longest if longest and len(longest.html) >= _SHORTEST and "。" in longest.html else None


def _read_carrier(node: LexborNode, url: str) -> Detail | None:
    if node.tag != "script":
        return Detail(node.text(), node.tag or "")
    if "json" not in (node.attributes.get("type") or ""):
        return None
    text = node.text()
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    articles = [part for part in _walk(value) if _string(part, _BODY_KEYS)]
    longest = max(articles, key=lambda part: len(_string(part, _BODY_KEYS)), default=None)
    return _read_article(longest, "JSON", url) if longest else None


def _walk(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in a JSON value, at any depth."""
    waiting = [value]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _read_article(value: Mapping[str, Any], carrier: str, url: str) -> Detail:
    body = _string(value, _BODY_KEYS)
    return Detail(
        body if "<" in body else f"<pre>{escape(body)}</pre>",
        carrier,
        decode_escapes(_string(value, _TITLE_KEYS)).replace("\n", " "),
        _read_date(value),
        decode_escapes(_string(value, _SOURCE_KEYS)),
        _read_files(value, url),
    )


def _string(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next(
        (value[key].strip() for key in keys if isinstance(value.get(key), str) and value[key].strip()), ""
    )


def _read_date(value: Mapping[str, Any]) -> tuple[str, Stamp] | None:
    for key in _DATE_KEYS:
        raw = value.get(key)
        if isinstance(raw, str) and raw.isdigit() and len(raw) in (10, 13):
            raw = int(raw)
        if isinstance(raw, str) and (stamp := read_stamp(raw)) is not None:
            return f"{key}: {raw}", stamp
        if isinstance(raw, int) and 10**9 <= raw < 10**13:
            seconds = raw // 1000 if raw >= 10**11 else raw
            return f"{key}: {raw}", datetime.fromtimestamp(seconds, CHINA)
    return None


def _read_files(value: Mapping[str, Any], url: str) -> tuple[Attachment, ...]:
    files: list[Attachment] = []
    listed = value.get("attachment") or value.get("attachments")
    for file in listed if isinstance(listed, list) else ():
        if isinstance(file, dict) and (address := _string(file, ("url", "path", "href"))):
            name = decode_escapes(_string(file, ("name", "title", "filename")))
            try:
                files.append(Attachment(urljoin(url, address), name))
            except ValueError:
                continue
    return tuple(files)
