"""`xuncha diff` over an edited notice: every kind of change, in words, as JSON and as a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.cli.test_review import run

BEFORE = """中共甲市水务局党组关于巡察整改进展情况的通报
根据市委统一部署，2024年3月1日至4月30日，市委第三巡察组对市水务局党组进行了巡察。2024年7月16日，反馈了巡察意见。反馈的3个方面12个问题，已完成整改8个，正在整改4个。现将整改进展情况予以公布。
一、逐条逐项抓好整改落实
1.关于“河道治理进度滞后”的问题。
整改情况：一是加强调度，倒排工期。二是计划2026年12月底前完成青石河清淤工程。该问题正在整改推进中。
2.关于“公务用车管理不规范”的问题。
整改情况：一是修订公务用车管理办法。二是组织学习培训2次。该问题已完成整改。
3.关于“台账更新不及时”的问题。
整改情况：一是逐项核对台账。该问题已完成整改。
欢迎广大干部群众对巡察整改落实情况进行监督。联系电话：020-12345678。
中共甲市水务局党组
2026年2月27日"""
REMOVED = "3.关于“台账更新不及时”的问题。\n整改情况：一是逐项核对台账。该问题已完成整改。\n"
EDITS = (
    ("2026年12月底前", "2027年6月底前"),
    ("已完成整改8个，正在整改4个", "已完成整改10个，正在整改2个"),
    ("培训2次。该问题已完成整改", "培训2次。该问题正在整改推进中"),
    (REMOVED, ""),
    ("020-12345678", "020-87654321"),
    ("加强调度", "强化调度"),
)
LINES = (
    "期限变动 一、1.：2026-12-31 → 2027-06-30（计划2027年6月底前完成青石河清淤工程）",
    "整改状态 一、2.：该问题已完成整改 → 该问题正在整改推进中（公务用车管理不规范）",
    "问题消失 一、3.：台账更新不及时 → 无",
    "统计数字 完成：8 → 10",
    "统计数字 推进中：4 → 2",
    "联系方式 电话：020-12345678 → 020-87654321",
)
KINDS = ["deadline", "status", "problem_removed", "figure", "figure", "contact"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that holds a notice before and after an edit."""
    folder = tmp_path_factory.mktemp("diff")
    after = BEFORE
    for old, new in EDITS:
        assert old in after
        after = after.replace(old, new)
    for day, text in (("2026-03-01", BEFORE), ("2026-03-02", after)):
        (folder / "notice.txt").write_text(text, "utf-8")
        run(folder, "ingest", str(folder / "notice.txt"), "--now", day)
    return folder


def test_every_kind_of_change_is_told_in_words(folder: Path) -> None:
    said = run(folder, "diff", "水务局")
    for line in LINES:
        assert f"* {line}\n" in said
    assert "- 整改情况：一是加强调度，倒排工期。" in said
    assert "+ 整改情况：一是强化调度，倒排工期。" in said


def test_machines_get_a_line_a_change(folder: Path) -> None:
    changes = [json.loads(line) for line in run(folder, "diff", "水务局", "--json").splitlines()]
    assert [c["type"] for c in changes if c["type"] != "wording"] == KINDS
    assert [(c["old"], c["new"]) for c in changes if c["type"] == "figure"] == [("8", "10"), ("4", "2")]
    status = next(c for c in changes if c["type"] == "status")
    assert (status["old_status"], status["new_status"]) == ("completed", "in_progress")
    told = [(c["old"], c["new"]) for c in changes if c["type"] == "wording"]
    assert ("联系电话：020-12345678。", "联系电话：020-87654321。") in told


def test_the_event_and_the_view_carry_the_same_changes(folder: Path) -> None:
    query = "SELECT kinds, version FROM silent_edits"
    (row,) = [json.loads(line) for line in run(folder, "sql", "--json", query).splitlines()]
    assert row == {"kinds": sorted({*KINDS, "wording"}), "version": 2}


def test_the_page_marks_the_changed_words_and_needs_nothing_else(folder: Path, tmp_path: Path) -> None:
    run(folder, "diff", "水务局", "--html", str(tmp_path / "diff.html"))
    page = (tmp_path / "diff.html").read_text("utf-8")
    for line in LINES:
        assert f"<li>{line}</li>" in page
    assert "一是<del>加强</del><ins>强化</ins>调度" in page
    assert "<del>8</del><ins>10</ins>个" in page
    assert "http" not in page
    assert "<script" not in page
