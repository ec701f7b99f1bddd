"""No bytes raise anything but the typed error, and a larger page takes its time and no more."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.article import read_page, read_text
from scrapers.model import Article, UnreadableError
from tests.scrapers.article.golden import check_quotes

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
URL = "http://www.example.gov.cn/xc/t20220625_1.html"
READERS: list[Callable[[bytes, str], Article]] = [read_page, read_text]
PIECES = [
    "<div id=zoom>",
    "<div id=ZOOM>",
    '<div class="trs_editor">',
    "</div>",
    "<!DOCTYPE html>",
    "<pre>",
    "<textarea>",
    "<section>",
    "<p>",
    "<br>",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<style>",
    "来源：",
    "发布时间：",
    "2023-10-19 18:00",
    "当前位置：首页 > ",
    "一、",
    "整改情况：",
    "，",
    "。",
    "\n",
    "\u3000\u3000",
    "| 甲 |",
    "**",
    "# ",
    "附件：",
    "2023年2月30日",
    "#PAGE_BREAK#",
    'DETAIL: {"content": "',
    "&#x4;",
    "\x01\x04",
    "\x020",
    "[甲](",
    "http://[",
    "通报",
    "<a href='http://[a.pdf'>",
    "<select>",
    "<ucapcontent>",
    "二〇二三年",
    "\ud7ff",
    "%uD800",
]


def parse(reader: Callable[[bytes, str], Article], data: bytes) -> None:
    try:
        article = reader(data, URL)
    except UnreadableError:
        return
    check_quotes(article)


@pytest.mark.parametrize("reader", READERS)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_unreadable(reader: Callable[[bytes, str], Article], data: bytes) -> None:
    parse(reader, data)


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_mixture_of_what_pages_hold_is_read(
    reader: Callable[[bytes, str], Article], pieces: list[str]
) -> None:
    parse(reader, "".join(pieces).encode())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_damaged_pages_are_read_or_unreadable(page: Path) -> None:
    whole = page.read_bytes()
    chance = random.Random(page.stem)
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 40)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        for reader in READERS:
            parse(reader, bytes(data[: chance.randrange(1, len(data) + 1)]))


@pytest.mark.parametrize(
    "piece",
    [
        "<p>一是压实责任，全年开展联合巡查24次，清理问题11个。</p>\n",
        "<div>",
        "<ul><li>甲，乙",
        "<b>粗，体",
        "<span>甲，乙",
        "<table><tr><td>甲，乙",
        "（（【【《“",
        "　　整改情况，如下<br>",
        "首页 > ",
        "来源：",
        "<div id=zoom>问题，通报。",
        "DETAIL: {",
        "| 甲 | 乙 |\n",
        "整改，</span>",
        "<body>整改，",
        "2023年 ",
        "<tr><td rowspan=1000 colspan=1000>甲，</td></tr>",
        "<a href=x.pdf>附件，",
    ],
)
def test_work_grows_with_the_page_and_no_faster(piece: str) -> None:
    """Calls are counted, which every machine does alike; seconds up to 5 MB are `bench/parse.py`'s."""

    def count_calls(size: int) -> int:
        data = (piece * (size // len(piece.encode()) + 1)).encode()
        calls = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            parse(read_page, data)
            parse(read_text, data)
        finally:
            sys.setprofile(None)
        return calls

    count_calls(1_000)  # what is compiled or cached once
    # Above the size from which hostile pages are flattened first; ten times the work for ten times the page.
    assert count_calls(800_000) <= 4 * 1.3 * count_calls(200_000)
