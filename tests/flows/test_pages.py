"""The static pages over a real warehouse: what they say, when they are written, and what no page can do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from flows.alerts.facts import read_facts
from flows.pages import mark_lines, publish_pages
from flows.settings import Settings
from flows.steps import run_steps
from tests.warehouse.samples import DAY, ITEMS, NOW, SOURCE, Promise, make_document, make_fetch, make_notice
from warehouse.connect import writing
from warehouse.correct import correct_values
from warehouse.correct_promise import correct_days, dismiss_promise
from warehouse.errors import WarehouseError
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.mends import Mend
from warehouse.model import Event
from warehouse.pages import record_pages
from warehouse.polling import register_sources
from warehouse.removal import observe

BASE = "https://xuncha.example"
OTHER = "https://www.example.gov.cn/xc/content/post_102.html"
HOSTILE = '</h1><script>alert(1)</script><img src=x onerror="x">\u202e反写 {{ 7*7 }} ' + "长" * 400
MOVED = replace(
    ITEMS[1], promise=Promise("2027年3月底前完成全部清淤任务", "2027年3月底前", date(2027, 3, 31))
)


class Installation:
    """A warehouse, and the folder that its pages are written to."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(
            config=folder, warehouse=folder / "x.duckdb", archive=folder / "archive", base_url=BASE
        )
        self.folder = folder / "www"
        self.home = self.folder / "pages"

    def take_in(self, title: str = "", url: str = "", *, edited: bool = False, day: int = 0) -> list[Event]:
        items = (ITEMS[0], MOVED, ITEMS[2]) if edited else ITEMS
        notice = make_notice(items, **({"title": title} if title else {}))
        at = NOW + day * DAY
        document = make_document(notice, **({"url": url} if url else {}), at=at)
        with writing(self.settings.warehouse) as con:
            register_sources(con, [SOURCE], at)
            record_pages(con, [document.page])
            return record_events(con, ingest(con, [document], now=at))

    def remove(self, url: str) -> None:
        with writing(self.settings.warehouse) as con:
            for day in (2, 3, 12):
                record_events(
                    con, observe(con, [make_fetch("gone", NOW + day * DAY, url)], now=NOW + day * DAY)
                )

    def publish(self) -> set[str]:
        return {str(p.relative_to(self.home)) for p in publish_pages(self.settings, self.folder)}

    def page_of(self, event: Event) -> Path:
        """The file that the link in a message about `event` leads to."""
        link = read_facts(event, base_url=BASE)["archived"]
        return self.folder / link.removeprefix(f"{BASE}/")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def text_of(path: Path) -> str:
    return LexborHTMLParser(path.read_text("utf-8")).body.text()


def test_the_link_in_a_message_leads_to_a_page_with_the_evidence(place: Installation) -> None:
    (event,) = place.take_in()
    place.publish()
    page = place.page_of(event)
    words = text_of(page)
    for said in (
        "中共甲市水务局党组关于巡察整改进展情况的通报",
        "中共甲市水务局党组",
        "2026年2月27日",
        "https://www.example.gov.cn/xc/content/post_101.html",
        "2026年3月2日 09:00",
        event.payload["page"]["sha256"],
        "根据市委统一部署",
        "第1版",
    ):
        assert said in words
    tree = LexborHTMLParser(page.read_text("utf-8"))
    assert [n.text() for n in tree.css("span.promise")] == ["2026年12月底前完成全部清淤任务"]
    assert [n.text() for n in tree.css("span.finding")] == [i.finding for i in ITEMS]
    assert len(tree.css("p.problem")) == 2 * len(ITEMS)


def test_an_edit_gets_a_page_of_its_own_with_the_difference_and_both_lead_to_each_other(
    place: Installation,
) -> None:
    (first,) = place.take_in()
    place.publish()
    changed, *_ = place.take_in(edited=True, day=1)
    written = place.publish()
    old, new = place.page_of(first), place.page_of(changed)
    assert {old.name, new.name, "index.html"} <= written
    assert f'href="{new.name}"' in old.read_text("utf-8")
    assert "这是旧版" in text_of(old)
    tree = LexborHTMLParser(new.read_text("utf-8"))
    assert f'href="{old.name}"' in new.read_text("utf-8")
    assert [n.text() for n in tree.css("del")] == ["2026年12"]
    assert [n.text() for n in tree.css("ins")] == ["2027年3"]
    index = (place.home / "index.html").read_text("utf-8")
    assert new.name in index
    assert old.name not in index


