"""A list page as the families see it: its text, its tree, and what its source says about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.model import Issue, ListPage
from scrapers.source import Source

COMMENT = re.compile(r"<!--(.*?)-->", re.S)
WHITE = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Page:
    """One list page. `text` is decoded; `column` is the gkmlpt column that its source names."""

    url: str
    text: str
    source: Source | None = None
    column: str = ""
    issues: tuple[Issue, ...] = field(default=())

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as a browser would build it."""
        return LexborHTMLParser(self.text)

    @cached_property
    def base(self) -> str:
        """What relative addresses are relative to."""
        node = self.tree.css_first("base[href]") if "<base" in self.text.lower() else None
        return urljoin(self.url, (node.attributes.get("href") or "").strip()) if node else self.url

    @cached_property
    def hidden(self) -> str:
        """The HTML that stands in comments and holds links, one after another."""
        parts = [c for c in COMMENT.findall(self.text) if "<a" in c and "[if " not in c[:20]]
        return "\n".join(parts)

    def inside(self, html: str) -> Page:
        """The same page with other HTML in its place."""
        return Page(self.url, html, self.source, self.column, self.issues)


@dataclass(frozen=True, slots=True)
class Family:
    """A CMS family: `recognise` says by what a page shows itself as one ('' if not), `read` reads it."""

    name: str
    recognise: Callable[[Page], str]
    read: Callable[[Page], ListPage]


def resolve(page: Page, href: str) -> str:
    """An absolute, canonical address for a link, or '' where it leads to no page.

    Fragments go, except those that are a route (`#/…`); host in lower case; the scheme's own port goes.
    """
    href = WHITE.sub("", href) if "\n" in href or "\t" in href else href.strip()
    if not href or href.startswith("#") or "{{" in href:
        return ""
    try:
        joined = urljoin(page.base, href)
        bare, fragment = urldefrag(joined)
        parts = urlsplit(bare)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    address = urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
    return f"{address}#{fragment}" if fragment.startswith("/") else address


def flat(text: str | None) -> str:
    """Text on one line: white space of every kind becomes one space, none at the ends."""
    return WHITE.sub(" ", text or "").strip()


def text_of(node: LexborNode) -> str:
    """A node's text on one line, its parts kept apart."""
    return flat(node.text(separator=" "))
