"""Page bytes → clean article: title, stamps, source line, column, paragraphs, attachments."""

from scrapers.article.page import read_page
from scrapers.article.text import read_text

__all__ = ["read_page", "read_text"]
