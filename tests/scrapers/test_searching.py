from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.searching import compile_anchored, compile_search

LOOKING_AHEAD = [
    r"(?:整改)?完成|办结",
    r"\d{1,2}月|[一二三]季度",
    r"(?<!\d)(?P<year>20\d\d)年",
    r"(?=年)年底|月末?",
    "(?:[●○]|[1-9]、)问题",
]
LEADING_ITSELF = ["分享到|打印|关闭", "[一二三]季度", "(月底)前?", "^问题(?:完成|整改)"]
ANYWHERE = [".底", "[^年]底", "(?:整改)?", r"(?:甲|.)乙", "(甲)?(?(1)乙|丙)", ""]
ANCHORED = [
    ("底", "(?<=年底)前?|(?<=月底)"),
    ("一二", "季度|$"),
    ("●.", "(?![甲乙])"),
]


@pytest.mark.parametrize("pattern", LOOKING_AHEAD)
def test_a_pattern_that_tells_its_first_characters_looks_ahead_at_them(pattern: str) -> None:
    assert compile_search(pattern).pattern.startswith("(?=[")


@pytest.mark.parametrize("pattern", ANYWHERE)
def test_a_pattern_that_may_begin_with_anything_stays_as_it_is(pattern: str) -> None:
    assert compile_search(pattern).pattern == pattern


@pytest.mark.parametrize("pattern", LEADING_ITSELF)
def test_a_pattern_that_the_engine_finds_by_its_beginning_stays_as_it_is(pattern: str) -> None:
    assert compile_search(pattern).pattern == pattern


TEXTS = st.text(alphabet="分享到打印关闭整改完成办结0123一二三季度20年月底末●、问题甲乙丙.\n")


@given(
    pattern=st.sampled_from(LOOKING_AHEAD + LEADING_ITSELF + ANYWHERE),
    text=TEXTS,
    ignoring_case=st.booleans(),
)
def test_it_finds_what_the_plain_pattern_finds(pattern: str, text: str, ignoring_case: bool) -> None:
    flags = re.IGNORECASE if ignoring_case else 0
    found = [match.span() for match in compile_search(pattern, flags).finditer(text)]
    assert found == [match.span() for match in re.finditer(pattern, text, flags)]


@given(text=TEXTS)
def test_a_character_is_found_where_its_surroundings_hold(text: str) -> None:
    found = [match.span() for match in compile_anchored(ANCHORED).finditer(text)]
    assert found == [
        match.span()
        for match in re.finditer(r"(?:(?<=年)底前?|(?<=月)底)|[一二](?:季度|$)|[●.](?![甲乙])", text)
    ]


def test_the_engine_looks_for_anchors_itself() -> None:
    pattern = compile_anchored(ANCHORED).pattern
    assert compile_search(pattern).pattern == pattern
