"""Marks match within their paragraph, whatever stands between them."""

from __future__ import annotations

import pytest

from scrapers.notice.quoting import PAIRS, match_quotes


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_each_kind_of_mark_encloses_what_stands_between(opening: str, closing: str) -> None:
    for first in opening:
        for last in closing:
            assert match_quotes(f"对{first}制度{last}的").close_of == {1: 4}


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        ("“学《条例》不深”", {0: 8, 2: 5}),
        ('"制度"不全', {0: 3}),
        ("“制度（试行”不全", {0: 6}),
        ("“制度\n不全”", {}),
        ("”制度“", {}),
    ],
)
def test_marks_match_in_nesting_and_alone(body: str, pairs: dict[int, int]) -> None:
    assert match_quotes(body).close_of == pairs


def test_a_quotation_left_open_spans_to_the_next_closing_mark() -> None:
    assert match_quotes("“制度\n不全”").spanning == {0: 6}
