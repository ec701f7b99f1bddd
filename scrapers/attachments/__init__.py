"""Bytes of an attached file → text that `scrapers.article.read_text` reads: PDF, DOCX, DOC, XLSX, ZIP."""

from scrapers.attachments.extract import extract_text
from scrapers.attachments.model import Extracted

__all__ = ["Extracted", "extract_text"]
