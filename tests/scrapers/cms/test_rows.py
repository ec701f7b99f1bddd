# ruff: noqa: E501 - the rows are those of the sites
"""Rows of every dialect: titles whole, days as shown, addresses absolute and canonical."""

from __future__ import annotations

import pytest

from scrapers.cms import read_list
from scrapers.cms.days import FORMS, find_day

URL = "https://www.example.gov.cn/xcgz/index.html"
HOME = "https://www.example.gov.cn"

# what the dialect is, a row, then title, address, day
ROWS = (
    ("title cut short", '<li><a href="./a.html" title="关于巡察整改进展情况的通报">关于巡察整改进…</a><span>2023-05-04</span></li>', "关于巡察整改进展情况的通报", "/xcgz/a.html", "2023-05-04"),
    ("title attribute of something else", '<li><a href="a.html" title="点击查看">关于巡察整改的通报</a> 2023/5/4</li>', "关于巡察整改的通报", "/xcgz/a.html", "2023-05-04"),
    ("day within the link", '<li><a href="/a.html">关于巡察整改的通报<span>[2023-05-04]</span></a></li>', "关于巡察整改的通报", "/a.html", "2023-05-04"),
    ("day before the link", "<tr><td>2023.05.04</td><td><a href=/a.html>关于巡察整改的通报</a></td></tr>", "关于巡察整改的通报", "/a.html", "2023-05-04"),
    ("day in two pieces", '<li><div><b>04</b><i>2023-05</i></div><a href="/a.html">关于巡察整改的通报</a></li>', "关于巡察整改的通报", "/a.html", "2023-05-04"),
    ("a day in the title is not the row's", '<li><a href="/a.html">2022年3月5日通报的整改情况</a><em>2023年5月4日</em></li>', "2022年3月5日通报的整改情况", "/a.html", "2023-05-04"),
    ("bullet", '<li>· <a href="/a.html">· 关于巡察整改的通报</a> (2023-05-04)</li>', "关于巡察整改的通报", "/a.html", "2023-05-04"),
    ("picture and title link to the same page", '<li><a href="/a.html"><img src=x></a><a href="/a.html">关于巡察整改的通报</a><p>2023-05-04</p></li>', "关于巡察整改的通报", "/a.html", "2023-05-04"),
    ("link that reads 查看详情", '<li><h4>关于巡察整改的通报</h4><span>2023-05-04</span><a href="/a.html">查看详情</a></li>', "关于巡察整改的通报", "/a.html", "2023-05-04"),
    ("address with a fragment, a port and a line break", '<li><a href="HTTPS://WWW.example.gov.cn:443/a.html\n#from=list">关于巡察整改的通报</a>2023-05-04</li>', "关于巡察整改的通报", "/a.html", "2023-05-04"),
    ("month and day without a year", '<li><a href="/a.html">关于巡察整改的通报</a><span>05-04</span></li>', "关于巡察整改的通报", "/a.html", None),
    ("impossible day", '<li><a href="/a.html">关于巡察整改的通报</a><span>2023-02-30</span></li>', "关于巡察整改的通报", "/a.html", None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "row", "title", "path", "day"),
    ROWS,
    ids=lambda v: v if isinstance(v, str) and len(v) < 60 else "",
)
def test_a_row_gives_title_address_and_day(
    dialect: str, row: str, title: str, path: str, day: str | None
) -> None:
    others = "".join(
        f"<li><a href='/{n}.html'>另外一条普通的公告消息{n}</a><span>2023-04-0{n}</span></li>"
        for n in range(1, 4)
    )
    kind = "table" if row.startswith("<tr") else "ul"
    rest = others if kind == "ul" else others.replace("<li>", "<tr><td>").replace("<span>", "<td>")
    page = f"<html><body><div class=list><{kind}>{row}{rest}</{kind}></div></body></html>"
    found = {i.url: i for i in read_list(page.encode(), URL, family="generic").items}
    item = found[HOME + path]
    assert (item.title, item.day.isoformat() if item.day else None) == (title, day)


@pytest.mark.parametrize(("pattern", "example", "day"), FORMS)
def test_every_form_of_a_day_reads_its_example(pattern: str, example: str, day: str) -> None:
    found = find_day(example)
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇一九年三月五日", "2019-03-05"),
        ("二○二一年十二月二十一日", "2021-12-21"),
        ("２０２３－０５－０４", "2023-05-04"),
        ("05-04", None),
        ("2023-13-01", None),
        ("第20230504号", "2023-05-04"),
    ],
)
def test_days_in_other_characters(text: str, day: str | None) -> None:
    found = find_day(text)
    assert (found.isoformat() if found else None) == day


