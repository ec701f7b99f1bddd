# ruff: noqa: E501 - a fault stands on one line
"""A faulty source file is told by file, line, key, allowed values and remedy."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from flows.settings import ROOT
from scrapers.source import check_sources, load_source
from scrapers.source_errors import SourceError

GOOD = """\
id: gd-example
name: 示例区巡察整改情况
region: 广东省/示例市/示例区
lists:
  - url: https://www.example.gov.cn/xcgz/index.html
    family: nfcms
schedule: {every: 12h, jitter: 30m}
assertions:
  minimum_items: 3
verified: 2026-01-02
"""

# what is changed in the good file, then line, key and words of the error
FAULTS = (
    ("    family: nfcms", "    famly: nfcms", 6, "lists.0.famly", "did you mean family? known keys: column, family, url"),
    ("nfcms", "nfcm", 6, "lists.0.family", "did you mean nfcms? allowed: auto, feed, gkmlpt"),
    ("every: 12h", "every: 12 hours", 7, "schedule.every", "such as 30s, 20m, 6h or 2d"),
    ("minimum_items: 3", "minimum_items: many", 9, "assertions.minimum_items", "'many' is no integer; give rows on page one"),
    ("minimum_items: 3", "minimum_items: -1", 9, "assertions.minimum_items", "breaks the limit minimum 0"),
    ("id: gd-example", "id: GD Example", 1, "id", "lower-case letters, digits and hyphens"),
    ("region: 广东省/示例市/示例区\n", "", 1, "", "region is missing; add region: the place from the province down"),
    ("https://www", "www", 5, "lists.0.url", "the list's whole address"),
    ("www.example.gov.cn/", "www.example.gov.cn:80a/", 5, "lists.0.url", "copy the address from a browser"),
    ("verified: 2026-01-02", "verified: yesterday", 10, "verified", "never, or the day"),
    ("verified: 2026-01-02", "pace: 0.2", 10, "pace", "give 1 or more seconds a host"),
    ("verified: 2026-01-02", "hosts: [other.gov.cn]", 10, "hosts", "add www.example.gov.cn to hosts"),
    ("verified: 2026-01-02", "take: ['整改(']", 10, "take.0", "no regular expression"),
    ("verified: 2026-01-02", "encoding: klingon", 10, "encoding", "give utf-8, gb18030 or big5"),
    ("family: nfcms", "family: selectors", 5, "lists.0", "add selectors: {item:"),
    ("verified: 2026-01-02", "id: again", 10, "", "duplicate key"),
    ("schedule: {", "schedule: {{", 8, "", "mend the YAML"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "key", "words"), FAULTS)
def test_a_fault_names_file_line_key_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, key: str, words: str
) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(SourceError) as caught:
        load_source(path)
    error = caught.value
    assert (error.path, error.line, error.key) == (path, line, key), str(error)
    assert words in str(error)
    assert str(error).startswith(f"{path}:{line}: ")


def test_a_good_file_is_a_source_with_plain_values(tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(GOOD, "utf-8")
    source = load_source(path)
    assert (source.hosts, source.verified) == (("www.example.gov.cn",), "2026-01-02")
    assert (source.schedule.every, source.schedule.jitter) == (timedelta(hours=12), timedelta(minutes=30))
    assert source.lists[0].family == "nfcms"


def test_two_files_with_one_id_are_told_with_both_names(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(GOOD, "utf-8")
    sources, errors = check_sources(tmp_path)
    assert [s.id for s in sources] == ["gd-example"]
    assert [(e.path.name, e.line, "a.yaml" in str(e)) for e in errors] == [("b.yaml", 1, True)]


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("中共某某局党组关于巡察整改进展情况的通报", True),
        ("关于十三届市委第五轮巡察整改情况的公示", True),
        ("中共某某公司委员会关于巡视 整改进展情况的通报", True),
        ("中共某某局党组关于落实市委巡察反馈意见…", True),
        ("市委第三巡察组巡察公告", False),
        ("市委巡察组巡察某某局动员会召开", False),
        ("某某局召开巡察整改工作推进会", False),
        ("关于调整公交线路的公告", False),
    ],
)
def test_titles_of_rectification_notices_are_taken_and_of_inspections_left(
    tmp_path: Path, title: str, taken: bool
) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(GOOD, "utf-8")
    assert load_source(path).takes(title) is taken


def test_the_sources_that_come_with_the_project_are_right_and_claim_no_check_that_nobody_made() -> None:
    sources, errors = check_sources(ROOT / "config" / "sources")
    assert errors == []
    assert sources
    assert {s.verified for s in sources} == {"never"}


def test_every_example_in_the_guide_is_a_right_source(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "adding-a-source.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.S)
    assert examples
    for number, example in enumerate(examples):
        path = tmp_path / f"{number}.yaml"
        path.write_text(example, "utf-8")
        load_source(path)
