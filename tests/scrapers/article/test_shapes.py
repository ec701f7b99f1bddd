"""Pages and texts in many sites' shapes, labelled by hand: what is read and what is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scrapers.article import read_page, read_text
from tests.scrapers.article.golden import check_quotes
from tests.scrapers.article.test_shared import fold

SHAPES = Path(__file__).parent / "shapes"


def _right(label: dict[str, object], key: str) -> list[str]:
    also = label.get(f"{key}_also", [])
    assert isinstance(also, list)
    return [fold(text) for text in [label[key], *also]]


@pytest.mark.parametrize("name", sorted(path.stem for path in SHAPES.glob("*.json")))
def test_an_article_is_read_in_this_shape(name: str) -> None:
    label = json.loads((SHAPES / f"{name}.json").read_text("utf-8"))
    document = SHAPES / label["document"]
    read = read_text if document.suffix == ".txt" else read_page
    article = read(document.read_bytes(), "http://www.example.gov.cn/info/12.html")
    check_quotes(article)
    body = fold(article.body)
    assert any(body.startswith(start) for start in _right(label, "body_starts"))
    assert any(body.endswith(end) for end in _right(label, "body_ends"))
    assert [noise for noise in label["noise"] if fold(noise) in body] == []
    assert fold(article.title.value if article.title else None) in _right(label, "title")
    assert (article.published_at.value.isoformat() if article.published_at else None) == label["published_at"]
    assert fold(article.source.value if article.source else None) in _right(label, "source")
    assert [step.value for step in article.column] == label["column"]
    paragraphs = [fold(paragraph) for paragraph in article.body.split("\n")]
    torn = [text for text in label.get("joined", []) if not any(fold(text) in part for part in paragraphs)]
    assert torn == []
