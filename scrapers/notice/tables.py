"""Findings set out in a table: 序号, 反馈问题, 整改措施, 整改时限, 完成情况 and their many wordings."""

from __future__ import annotations

from scrapers.model import Article, Issue, Problem
from scrapers.notice.quoting import Quoting


def read_table_problems(
    article: Article, quoting: Quoting
) -> tuple[list[Problem], list[Issue], list[tuple[int, int]]]:
    """Return the problems of the article's tables, what could not be read, and the spans that the tables cover."""
    return [], [], []
