"""`xuncha review`, `correct` and `reparse` as an operator runs them, over files that were loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

TEXT = """中共甲市水务局党组关于巡察整改{more}进展情况的通报
根据市委统一部署，2024年3月，市委第三巡察组对市水务局党组进行了巡察。2024年7月16日，反馈了巡察意见。现将整改进展情况予以公布。
一、逐条逐项抓好整改落实
1.关于“河道治理进度滞后”的问题。
整改情况：一是加强调度，倒排工期。二是{answer}。该问题正在整改推进中。
2.关于“公务用车管理不规范”的问题。
整改情况：一是修订公务用车管理办法。二是组织学习培训2次。该问题已完成整改。
欢迎广大干部群众对巡察整改落实情况进行监督。联系电话：020-12345678。
中共甲市水务局党组
{day}"""
PROMISED = TEXT.format(more="", answer="计划2026年12月底前完成青石河清淤工程", day="2026年2月27日")
PARTLY = TEXT.format(more="后续", answer="青石河清淤工程已基本完成", day="2026年12月20日")


def run(folder: Path, *words: str, code: int = 0) -> str:
    """What `xuncha` prints, run in a process of its own."""
    command = [
        Path(sys.executable).with_name("xuncha"),
        "--warehouse",
        folder / "x.duckdb",
        "--config",
        folder,
    ]
    done = subprocess.run(
        [*command, *words], check=False, capture_output=True, text=True, timeout=120, cwd=folder
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a promise that a later notice reports as basically done."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "settings.toml").write_text(
        f'archive = "{folder / "archive"}"\nread_copy = "{folder / "read.duckdb"}"\n', "utf-8"
    )
    for name, text in (("1.txt", PROMISED), ("2.txt", PARTLY)):
        (folder / name).write_text(text, "utf-8")
        run(folder, "ingest", str(folder / name))
    return folder


def test_a_proposal_is_listed_and_confirmed_and_then_nothing_waits(folder: Path) -> None:
    (row,) = [json.loads(line) for line in run(folder, "review", "--json").splitlines()]
    assert row["kind"] == "fulfilled"
    assert row["quote"].endswith("青石河清淤工程")
    assert "基本完成" in row["evidence"]
    assert "基本完成" in run(folder, "review", "--csv")
    assert "fulfilled" in run(folder, "review")
    said = run(folder, "review", "confirm", row["id"][:10], "--reason", "已核实")
    assert "commitment.fulfilled" in said
    assert "nothing waits" in run(folder, "review")
    assert "nothing to review" in run(folder, "review", "confirm", row["id"], code=2)


def test_a_correction_and_a_reparse_by_hand(folder: Path) -> None:
    with duckdb.connect(str(folder / "x.duckdb"), read_only=True) as con:
        some_id = con.execute("SELECT commitment_id FROM current_commitments").fetchone()
    assert some_id
    assert "due 2027-01-31" in run(
        folder, "correct", "promise", some_id[0][:12], "--due", "2027-01-31", "--reason", "按农历计"
    )
    assert "nothing to read again" in run(folder, "reparse")
