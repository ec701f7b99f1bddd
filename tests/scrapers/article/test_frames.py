"""One invented notice in the frames of many kinds of sites: it is read alike in all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from scrapers.article import read_page
from tests.scrapers.article.golden import check_quotes
from tests.scrapers.article.test_shared import fold

FRAMES = Path(__file__).parent / "frames"
NOTICE = json.loads((FRAMES / "frames.json").read_text("utf-8"))
LINES: list[str] = NOTICE["lines"]


def wrap(tag: str, lines: list[str] = LINES) -> str:
    """The notice's lines, each in an element."""
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def tear(width: int) -> list[str]:
    """The notice's lines as a page of paper breaks them."""
    return re.findall(f".{{1,{width}}}", "\n".join(f"　　{line}" for line in LINES))


# What a frame's [[name]] stands for; a figure stands for one line.
FILLINGS = {
    "title": NOTICE["title"],
    "p": wrap("p"),
    "div": wrap("div"),
    "li": wrap("li"),
    "br": "<br>".join(f"　　{line}" for line in LINES),
    "br br": "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in LINES),
    "section section span": "".join(
        f"<section><section><span>{line}</span></section></section>" for line in LINES
    ),
    "div torn": wrap("div", tear(34)),
    "escaped p": escape(wrap("p")),
    "lines in JSON": json.dumps("\n".join(LINES))[1:-1],
    **{str(number): line for number, line in enumerate(LINES)},
}
# What sites leave out, and what editors put in: none of it changes an article.
VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda html: html,
    "without a title element": lambda html: re.sub("<title>.*?</title>", "", html, flags=re.I),
    "with the site's name for a title element": lambda html: re.sub(
        "<title>.*?</title>", "<title>澄溪县人民政府</title>", html, flags=re.I
    ),
    "without a doctype": lambda html: html.replace("<!DOCTYPE html>", ""),
    "in capitals": lambda html: re.sub(r"</?[a-z]+\d?\b", lambda tag: tag[0].upper(), html),
    "with styles": lambda html: html.replace("<p>", "<p style='text-indent:2em;font-weight:normal'>"),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", NOTICE["frames"])
def test_a_notice_is_read_in_this_frame(name: str, variant: str) -> None:
    frame = (FRAMES / f"{name}.html").read_text("utf-8")
    html = VARIANTS[variant](re.sub(r"\[\[(.+?)\]\]", lambda hole: FILLINGS[hole[1]], frame))
    article = read_page(html.encode(), "http://www.example.gov.cn/info/1.html")
    check_quotes(article)
    wanted = [LINES[int(number)] for number in re.findall(r"\[\[(\d+)\]\]", frame)] or LINES
    assert fold(article.body) == fold("".join(wanted))
    assert fold(article.title.value if article.title else None) == NOTICE["title"]
    label = NOTICE["frames"][name]
    assert (article.published_at.value.isoformat() if article.published_at else None) == label["published_at"]
    assert (article.source.value if article.source else None) == label["source"]
    assert [step.value for step in article.column] == label["column"]
