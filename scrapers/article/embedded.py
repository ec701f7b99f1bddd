"""Articles that a page carries as JSON: `_CONFIG.DETAIL` of Guangdong's 政府信息公开平台 (gkmlpt)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from scrapers.article.dates import CHINA, Stamp, read_stamp
from scrapers.article.tags import decode_escapes
from scrapers.model import Attachment

_DETAIL = re.compile(r"[\"']?\bDETAIL[\"']?\s*[:=]\s*(?=\{)")
_MOST = 8
_DATE_KEYS = ("display_publish_time", "first_publish_time", "publish_time", "date", "created_at")
_TITLE_KEYS = ("title", "name")
_SOURCE_KEYS = ("source", "origin")


@dataclass(frozen=True, slots=True)
class Detail:
    """An article in JSON: its body's HTML, and the values with the key that held them."""

    html: str
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
        if isinstance(value, dict) and (html := _string(value, ("content", "body"))):
            return Detail(
                html,
                decode_escapes(_string(value, _TITLE_KEYS)).replace("\n", " "),
                _read_date(value),
                decode_escapes(_string(value, _SOURCE_KEYS)),
                _read_files(value, url),
            )
    return None


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
