# ruff: noqa: E501 - pages stand on one line
"""Every family has saved pages beside golden lists; what is read from a page is what its golden list holds.

A page without a golden list gets one and fails this once: read it, then run again.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.settings import ROOT
from flows.source_files import read_saved, to_golden
from scrapers.cms import read_list
from scrapers.cms.families import BY_NAME
from scrapers.source import SCHEMA, Source, SourceList, make_source

PAGES = Path(__file__).parent / "pages"
SOURCES = ROOT / "tests" / "sources"
SAVED = sorted(p.parent for folder in (PAGES, SOURCES) for p in folder.glob("*/page"))


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: folder.name)
def test_a_saved_page_reads_as_its_golden_list(folder: Path) -> None:
    golden = folder / "list.json"
    if not golden.exists():
        url = "https://www.example.gov.cn/xcgz/index.html"
        found = to_golden(read_list((folder / "page").read_bytes(), url))
        golden.write_text(
            json.dumps({"url": url, "charset": None, **found}, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        pytest.fail(f"{golden} was missing and is written now: read it, correct its url, run again")
    expected, found = read_saved(folder)
    assert found == expected


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: folder.name)
def test_auto_finds_the_family_of_a_saved_page(folder: Path) -> None:
    golden = json.loads((folder / "list.json").read_text("utf-8"))
    page = read_list((folder / "page").read_bytes(), golden["url"], charset=golden["charset"])
    assert (page.family, bool(page.why)) == (golden["family"], True)


def test_every_family_has_a_saved_page() -> None:
    found = {json.loads((f / "list.json").read_text("utf-8"))["family"] for f in SAVED}
    assert found >= BY_NAME.keys() - {"selectors"}


def test_the_schema_names_the_families_of_the_registry() -> None:
    named = json.loads(SCHEMA.read_text("utf-8"))["$defs"]["family"]["enum"]
    assert set(named) == BY_NAME.keys() | {"auto"}


def test_selectors_in_the_source_s_file_read_what_no_family_reads() -> None:
    page = """<div class=card><b class=t>关于巡察整改进展情况的通报</b><i class=d>04<br>2023-05</i>
    <a href=/i/1>阅读全文</a></div><a class=more href="?p=2">再看一些</a>"""
    source = make_source(
        {
            "id": "odd",
            "name": "x",
            "region": "x",
            "lists": [{"url": "http://e.invalid/board"}],
            "family": "selectors",
            "selectors": {"item": "div.card", "title": ".t", "day": ".d", "next": "a.more"},
        },
        Path("odd.yaml"),
    )
    found = read_list(page.encode(), "http://e.invalid/board", source=source)
    assert [(i.title, i.url, str(i.day)) for i in found.items] == [
        ("关于巡察整改进展情况的通报", "http://e.invalid/i/1", "2023-05-04")
    ]
    assert (found.family, found.next) == ("selectors", ("http://e.invalid/board?p=2",))


def test_a_source_s_encoding_outdoes_what_a_page_declares() -> None:
    page = '<meta charset="utf-8"><ul><li><a href=/1>巡察整改通报</a> 2023-05-04</li><li><a href=/2>另一条公告</a> 2023-05-03</li></ul>'
    source = Source("a", "a", "a", (SourceList("http://e.invalid/"),), encoding="big5")
    found = read_list(page.encode("big5", "ignore"), "http://e.invalid/", source=source)
    assert found.family == "generic"
    assert len(found.items) == 2
