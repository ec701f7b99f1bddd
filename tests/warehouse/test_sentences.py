"""Comparing sentences: what a reader of an edit sees as changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.sentences import Piece, diff_words


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("于2025年11月20日前完成", "于2025年12月3日前完成", [("2025年11月20日", "2025年12月3日")]),
        ("6月30日前完成", "6月13日前完成", [("6月30日", "6月13日")]),
        (
            "二〇二五年十一月二日止",
            "二〇二五年十二月二日止",
            [("二〇二五年十一月二日", "二〇二五年十二月二日")],
        ),
        ("追回资金1,250.50元并入账", "追回资金1,350.50元并入账", [("1,250.50", "1,350.50")]),
        ("完成率为85.5%，仍在推进", "完成率为95.5%，仍在推进", [("85.5%", "95.5%")]),
        ("2026年6月底前全部完成", "2026年10月底前全部完成", [("6", "10")]),
        ("已完成整改并销号", "正在整改并销号", [("已完成", "正在")]),
    ],
)
def test_numbers_and_days_are_never_cut(old: str, new: str, changed: list[tuple[str, str]]) -> None:
    assert [(p.old, p.new) for p in diff_words(old, new) if p.old != p.new] == changed


def test_single_characters_between_changes_count_as_changed() -> None:
    assert diff_words("整改甲的乙完毕了", "整改丙的丁完毕了") == [
        Piece("整改", "整改"),
        Piece("甲的乙", "丙的丁"),
        Piece("完毕了", "完毕了"),
    ]


@given(
    st.text(alphabet="0123年月日-,.%甲乙", max_size=40), st.text(alphabet="0123年月日-,.%甲乙", max_size=40)
)
def test_pieces_put_together_again_are_both_sentences(old: str, new: str) -> None:
    pieces = diff_words(old, new)
    assert "".join(p.old for p in pieces) == old
    assert "".join(p.new for p in pieces) == new
