"""Saved pages in the styles of the CMS families, each beside the article that it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.article import read_page
from scrapers.article.markup import read_lines
from scrapers.model import ListItem
from tests.scrapers.article.golden import check_golden, check_quotes

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
SENTENCE = "根据县委统一部署，县委第二巡察组对局党组开展了巡察，现将整改情况公布如下，欢迎监督。"
URL = "http://www.example.gov.cn/xc/zg/t20220625_1.html"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_gives_its_article(page: Path) -> None:
    article = read_page(page.read_bytes(), URL)
    check_quotes(article)
    check_golden(article, page.with_suffix(".json"))


def test_the_list_stands_in_for_what_a_page_does_not_show() -> None:
    page = f"<div id=zoom><p>{SENTENCE}</p></div>".encode()
    listed = ListItem("关于巡察整改进展情况的通报", URL, date(2022, 6, 24))
    article = read_page(page, URL, listed=listed)
    check_quotes(article)
    assert article.title is not None
    assert article.title.value == listed.title
    assert article.published_at is not None
    assert article.published_at.value == date(2022, 6, 24)
    assert article.dates.address == date(2022, 6, 25)
    assert "list: 2022-06-24" in article.masthead


def test_the_visible_stamp_wins_over_list_address_and_tag() -> None:
    page = (
        '<html><head><meta name="PubDate" content="2023-01-01 08:00"></head>'
        "<body><div>2025年3月2日 星期日</div>"
        "<h1>关于巡察整改进展情况的通报</h1>"
        "<div>发布时间：2022-07-01 09:30</div>"
        f"<div id=zoom><p>{SENTENCE}</p></div></body></html>"
    ).encode()
    article = read_page(page, URL, listed=ListItem("", URL, date(2022, 6, 24)))
    assert article.published_at is not None
    assert article.published_at.value.isoformat() == "2022-07-01T09:30:00+08:00"
    assert article.dates.listed == date(2022, 6, 24)
    assert article.dates.tag is not None


@pytest.mark.parametrize("word", ["本网", "本站", "", "  "])
def test_a_placeholder_is_no_source(word: str) -> None:
    masthead = f"<h1>整改通报</h1><div>来源：{word} 时间：2022-07-01</div>"
    page = f"{masthead}<div id=zoom><p>{SENTENCE}</p></div>"
    assert read_page(page.encode(), URL).source is None


def test_rows_of_a_data_table_align_over_spans() -> None:
    page = (
        f"<div id=zoom><p>{SENTENCE}</p>"
        "<table><tr><th>序号</th><th colspan=2>问题与措施</th></tr>"
        "<tr><td rowspan=2>1</td><td>甲问题</td><td>甲<br>措施</td></tr>"
        "<tr><td>乙问题</td><td>乙措施</td></tr></table></div>"
    )
    article = read_page(page.encode(), URL)
    rows = [
        [article.body[start:end] for start, end in block.cells]
        for block in article.blocks
        if block.kind == "row"
    ]
    assert rows == [["序号", "问题与措施", ""], ["1", "甲问题", "甲措施"], ["", "乙问题", "乙措施"]]


def test_a_body_may_open_with_a_time_below_a_stamped_masthead() -> None:
    page = """<title>停水公告</title><h1>关于幸福路停水的公告</h1><div>发布时间：2023-07-04 10:00</div>
    <div id="zoom"><p>时间：2023年7月5日至2023年7月6日</p><p>范围：幸福路沿线，请做好储水准备。</p>
    <p>因管网检修，上述区域将临时停水，不便之处，敬请谅解。</p></div>"""
    article = read_page(page.encode(), "http://www.example.gov.cn/a.html")
    assert article.body.startswith("时间：2023年7月5日至2023年7月6日")


def test_headings_and_sections_whose_class_names_a_size_of_fonts_are_text() -> None:
    lines = ["一、整改工作总体情况", "巡察组对我局开展了巡察，现予以公布。", "任务已全部完成，并长期坚持。"]
    html = (
        f'<div class="TRS_Editor"><h2 class="font-size-20">{lines[0]}</h2><p>{lines[1]}</p>'
        f'<section class="fontsize16">{lines[2]}</section></div>'
    )
    assert read_page(html.encode(), "http://www.example.gov.cn/a.html").body == "\n".join(lines)


def test_an_inline_element_may_hold_the_whole_article() -> None:
    lines = (
        "根据区委部署，巡察组对局党组进行了巡察，现予公布。",
        "一、组织领导",
        "局党组召开会议，研究部署。",
    )
    inner = "".join(f"<p><font>{line}</font></p>" for line in lines)
    html = f"<html><body><table><tr><td><span id='BodyLabel'>{inner}</span></td></tr></table></body></html>"
    assert read_page(html.encode(), "http://www.example.gov.cn/a.html").body == "\n".join(lines)


@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE html>"])
@pytest.mark.parametrize(
    ("mark", "rule"),
    [
        ("id=ZOOM", "shared:#zoom"),
        ('class="a trs_editor"', "trs:.TRS_Editor"),
        ("id=newscontent", "asp:#newscontent"),
        ("id=NewsContent", "asp:#newscontent"),
        ('id="ucap-content" class=MAIN-TXT', "ucap:#UCAP-CONTENT"),
    ],
)
def test_a_container_is_known_by_its_name_whatever_the_case(doctype: str, mark: str, rule: str) -> None:
    article = read_page(f"{doctype}<div><p>首页</p><div {mark}><p>{SENTENCE}</p></div></div>".encode(), URL)
    assert article.container == rule
    assert article.body == SENTENCE


def test_no_line_of_preformatted_text_is_bold_for_being_so() -> None:
    page = f"<div id=zoom><pre>{SENTENCE}\n一、组织领导\n<b>二、整改落实</b>\n{SENTENCE}\n</pre></div>"
    article = read_page(page.encode(), URL)
    assert [block.strong for block in article.blocks] == [False, False, True, False]


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>\u3000\u3000甲</p>",
        "<p><span>\u3000\u3000</span><b>甲</b></p>",
        "<p>\n<b>\u3000\u3000</b><u>甲</u></p>",
        '<p style="font-weight:normal"><span>&nbsp;&nbsp;&nbsp;</span><i>甲</i></p>',
    ],
)
def test_a_paragraph_is_set_in_whatever_its_inline_markup(paragraph: str) -> None:
    body = LexborHTMLParser(paragraph).body
    assert body is not None
    assert [(line.text, line.indented) for line in read_lines([body])] == [("甲", True)]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    "lines",
    [
        ("000014348/2022-00012", "{title}", "青禾县水利局", "2022-07-01", "主动公开", "朗读"),
        ("{title}", "2022-07-01", "青禾县水利局", "依申请公开"),
        ("{title}", "青禾县水利局 2022-07-01"),
    ],
)
def test_an_office_without_a_label_is_neither_title_nor_text(lines: tuple[str, ...], inside: bool) -> None:
    title = "中共青禾县水利局党组关于巡察整改进展情况的通报"
    head = "".join(f"<p>{line.format(title=title)}</p>" for line in lines)
    body = f"<p>{SENTENCE}</p>"
    html = f"<div id=zoom>{head}{body}</div>" if inside else f"<div>{head}</div><div id=zoom>{body}</div>"
    article = read_page(html.encode(), "http://www.example.gov.cn/a.html")
    assert article.title is not None
    assert article.title.value == title
    assert article.published_at is not None
    assert article.published_at.value == date(2022, 7, 1)
    assert article.body == SENTENCE


@pytest.mark.parametrize(
    ("style", "strong"),
    [
        ("mso-bidi-font-weight:normal", True),
        ("font-weight:normal", False),
        ("color:red;FONT-WEIGHT: normal", False),
    ],
)
def test_a_bold_element_is_bold_unless_its_own_weight_says_otherwise(style: str, strong: bool) -> None:
    body = LexborHTMLParser(f"<p><b style='{style}'><span>一、组织领导</span></b></p>").body
    assert body is not None
    assert [line.strong for line in read_lines([body])] == [strong]


def test_a_table_of_data_in_a_table_that_lays_out_the_page_is_read_by_rows() -> None:
    cells = "".join(
        f"<tr><td>{name}</td><td>{text}</td></tr>" for name, text in (("序号", "问题"), ("1", SENTENCE))
    )
    page = f"<table><tr><td><div id=zoom><p>{SENTENCE}</p><table>{cells}</table></div></td></tr></table>"
    article = read_page(page.encode(), URL)
    assert article.body.split("\n")[1:] == ["序号\t问题", f"1\t{SENTENCE}"]
