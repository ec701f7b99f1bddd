"""Records: every span cuts out its quote, and a notice's claims stand beside what its items show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.model import UnreadableError
from scrapers.notice import parse
from scrapers.notice.record import to_record
from tests.shared import SHARED

GOLDEN = Path(__file__).parents[2] / "golden"
PAGES = sorted(GOLDEN.glob("*/*.html"))
SHARED_TEXTS = sorted((SHARED / "seeds").glob("*.txt")) if SHARED else []
PIECES = [
    *re.findall(
        r"\S+",
        "一、 （一） 1. 1． 一是 二是 第一方面 ① 针对 关于 问题 。 ； ： “ ” （ ） 整改情况 整改状态 "
        "已完成 正在推进 县委第二巡察组 对县水务局党组 开展了巡察 反馈 现将 予以公布 2023年5月4日 "
        "2023年12月前 年底前 三个月内 "
        "联系电话 0837-2270116 邮编： 地址： a@b.cn 中共云岭县水务局党组 4个方面 17个问题 已完成12个 截至 "
        "<p> </p> <td> &nbsp; <table> </table>",
    ),
    *("\n", "\t", "\u3000", "\u00a0"),
]


def spans(record: dict[str, Any]) -> Iterator[tuple[str, list[int] | None, str]]:
    """Every quote of a record with its span and the text that it counts in."""
    for problem in record["problems"]:
        yield problem["finding"], problem["finding_span"], "body"
        yield problem["status_text"], problem["status_span"], "body"
        yield from ((item["quote"], item["span"], "body") for item in problem["measure_items"])
    for promise in record["commitments"]:
        yield promise["quote"], promise["span"], "body"
        yield promise["due_expression"], promise["due_expression_span"], "body"
    yield from ((item["quote"], item["span"], "body") for item in record["open_items"])
    yield from ((found["quote"], found["span"], "body") for found in record["figure_quotes"].values())
    yield from ((issue["quote"], issue["span"], issue.get("in", "body")) for issue in record["issues"])
    for entry in record["evidence"].values():
        for found in entry if isinstance(entry, list) else [entry]:
            yield found["quote"], found["span"], found["in"]


def assert_spans_hold(record: dict[str, Any]) -> None:
    for quote, span, where in spans(record):
        assert (quote is None) == (span is None)
        if span is not None:
            assert record[where][span[0] : span[1]] == quote
    for problem in record["problems"]:
        start, end = problem["span"]
        assert 0 <= start < end <= len(record["body"])


@pytest.mark.parametrize("path", [*PAGES, *SHARED_TEXTS], ids=lambda p: p.name)
def test_every_span_cuts_out_its_quote(path: Path) -> None:
    record = to_record(parse(path.read_bytes(), path.name), path.name)
    assert_spans_hold(record)
    assert sum(1 for _ in spans(record)) > 10
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record


@pytest.mark.skipif(SHARED is None, reason="the shared texts are not beside this checkout")
def test_the_shared_texts_are_there() -> None:
    assert SHARED_TEXTS


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=120).map("".join), st.sampled_from(["n.txt", "n.html"]))
def test_spans_hold_whatever_the_words(text: str, name: str) -> None:
    lead = "县委第二巡察组对我局开展了巡察,现将整改情况予以公布。已完成整改。整改情况：1。整改情况：2。"
    try:
        record = to_record(parse(f"{lead}{text}".encode(), name), name)
    except UnreadableError:
        return
    assert_spans_hold(record)


def test_claims_stand_beside_counts_and_change_nothing() -> None:
    path = GOLDEN / "seen" / "trs-county-water.html"
    record = to_record(parse(path.read_bytes(), path.name), path.name)
    row = record["claims_and_counts"]["completed"]
    assert (row["claim"], row["count"], row["agrees"]) == (22, 7, False)
    assert record["figures"]["completed"] == 22
    assert len(record["problems"]) == 10
    assert "tally_differs" in {issue["kind"] for issue in record["issues"]}


def test_a_notice_without_items_says_so() -> None:
    text = (
        "中共云岭县审计局党组关于巡察整改进展情况的通报\n2024-03-05\n"
        "根据县委统一部署，2023年5月8日至7月7日，县委第二巡察组对县审计局党组进行了巡察。"
        "现将巡察整改进展情况予以公布。\n局党组高度重视，召开会议12次，逐条研究整改。\n"
    )
    record = to_record(parse(text.encode(), "a.txt"), "a.txt")
    assert record["is_notice"]
    assert [issue["kind"] for issue in record["issues"]] == ["no_items"]
