"""`xuncha correct` as an operator runs it: what is mended is shown, listed and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.cli.test_review import PROMISED, run

SUBSCRIBERS = """
subscribers:
  - name: editor
    channels: [MAIL]
"""
ROUND = "关于巡察整改进展情况"


def make_folder(tmp_path: Path) -> Path:
    """A warehouse with a notice that a subscriber was told of."""
    (tmp_path / "settings.toml").write_text(
        f'archive = "{tmp_path / "archive"}"\nread_copy = "{tmp_path / "read.duckdb"}"\n', "utf-8"
    )
    (tmp_path / "subscribers.yaml").write_text(SUBSCRIBERS, "utf-8")
    (tmp_path / "1.txt").write_text(PROMISED, "utf-8")
    run(tmp_path, "ingest", "--alert", str(tmp_path / "1.txt"))
    (tmp_path / "x.read.duckdb").unlink()  # what is asked here is asked of the warehouse itself
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that the test changes."""
    return make_folder(tmp_path)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that no test changes."""
    return make_folder(tmp_path_factory.mktemp("correct"))


def ask(folder: Path, query: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(folder, "sql", "--json", query).splitlines()]


def test_a_status_is_mended_and_shows_in_the_views(folder: Path) -> None:
    command = ("correct", "problem", ROUND, "2.", "--status", "in_progress", "--reason", "尚在推进")
    assert "2. status: 已完成 -> 正在整改" in run(folder, *command)
    (row,) = ask(folder, "SELECT completed, in_progress FROM current_notices")
    assert row == {"completed": 0, "in_progress": 2}
    (row,) = [json.loads(line) for line in run(folder, "correct", "--json").splitlines()]
    assert (row["what"], row["was"], row["is"], row["holds"]) == (
        "一、2. status",
        "completed",
        "in_progress",
        True,
    )
    assert "status is in_progress already" in run(folder, *command, code=2)
    run(folder, "correct", "withdraw", row["id"][:8], "--reason", "看错")
    assert "nothing was mended" in run(folder, "correct", "--notice", ROUND)


def test_who_was_told_gets_one_message_that_corrects_it(folder: Path) -> None:
    command = ("correct", "notice", ROUND, "publisher=中共甲市水利局党组", "signed_on=2026-02-28")
    said = json.loads(run(folder, *command, "--reason", "落款有误", "--json"))
    assert [change["type"] for change in said["changes"]] == ["publisher", "signed_on"]
    assert (said["messages"], len(said["retracts"])) == (1, 1)
    (row,) = ask(folder, "SELECT kind, publisher FROM timeline WHERE kind = 'notice.corrected'")
    assert row["publisher"] == "中共甲市水利局党组"
    assert len(run(folder, "alerts", "--json").splitlines()) == 2


def test_a_promise_is_dismissed_by_its_words_and_taken_back(folder: Path) -> None:
    said = run(folder, "correct", "promise", "青石河清淤", "--dismiss", "--reason", "往年的工作")
    assert "dismissed" in said and "1 messages take back what was told" in said
    assert ask(folder, "SELECT count(*) AS n FROM open_commitments") == [{"n": 0}]
    (row,) = [json.loads(line) for line in run(folder, "correct", "--json").splitlines()]
    assert (row["is"], row["reason"]) == ("dismissed", "往年的工作")


def test_a_dismissal_in_review_is_taken_back_too(folder: Path) -> None:
    (row,) = ask(folder, "SELECT commitment_id FROM current_commitments")
    said = run(folder, "review", "dismiss", str(row["commitment_id"]), "--reason", "往年的工作")
    assert "1 messages take back what was told" in said


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("problem", ROUND, "9.", "--status", "completed"), "the notice has 一、1. "),
        (("problem", ROUND, "1."), "--status STATUS, or --finding TEXT"),
        (("notice", ROUND, "colour=红"), "there are title, publisher"),
        (("notice", ROUND, "publisher"), "write NAME=VALUE"),
        (("notice", "没有的通报", "publisher=甲"), "no notice is named by"),
        (("figures", ROUND, "completed=十"), "is no count"),
        (("contact", ROUND, "110"), "the notice has 020-12345678"),
        (("promise", "没有的承诺", "--dismiss"), "no promise has the id or words"),
        (("promise", "青石河"), "--due DAY [--strict DAY], or --dismiss"),
        (("withdraw", "abc"), "no correction has the id"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_there_is(
    unchanged: Path, command: tuple[str, ...], said: str
) -> None:
    out = run(unchanged, "correct", *command, "--reason", "误读", code=2)
    assert said in out
    assert len(out.splitlines()) == 1
