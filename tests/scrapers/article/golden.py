"""An article as golden JSON: everything that a reviewer needs to see, in reading order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scrapers.model import Article


def as_golden(article: Article) -> dict[str, Any]:
    return {
        "title": article.title and article.title.value,
        "published_at": article.published_at and article.published_at.value.isoformat(),
        "source": article.source and article.source.value,
        "column": [step.value for step in article.column],
        "dates": {
            name: value.isoformat()
            for name in ("visible", "listed", "address", "tag")
            if (value := getattr(article.dates, name)) is not None
        },
        "container": article.container,
        "encoding": article.encoding,
        "masthead": article.masthead.split("\n"),
        "body": [
            [article.body[start:end] for start, end in block.cells]
            if block.cells
            else ("**" if block.strong else "") + article.body[block.start : block.end]
            for block in article.blocks
        ],
        "attachments": [[file.name, file.url] for file in article.attachments],
        "issues": [issue.kind for issue in article.issues],
    }


def check_golden(article: Article, path: Path) -> None:
    """Compare with the reviewed file; a missing one is written, and fails until someone has read it."""
    found = as_golden(article)
    if not path.exists():
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{path.name} was missing and has been written: read it, then run again")
    assert found == json.loads(path.read_text("utf-8"))


def check_quotes(article: Article) -> None:
    """Every quote is a slice of the text that it names, and every block of the body."""
    for found in (article.title, article.published_at, article.source, *article.column):
        if found is not None:
            assert found.quote.where == "masthead"
            assert article.masthead[found.quote.start : found.quote.end] == found.quote.text
    at = 0
    for block in article.blocks:
        assert block.start == at
        at = block.end + 1
        if block.kind == "row":
            cells = [article.body[start:end] for start, end in block.cells]
            assert "\t".join(cells) == article.body[block.start : block.end]
    assert not article.blocks or article.blocks[-1].end == len(article.body)
