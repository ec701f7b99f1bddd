"""Files linked from an article, by how their addresses look."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from scrapers.article.lines import clean_text
from scrapers.article.surroundings import iterate_up
from scrapers.model import Attachment

# /files/a.pdf
_EXTENSION = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|wps|et|ofd|rtf|csv)(?=$|[?#&])", re.I)
# What hands out files | example
_SERVERS = (
    r"/_content/download\.jsp\?",  # /system/_content/download.jsp?urltype=news.DownloadAttachUrl
    # /module/download/downfile.jsp?
    r"/(?:downfile|download(?:file)?|attachdown|fileDownload)\w*\.(?:jsp|asp|aspx|php|do)\?",
)
_LEVELS = 3
_SERVER = re.compile("|".join(_SERVERS), re.I)


def is_attachment(url: str) -> bool:
    """Whether an address is a file's rather than a page's."""
    if url.startswith(("javascript:", "mailto:", "#")):
        return False
    return _EXTENSION.search(url) is not None or ("?" in url and _SERVER.search(url) is not None)


def find_files(node: LexborNode, url: str) -> tuple[Attachment, ...]:
    """The files linked in an element and just around it, each once."""
    root = node
    for up in iterate_up(node, _LEVELS):
        root = up
    files: dict[str, Attachment] = {}
    for link in root.css("a[href]"):
        address = (link.attrs.get("href") or "").strip()
        if ("." in address[-6:] or "?" in address) and is_attachment(address):
            target = join_address(url, address)
            name = clean_text(link.text()) or clean_text(link.attributes.get("title") or "")
            if target not in files or not files[target].name:
                files[target] = Attachment(target, name)
    return tuple(files.values())


def join_address(base: str, target: str) -> str:
    """The absolute address of `target`; `target` itself where it is no address at all."""
    try:
        return urljoin(base, target)
    except ValueError:
        return target