def test_navigation_favourites_and_footers_are_no_items() -> None:
    rows = "".join(
        f"<li><a href=/x/{n}.html>关于整改情况的通报第{n}号</a><span>2025-01-0{n}</span></li>"
        for n in range(1, 5)
    )
    hot = "".join(
        f"<li><a href=/hot/{n}.html>热点专题报道之第{n}篇文章</a><span>2025-02-0{n}</span></li>"
        for n in range(1, 7)
    )
    page = f"<ul class=nav><li><a href=/a>首页</a></li></ul><div class=main><ul>{rows}</ul></div><div class=sidebar><ul>{hot}</ul></div>"
    assert [i.url for i in read_list(page.encode(), URL).items] == [f"{HOME}/x/{n}.html" for n in range(1, 5)]


def test_lists_broken_into_several_ul_are_one_list() -> None:
    groups = "".join(
        "<ul class=g>"
        + "".join(
            f"<li><a href=/{g}{n}.html>关于整改情况的通报{g}{n}</a> 2025-01-0{n}</li>" for n in range(1, 4)
        )
        + "</ul>"
        for g in "abc"
    )
    assert len(read_list(f"<div>{groups}</div>".encode(), URL).items) == 9


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<html><body><div id=app></div><script>$.getJSON('/api')</script></body></html>", "script_list"),
        ("<html><body><p>暂无内容</p></body></html>", "no_items"),
        ("<rss><channel><item></channel></rss>", "unreadable_list"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel/></rss>", "no_items"),
        ('{"classify": {}, "articles": null}', "unreadable_list"),
        ("", "unreadable_list"),
    ],
)
def test_a_page_without_items_says_why(page: str, kind: str) -> None:
    found = read_list(page.encode(), URL)
    assert (found.items, [issue.kind for issue in found.issues]) == ((), [kind])


def test_an_empty_answer_of_dataproxy_is_no_empty_list() -> None:
    data = b"<datastore><nextgroup></nextgroup><recordset></recordset></datastore>"
    found = read_list(data, f"{HOME}/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45")
    assert [issue.kind for issue in found.issues] == ["no_items"]


@pytest.mark.parametrize(
    ("call", "path", "following"),
    [
        ('createPageHTML(25,0,"index","html")', "index.html", ["index_1.html"]),
        ('createPageHTML(25,3,"index","html")', "index_3.html", ["index_4.html"]),
        ('createPageHTML(25,24,"index","html")', "index_24.html", []),
        ('createPageHTML(1,0,"index","html")', "index.html", []),
        (
            "createPageHTML('page_div',10, 1,'zwgklist','shtml',200)",
            "zwgklist.shtml",
            ["zwgklist_2.shtml", "zwgklist_1.shtml"],
        ),
        ("createPageHTML('page_div',10, 4,'zwgklist','shtml',200)", "zwgklist_4.shtml", ["zwgklist_5.shtml"]),
        ("createPageHTML('page_div',10, 1,'zwgklist','shtml',200)", "zwgklist_4.shtml", ["zwgklist_5.shtml"]),
        ("createPageHTML('paging',9,3,'index','html',90)", "index_2.html", ["index_1.html", "index_3.html"]),
    ],
)
@pytest.mark.parametrize("shell", ["<script>{}</script>", "<!-- <a href=x></a> <script>{}</script> -->"])
def test_trs_pagers_name_the_next_page(call: str, path: str, following: list[str], shell: str) -> None:
    found = read_list(shell.format(call).encode(), f"{HOME}/zwgk/{path}")
    assert found.family == "trs"
    assert [url.rsplit("/", 1)[1] for url in found.next] == following


@pytest.mark.parametrize("column", ["721", "巡察整改情况", "巡视巡察/巡察整改情况"])
def test_a_gkmlpt_column_is_named_by_number_or_path(column: str) -> None:
    tree = '[{"id":720,"name":"巡视巡察","children":[{"id":721,"name":"巡察整改情况"},{"id":722,"name":"别处","jump_url":"http://x"}]}]'
    index = f"<script>window._CONFIG = {{SID: '7', TREE: {tree}}};</script>".encode()
    found = read_list(index, f"{HOME}/yjzjj/gkmlpt/index#{column}")
    assert found.next == (f"{HOME}/yjzjj/gkmlpt/api/all/721?page=1&sid=7",)


def test_an_unknown_gkmlpt_column_names_the_known_ones() -> None:
    index = b'<script>window._CONFIG = {SID: 7, TREE: [{"id": 1, "name": "one"}, {"id": 2, "name": "two", "jump_url": "/x"}]};</script>'
    found = read_list(index, f"{HOME}/gkmlpt/index#three")
    assert [(i.kind, "one" in i.message, "two" in i.message) for i in found.issues] == [
        ("unknown_column", True, False)
    ]
