"""How well the matcher tells kept and extended promises, on labelled pairs."""

from __future__ import annotations

import re

import pytest

from tests.warehouse.following.pairs import Pair, load_pairs, measure
from warehouse import matching_words as words
from warehouse.matching import body_key, same_body

PAIRS, FRESH, THIRD = load_pairs(), load_pairs("pairs_fresh.yaml"), load_pairs("pairs_third.yaml")
GROUPS = {
    "written with": PAIRS[::2],
    "kept aside at first": PAIRS[1::2],
    "written after": FRESH,
    "written last": THIRD,
}


def test_there_are_eighty_pairs_and_thirty_near_misses() -> None:
    labels = [pair.label[0] for pair in PAIRS]
    assert len(labels) >= 80
    assert labels.count("none") >= 30
    assert {"fulfilled", "extended"} <= set(labels)


def test_precision_and_recall_on_labelled_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for name, pairs in GROUPS.items():
            precision, recall, wrong = measure(pairs)
            print(  # noqa: T201 - the figures are shown in every run
                f"\nfollowing up, {len(pairs)} pairs {name}: precision {precision:.3f}, recall {recall:.3f}"
            )
            for pair, made in wrong:
                print(f"  {made[0]} instead of {pair.label[0]}: {pair.row['q']} / {pair.row['t']}")  # noqa: T201
            assert precision >= 0.95
            assert recall >= 0.7


@pytest.mark.parametrize(
    "pair", [p for p in PAIRS + FRESH + THIRD if p.label[0] != "none"], ids=lambda p: p.row["q"]
)
def test_evidence_is_a_verbatim_piece_of_the_later_text(pair: Pair) -> None:
    found = pair.match()
    if found:
        assert pair.row["t"][found.start : found.end] == found.quote


@pytest.mark.parametrize("pair", [p for p in PAIRS if p.label[0] == "fulfilled"], ids=lambda p: p.row["q"])
def test_a_day_that_has_passed_is_no_evidence(pair: Pair) -> None:
    silent = Pair(pair.row | {"t": "局党组持续抓好整改落实。该问题已完成整改。", "own": []})
    assert silent.match() is None


@pytest.mark.parametrize(
    ("pattern", "example"), [*words.FINISHED, *words.UNFINISHED, *words.PARTLY], ids=lambda x: x
)
def test_each_row_of_the_tables_reads_its_example(pattern: str, example: str) -> None:
    assert re.search(pattern, example)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("中共甲市水务局党组", "甲市水务局", True),
        ("中共甲市水务局党组", "甲市水务局党组", True),
        ("中共戊镇委员会", "戊镇党委", True),
        ("戊镇人民政府", "中共戊镇委员会", True),
        ("中共甲市发展和改革委员会党组", "甲市发展和改革委员会", True),
        ("中共甲市水务局党组", "中共乙市水务局党组", False),
        ("", "", False),
    ],
)
def test_a_body_is_known_under_its_party_organ_s_name(one: str, other: str, same: bool) -> None:
    assert same_body(one, other) is same, (body_key(one), body_key(other))
