"""The shared examples, where they stand beside this checkout."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scrapers.article import read_page, read_text
from tests.scrapers.article.golden import check_quotes
from tests.shared import SHARED


def labels(folder: str) -> Iterator[Any]:
    """The labels of articles; label files of lists hold `items`."""
    if SHARED is None:
        yield pytest.param(
            None, marks=pytest.mark.skip(reason="no ../shared beside this checkout"), id="absent"
        )
        return
    for path in sorted((SHARED / folder).glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        if isinstance(label, dict) and "document" in label and "items" not in label:
            yield pytest.param(label, id=path.stem)


def find_document(name: str, folder: str) -> Path:
    assert SHARED is not None
    return SHARED / folder / name


def fold(text: str | None) -> str:
    return re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text or ""))


@pytest.mark.parametrize("label", list(labels("pages")))
def test_a_real_page_is_cleaned_as_labelled(label: dict[str, Any]) -> None:
    article = read_page(find_document(label["document"], "pages").read_bytes(), "http://a.gov.cn/a.html")
    check_quotes(article)
    body = fold(article.body)
    assert any(
        body.startswith(fold(start)) for start in [label["body_starts"], *label.get("body_starts_also", [])]
    )
    assert body.endswith(fold(label["body_ends"]))
    assert [noise for noise in label["noise"] if fold(noise) in body] == []
    title = article.title.value if article.title else ""
    assert fold(title) in [fold(text) for text in [label["title"], *label.get("title_also", [])]]
    stamp = article.published_at.value.isoformat() if article.published_at else None
    assert stamp == label["published_at"]
    source = article.source.value if article.source else None
    assert fold(source) in [fold(text) for text in [label["source"], *label.get("source_also", [])]]
    assert [step.value for step in article.column] == label["column"]


@pytest.mark.parametrize("label", list(labels("gold")))
def test_a_seed_is_cleaned_as_labelled(label: dict[str, Any]) -> None:
    article = read_text(find_document(label["document"], "seeds").read_bytes(), "file:///seed.txt")
    check_quotes(article)
    body = fold(article.body)
    assert body.startswith(fold(label["body_starts"]))
    assert body.endswith(fold(label["body_ends"]))
    assert [noise for noise in label["noise"] if fold(noise) in body] == []
    whole = [fold(paragraph) for paragraph in article.body.split("\n")]
    assert [text for text in label.get("joined") or [] if not any(fold(text) in part for part in whole)] == []
    assert fold(article.title.value if article.title else None) == fold(label["title"])
    assert fold(article.source.value if article.source else None) == fold(label["source"])
    assert (article.published_at.value.isoformat() if article.published_at else None) == label["published_at"]
    assert [step.value for step in article.column] == label["column"]
