"""Every shape of notice gives the problems that a careful reader finds, each with its evidence."""

from __future__ import annotations

import pytest

from scrapers.notice.outline import read_outline
from scrapers.notice.problems import read_problems
from tests.scrapers.notice.drafts import draft_article
from tests.scrapers.notice.shapes_apart import APART
from tests.scrapers.notice.shapes_depths import DEPTHS
from tests.scrapers.notice.shapes_evidence import EVIDENCE
from tests.scrapers.notice.shapes_framed import FRAMED
from tests.scrapers.notice.shapes_further import FURTHER
from tests.scrapers.notice.shapes_grids import GRIDS
from tests.scrapers.notice.shapes_labelled import LABELLED
from tests.scrapers.notice.shapes_layouts import LAYOUTS
from tests.scrapers.notice.shapes_nested import NESTED
from tests.scrapers.notice.shapes_numbered import NUMBERED, Shape
from tests.scrapers.notice.shapes_places import PLACES
from tests.scrapers.notice.shapes_plain import PLAIN
from tests.scrapers.notice.shapes_residues import RESIDUES
from tests.scrapers.notice.shapes_sentences import SENTENCES
from tests.scrapers.notice.shapes_tables import TABLED
from tests.scrapers.notice.shapes_unusual import UNUSUAL
from tests.scrapers.notice.shapes_wordings import WORDINGS

SHAPES = (
    *NUMBERED,
    *LABELLED,
    *TABLED,
    *WORDINGS,
    *EVIDENCE,
    *RESIDUES,
    *DEPTHS,
    *LAYOUTS,
    *PLACES,
    *APART,
    *UNUSUAL,
    *FURTHER,
    *FRAMED,
    *GRIDS,
    *NESTED,
    *PLAIN,
    *SENTENCES,
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_problems_of_a_shape_are_those_that_a_reader_finds(shape: Shape) -> None:
    article = draft_article(shape.text)
    problems, _ = read_problems(article, read_outline(article))
    found = [
        (
            " ".join(p.path),
            p.finding.text if p.finding else None,
            p.status.value if p.status else None,
            len(p.measures),
        )
        for p in problems
    ]
    assert found == list(shape.items)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_every_quote_is_a_slice_of_the_body_and_lies_in_its_problem(shape: Shape) -> None:
    article = draft_article(shape.text)
    problems, issues = read_problems(article, read_outline(article))
    for problem in problems:
        parts = [problem.quote, problem.finding, *problem.measures]
        for quote in [*parts, problem.status_text]:
            assert quote is None or article.body[quote.start : quote.end] == quote.text
        assert problem.measures
        assert all(q is None or problem.quote.start <= q.start <= q.end <= problem.quote.end for q in parts)
    for issue in issues:
        assert issue.quote is None or article.body[issue.quote.start : issue.quote.end] == issue.quote.text


def test_an_unknown_status_word_is_reported_and_kept() -> None:
    shape = next(one for one in SHAPES if one.name.startswith("unknown words"))
    article = draft_article(shape.text)
    problems, issues = read_problems(article, read_outline(article))
    assert problems[0].status is None
    assert problems[0].status_text is not None
    assert problems[0].status_text.text == "挂账管控"
    assert [issue.kind for issue in issues] == ["unknown_status"]
