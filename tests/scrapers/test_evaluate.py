from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from typing import Any

import pytest

from scrapers.evaluate import Evaluation, check_label, evaluate, match, place, similarity, substance
from scrapers.notice import parse
from scrapers.notice.record import to_record
from tests.shared import SHARED

LABEL: dict[str, Any] = {
    "document": "a.html",
    "title": "标题",
    "publisher": "中共云岭县水务局党组",
    "problems": [{"path": ["一、", "（一）"], "finding": "制度不健全", "status": "completed", "measures": 2}],
    "commitments": [
        {
            "quote": "计划于2023年12月前完成",
            "due_on": "2023-12-31",
            "due_strict": "2023-11-30",
            "uncertain": False,
        }
    ],
    "open_items": ["正在征求意见", {"quote": "正在走流程", "uncertain": True}],
    "body_starts": "根据县委统一部署",
    "body_ends": "2023年5月4日",
    "noise": ["分享到"],
}
RECORD = LABEL | {
    "body": "根据县委统一部署,开展巡察。\n2023年5月4日",
    "open_items": [{"quote": "目前正在征求意见"}],
}


def score(**changes: Any) -> Evaluation:
    return evaluate({"a.html": LABEL}, {"a.html": deepcopy(RECORD) | changes})


def test_a_perfect_record_scores_one_everywhere() -> None:
    result = score()
    assert set(result.scores().values()) == {1.0}
    assert result.misses == []


def test_each_mistake_is_a_miss_of_its_own() -> None:
    wrong = [
        {"path": ["一、", "（一）"], "finding": "别的事情", "status": None, "measures": 1},
        {"path": ["九、"]},
    ]
    late = [{"quote": "计划于2023年12月前完成", "due_on": "2024-12-31", "due_strict": "2024-11-30"}]
    result = score(title="其他", problems=wrong, commitments=late, open_items=[], body="分享到")
    assert {m.what.split(" of ")[0] for m in result.misses} == {
        "title",
        "status",
        "measures",
        "finding",
        "problem invented",
        "due_on",
        "open item missed",
        "body_starts",
        "body_ends",
        "noise left",
    }


def test_a_key_that_the_label_lacks_is_not_checked() -> None:
    label = {"document": "a.html", "problems": [{"path": ["一、", "（一）"]}]}
    result = evaluate({"a.html": label}, {"a.html": RECORD | {"problems": LABEL["problems"]}})
    assert result.misses == []
    assert {name for name, share in result.shares.items() if share.total} == set()
    assert [found.total for found in result.lists.values()] == [1, 0, 0]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, ""),
        ({"problems": "x"}, "problems: array is expected, found 'x'"),
        ({"problems": [{"finding": None}]}, "problems: 0: 'path' is a required property"),
        ({"title": 1}, "title: string or null is expected, found 1"),
        ({"commitments": [{"quote": "x"}]}, "commitments: 0: 'due_on' is a required property"),
        ({"open_items": [1]}, "open_items: 0: string or object is expected, found 1"),
        ({"figures": []}, "figures: object or null is expected, found []"),
    ],
)
def test_a_label_of_the_wrong_form_is_named_by_its_key(change: dict[str, Any], wrong: str) -> None:
    assert check_label(LABEL | change) == wrong


def test_a_document_without_a_record_misses_everything() -> None:
    result = evaluate({"a.html": LABEL}, {})
    assert result.parsed == 0
    assert result.lists["problems"].recall == 0
    assert result.misses[0].what == "document not parsed"


def test_what_the_label_is_unsure_of_counts_neither_way() -> None:
    assert score(open_items=["正在征求意见", "正在走流程"]).lists["open_items"].total == 1


def test_only_substance_is_compared() -> None:
    assert substance(" 标题１。") == substance("标题1")
    assert place(["第一方面问题", "（一）", "1．"]) == place(["一", "(一)", "1."])
    assert similarity("正在征求意见", "目前正在征求意见") > 0.5
    assert similarity(None, None) == 1.0


def test_the_best_pairs_are_made_first() -> None:
    pairs, lost, extra = match(["ab", "cd"], ["cd", "ab", "xy"], lambda a, b: float(a == b))
    assert (sorted(pairs), lost, extra) == ([("ab", "ab"), ("cd", "cd")], [], ["xy"])


@pytest.mark.skipif(SHARED is None, reason="the shared labels are not beside this checkout")
def test_the_numbers_agree_with_the_reference_scorer(tmp_path: Any) -> None:
    assert SHARED is not None
    gold, seeds = SHARED / "gold", sorted((SHARED / "seeds").glob("*.txt"))
    labels = {g["document"]: g for g in (json.loads(f.read_text("utf-8")) for f in gold.glob("*.json"))}
    records = {f.name: to_record(parse(f.read_bytes(), f.name), f.name) for f in seeds}
    spoilt = records[seeds[0].name]
    spoilt["problems"] = spoilt["problems"][3:]
    spoilt["open_items"] = ["目前正在推进", *spoilt["open_items"]]
    del records[seeds[1].name]
    lines = tmp_path / "parsed.jsonl"
    lines.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records.values()), "utf-8")
    command = [sys.executable, str(gold / "score.py"), str(gold), str(lines), "--json"]
    reference = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    result = evaluate(labels, records)
    for name, found in result.lists.items():
        assert reference[name] == {
            "precision": found.precision,
            "recall": found.recall,
            "f1": found.f1,
            "n": found.total,
        }
    for name, share in result.shares.items():
        assert reference[name] == share.value, name
