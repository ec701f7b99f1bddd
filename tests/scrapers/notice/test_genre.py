from __future__ import annotations

import pytest

from scrapers.notice.genre import TITLES, judge_genre
from tests.scrapers.notice.articles import make_article

LEAD = "根据县委统一部署,县委第二巡察组对县水务局党组开展了巡察,并反馈了意见。"
NOTICE = (
    f"{LEAD}现将巡察整改进展情况予以公布。\n1.针对制度不健全的问题。已完成整改。\n2.针对台账不全的问题。已完成整改。\n"
    "3.关于作风不实的问题。已完成整改。\n欢迎广大干部群众监督。"
)
OTHERS = [
    (
        "十二届县委第三轮巡察公告",
        "根据县委部署,县委第二巡察组对县水务局党组开展巡察。现将有关事项公告如下。受理反映被巡察单位领导班子问题的来信来电。",
    ),
    (
        "县水务局召开巡察整改推进会",
        "5月4日,县水务局召开巡察整改推进会,研究落实县委第二巡察组反馈意见。会议指出,要完成整改。",
    ),
    (
        "县委第二巡察组向县水务局党组反馈巡察情况",
        "5月4日,县委第二巡察组向县水务局党组反馈巡察情况。巡察组指出了有关问题,提出意见建议。",
    ),
    (
        "县水务局落实巡察反馈意见整改方案",
        f"{LEAD}为抓好整改,制定本方案。针对以下问题:针对甲的问题、针对乙的问题。整改措施如下。",
    ),
    ("工作动态:巡察整改见成效", "近日,水务局针对巡察反馈的问题,完成整改12项。"),
    (
        "关于污水处理厂环保督察整改情况的公示",
        "根据省环保督察反馈意见,现将整改情况公示如下。整改情况:已完成整改。",
    ),
    ("关于春节放假的通知", "各科室:现将春节放假安排通知如下。"),
]


@pytest.mark.parametrize(
    "title", ["县水务局关于巡察整改进展情况的通报", "关于落实县委反馈意见情况的公布", "工作信息", ""]
)
def test_a_notice_is_taken_whatever_its_title_says(title: str) -> None:
    taken, reason = judge_genre(make_article(NOTICE, title=title))
    assert taken, reason


def test_a_plain_title_needs_little_of_the_text() -> None:
    body = (
        f"{LEAD}\n"
        + "1.岗位管理粗放\n首先，清退不符合条件人员31人。其次，修订管理办法。\n完成情况：长期坚持。\n" * 8
    )
    assert judge_genre(make_article(body, title="关于巡察整改情况的通报"))[0]


@pytest.mark.parametrize("title", ["", "工作信息"])
def test_without_a_telling_title_the_opening_decides(title: str) -> None:
    chapter = "一、提高站位抓整改\n（一）加强领导。党组召开会议，研究整改工作，明确责任，压实任务。\n" * 8
    opening = f"{LEAD}按照巡察工作有关要求，现将巡察整改进展情况予以公布。\n"
    assert judge_genre(make_article(opening + chapter, title=title))[0]
    assert not judge_genre(make_article(chapter + LEAD + "巡察组要求公布整改情况。", title=title))[0]


@pytest.mark.parametrize(("title", "body"), OTHERS)
def test_an_article_of_another_genre_is_left_and_says_why(title: str, body: str) -> None:
    taken, reason = judge_genre(make_article(body, title=title))
    assert not taken
    assert reason.startswith("no rectification notice: ")


@pytest.mark.parametrize("row", TITLES, ids=[row[0] for row in TITLES])
def test_each_kind_of_title_reads_its_example(row: tuple[str, object, str]) -> None:
    assert next(name for name, pattern, _ in TITLES if pattern.search(row[2])) == row[0]
