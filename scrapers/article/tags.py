"""What a page says of itself in its head: the tags of the national standard, and its title element."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from scrapers.article.lines import clean_text

# 国办发〔2017〕47号 names the first ones; what follows sitename is seen in use.
_NAMES = {
    "articletitle": "title",
    "pubdate": "date",
    "publishdate": "date",
    "columnname": "column",
    "sitename": "site",
    "og:title": "shared_title",
    "article:published_time": "shared_date",
}
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_PARAGRAPH = re.compile(r"</p>|<br\s*/?>", re.I)
_TAG = re.compile(r"<[^<>]{0,400}>")
_PART = re.compile(r"\s*(?:[-–—―_|｜>»]{1,4})\s*")
_SITE = re.compile(
    r".{0,40}(?:网站?|门户|政府|官网|平台|杂志|在线|委员会|办公室|局|厅|部|中心|大学|学院|公司|集团|首页|正文|详情|文章页|内容页)"
)
# A title element that names whose site it is, and no article: 云岭县人民政府门户网站
_HOST = re.compile(r"[\u4e00-\u9fff]{2,20}(?:人民政府|门户网站|政府网站?|信息网|官网|网站)")


class Tags(NamedTuple):
    """The values of a page's tags, decoded; empty where absent. `page_title` is the title element's text."""

    title: str = ""
    date: str = ""
    column: str = ""
    site: str = ""
    shared_title: str = ""
    shared_date: str = ""
    page_title: str = ""


def read_tags(tree: LexborHTMLParser) -> Tags:
    """The tags of a page; the first that is not empty counts where one is repeated."""
    values: dict[str, str] = {}
    head = tree.head
    for meta in (head.css("meta") if head else ()) or tree.css("meta"):
        names = meta.attributes
        field = _NAMES.get((names.get("name") or names.get("property") or "").strip().lower())
        if field and not values.get(field):
            values[field] = decode_escapes(names.get("content") or "")
    title = tree.css_first("title")
    return Tags(**values, page_title=decode_escapes(title.text()) if title else "")


def decode_escapes(text: str) -> str:
    """`text` with `%uXXXX`, escaped HTML and tags resolved, its paragraphs parted by a newline."""
    if "%u" in text:
        text = _PERCENT_U.sub(lambda m: chr(int(m[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "&" in text:
        text = unescape(text)
    if "<" in text and ">" in text:
        lines = (clean_text(_TAG.sub("", part)) for part in _PARAGRAPH.split(text))
        return "\n".join(line for line in lines if line)
    return clean_text(text)


def strip_site(title: str, names: Sequence[str]) -> str:
    """A title element's text without site and column, which sites set before or behind the title."""
    known = {name for name in names if name}
    cuts = [(0, 0), *(match.span() for match in _PART.finditer(title)), (len(title), len(title))]
    first, last = 0, len(cuts) - 1
    while last - first > 1 and _is_site(title[cuts[last - 1][1] : cuts[last][0]], known):
        last -= 1
    while last - first > 1 and _is_site(title[cuts[first][1] : cuts[first + 1][0]], known, lead=True):
        first += 1
    rest = title[cuts[first][1] : cuts[last][0]].strip()
    return "" if rest in known or _HOST.fullmatch(rest) else rest


def _is_site(part: str, known: set[str], *, lead: bool = False) -> bool:
    part = part.strip()
    if not part or part in known:
        return True
    return _SITE.fullmatch(part) is not None and (not lead or "关于" not in part)
