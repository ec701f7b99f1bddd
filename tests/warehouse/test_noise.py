"""What a template shows around a notice never makes a version: pages of four families, before and after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scrapers.model import Notice
from scrapers.notice import parse
from tests.warehouse.samples import DAY, NOW, SOURCE, make_page
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import Document, Event, EventKind

KEPT = Path(__file__).parent.parent / "golden" / "kept"
URL = "https://www.example.gov.cn/info/1024/4242.htm"
RELATED = "<div class='related'><h3>相关链接</h3><ul>{}</ul></div>"
LINKS = [f"<li><a href='/a/{n}.htm'>{words}</a></li>" for n, words in enumerate(("春季运动会", "招聘公告"))]
# What the template of each page shows otherwise on the next day: counter, menu, share bar, other articles.
NOISE = {
    "vsb-hospital": (
        ('<span id="dynclicks">12</span>', '<span id="dynclicks">4871</span>'),
        (
            '<li><a href="../../xxgk.htm">信息公开</a></li>',
            '<li><a href="../../zt.htm">专题专栏</a></li><li><a href="../../xxgk.htm">公开</a></li>',
        ),
        ("图书馆寒假开放安排", "关于端午节放假的通知"),
        ("运动会圆满落幕", "新门诊楼启用"),
    ),
    "dede-school": (
        ('<script src="/plus/count.php"></script>次', "3907次"),
        ('<li><a href="/b/">新闻动态</a></li>', '<li><a href="/c/">学生园地</a></li>'),
        ("顶一下 踩一下", "顶一下(12) 踩一下(3)"),
        ("<a href='1.html'>没有了</a>", "<a href='2.html'>期末安全工作会召开</a>"),
    ),
    "gkmlpt-transport": (
        (
            '<div class="nav"><a href="/">首页</a>',
            '<div class="nav"><a href="/">首页</a> <a href="/zt/">专题</a>',
        ),
        ('<div class="share">分享到：</div>', '<div class="share">分享到：微信 微博 QQ空间</div>'),
    ),
    "hanweb-labels": (
        ("<a href='/'>首页</a>", "<a href='/'>网站首页</a>"),
        ("打印</a> ]", "打印</a> ] [ <a href='/share'>分享到微信</a> ]"),
        ("<div>主办单位：云河市人民政府</div>", "<div>主办单位：云河市人民政府　访问量：918273</div>"),
    ),
}


def take(con: Any, data: bytes, day: int, version: str = "") -> list[Event]:
    """Parse bytes as a site shows them some days later, and ingest them."""
    at = NOW + day * DAY
    document = Document(SOURCE.source_id, URL, make_page(URL, at, data), read(data, version), SOURCE.lists[0])
    return record_events(con, ingest(con, [document], now=at))


def read(data: bytes, version: str) -> Notice:
    """The parser's reading, by another version of the parser where one is named."""
    notice = parse(data, URL)
    return replace(notice, parser_version=version) if version else notice


def show(page: str, *, later: bool) -> bytes:
    """A kept page with related links before its end; `later` changes what the template shows."""
    text = (KEPT / f"{page}.html").read_text("utf-8")
    for old, new in NOISE[page] if later else ():
        assert old in text
        text = text.replace(old, new)
    end = text.lower().rindex("</body>")
    return (text[:end] + RELATED.format("".join(LINKS[::-1] if later else LINKS)) + text[end:]).encode()


def count_versions(con: Any) -> tuple[int, int]:
    """Versions and events."""
    query = "SELECT (SELECT count(*) FROM notice_versions), (SELECT count(*) FROM events)"
    versions, events = con.execute(query).fetchone()
    return versions, events


@pytest.mark.parametrize("page", NOISE)
def test_counters_menus_share_bars_and_reordered_links_make_no_version(con: Any, page: str) -> None:
    before, after = show(page, later=False), show(page, later=True)
    assert before != after
    assert [e.kind for e in take(con, before, 0)] == [EventKind.NOTICE_PUBLISHED]
    assert take(con, after, 1) == []
    assert take(con, before, 2) == []
    assert count_versions(con) == (1, 1)


@pytest.mark.parametrize("page", NOISE)
def test_a_raised_parser_version_tells_nothing_of_a_page_whose_template_changed(con: Any, page: str) -> None:
    take(con, show(page, later=False), 0)
    assert take(con, show(page, later=True), 1, version="later") == []
    assert count_versions(con) == (1, 1)
    parses = con.execute("SELECT count(*), count(*) FILTER (superseded_at IS NULL) FROM parses").fetchone()
    assert parses == (2, 1)


def test_one_changed_word_of_the_notice_itself_is_an_edit(con: Any) -> None:
    before, after = show("vsb-hospital", later=False), show("vsb-hospital", later=True)
    take(con, before, 0)
    edited = after.replace("全面提升医院治理水平".encode(), "稳步提升医院治理水平".encode())
    assert edited != after
    assert [e.kind for e in take(con, edited, 1)] == [EventKind.NOTICE_CHANGED]