def test_only_what_changed_is_written_again(place: Installation) -> None:
    (one,) = place.take_in()
    (two,) = place.take_in("中共甲市水务局党组关于第二轮巡察整改情况的通报", OTHER, day=1)
    assert place.page_of(one).name in place.publish()
    before = place.page_of(one).stat().st_mtime_ns
    assert place.publish() == set()
    place.remove(OTHER)
    written = place.publish()
    assert place.page_of(two).name in written
    assert place.page_of(one).name not in written
    assert place.page_of(one).stat().st_mtime_ns == before


def test_the_page_of_a_removed_notice_stays_and_says_so(place: Installation) -> None:
    (event,) = place.take_in(url=OTHER)
    place.publish()
    place.remove(OTHER)
    place.publish()
    words = text_of(place.page_of(event))
    assert "原文已撤下：2026年3月14日 09:00 确认" in words
    assert "根据市委统一部署" in words
    assert "原文已撤下" in text_of(place.home / "index.html")


class Tags(HTMLParser):
    """What a browser would be asked to do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def test_a_hostile_notice_brings_no_script_no_remote_resource_and_no_turned_words(
    place: Installation,
) -> None:
    (event,) = place.take_in(HOSTILE, "https://www.example.gov.cn/x'\"><b>.html")
    place.publish()
    for path in place.home.glob("*.html"):
        html = path.read_text("utf-8")
        tags = Tags(html)
        assert not {"script", "img", "iframe", "link", "b", "object", "form"} & tags.tags
        assert not [name for name, _ in tags.attributes if name.startswith("on") or name in ("src", "srcset")]
        assert "\u202e" not in html
        assert "49" not in text_of(path).replace(event.payload["page"]["sha256"], "")
        assert "url(" not in html and "@import" not in html
        local = [
            v for n, v in tags.attributes if n == "href" and v and not v.startswith("https://www.example")
        ]
        assert all(v.startswith("#") or (place.home / v).exists() for v in local)


def test_a_lost_or_altered_page_folder_is_made_again(place: Installation) -> None:
    (event,) = place.take_in()
    everything = place.publish()
    place.page_of(event).unlink()
    assert place.publish() == {place.page_of(event).name}
    for path in place.home.iterdir():
        path.unlink()
    assert place.publish() == everything


def test_a_folder_that_cannot_be_written_is_one_line(place: Installation) -> None:
    place.take_in()
    place.folder.write_text("a file", "utf-8")
    with pytest.raises(WarehouseError, match="cannot be written"):
        place.publish()


def test_marks_that_overlap_or_cross_lines_keep_every_word() -> None:
    text = "一、问题甲\n整改：年底前完成。其余照旧。\n\n联系我们"
    places = [(0, 16, "problem"), (2, 5, "finding"), (4, 12, "promise")]
    lines = mark_lines(text, places)
    assert "".join(t for _, pieces in lines for _, t in pieces) == text.replace("\n", "")
    assert lines[0][1] == [("", "一、"), ("finding", "问题"), ("finding promise", "甲")]
    assert [kind for kind, _ in lines] == ["problem", "problem", ""]


def test_every_run_writes_the_pages_and_feeds_that_are_set(place: Installation) -> None:
    (event,) = place.take_in()
    place.settings.sources.mkdir()
    settings = replace(place.settings, pages=place.folder, feeds=place.folder)
    run_steps(settings, now=NOW)
    assert place.page_of(event).exists()
    assert (place.folder / "notices.atom").exists()


def test_what_an_operator_mends_or_dismisses_shows_on_the_page(place: Installation) -> None:
    (event,) = place.take_in()
    place.publish()
    page = place.page_of(event)
    assert event.notice_id
    at = NOW + DAY
    with writing(place.settings.warehouse) as con:
        mends = (
            Mend("notice", "publisher", "中共甲市水利局党组"),
            Mend("problem", "finding", "河道疏浚进展缓慢", "2."),
        )
        correct_values(con, event.notice_id, mends, reason="误读", now=at)
        correct_days(con, "清淤任务", due_on=date(2027, 12, 31), reason="误读", now=at)
    assert page.name in place.publish()
    assert "中共甲市水利局党组" in text_of(page)
    assert "2027年12月31日" in text_of(page)
    with writing(place.settings.warehouse) as con:
        dismiss_promise(con, "清淤任务", reason="不是承诺", now=at + DAY)
    assert page.name in place.publish()
    assert "2027年12月31日" not in text_of(page)
    assert LexborHTMLParser(page.read_text("utf-8")).css("span.promise") == []
    assert place.publish() == set()
