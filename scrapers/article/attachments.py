"""Files linked from an article, by how their addresses look."""

from __future__ import annotations

import re

# extension or address | example
_FILES = (
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|wps|et|ofd|rtf|csv)(?=$|[?#&])",  # /files/a.pdf
    r"/_content/download\.jsp\?",  # /system/_content/download.jsp?urltype=news.DownloadAttachUrl
    r"/(?:downfile|download(?:file)?|attachdown|fileDownload)\w*\.(?:jsp|asp|aspx|php|do)\?",  # /module/download/downfile.jsp?
)
_FILE = re.compile("|".join(_FILES), re.I)


def is_attachment(url: str) -> bool:
    """Whether an address is a file's rather than a page's."""
    return url.startswith(("http://", "https://", "/", "./")) and _FILE.search(url) is not None
