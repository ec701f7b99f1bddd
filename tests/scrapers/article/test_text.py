"""Plain texts as converters write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scrapers.article import read_text
from scrapers.article.dates import CHINA
from scrapers.model import Article, UnreadableError
from tests.scrapers.article.golden import check_quotes

URL = "file:///texts/1.txt"
OPENING = "根据区委统一部署，区委第三巡察组对区水务局党组开展了巡察，现将整改进展情况予以公布。"


def read(text: str) -> Article:
    article = read_text(text.encode(), URL)
    check_quotes(article)
    return article


def paragraphs(article: Article) -> list[str]:
    return article.body.split("\n")


def test_a_masthead_is_read_and_left_out_of_the_body() -> None:
    article = read(
        "附件:\n所在位置:首页\u00a0>\u00a0巡视巡察\u00a0>\u00a0巡察整改情况\n\n"
        "关于巡察整改进展情况的通报\n\n  • 来源: 区水务局\n"
        "  • 2023-10-19 18:00\n  • 【字号:大\n  • 小】\n  • 分享到\n    分享到\n\n"
        f"{OPENING}\n\n中共区水务局党组\n\n2023年10月18日\n\n附件:\n"
    )
    assert article.title is not None
    assert article.title.value == "关于巡察整改进展情况的通报"
    assert [step.value for step in article.column] == ["巡视巡察", "巡察整改情况"]
    assert article.source is not None
    assert article.source.value == "区水务局"
    assert article.published_at is not None
    assert article.published_at.value == datetime(2023, 10, 19, 18, tzinfo=CHINA)
    assert paragraphs(article) == [OPENING, "中共区水务局党组", "2023年10月18日"]


def test_a_source_glued_to_its_date_is_read() -> None:
    article = read(f"关于巡察整改情况的通报\n来源:明湖管理局发布日期:2022-12-08\n{OPENING}")
    assert article.source is not None
    assert article.source.value == "明湖管理局"
    assert article.published_at is not None
    assert article.published_at.value == date(2022, 12, 8)


def read_masthead(*lines: str) -> tuple[str | None, str | None, str | None, list[str], str]:
    """Title, stamp, source, column and first paragraph of the lines above an opening."""
    article = read("\n".join(lines) + f"\n\n{OPENING}\n一、提高站位\n区水务局党组召开会议。\n")
    return (
        article.title.value if article.title else None,
        article.published_at.value.isoformat() if article.published_at else None,
        article.source.value if article.source else None,
        [step.value for step in article.column],
        paragraphs(article)[0],
    )


TITLE = "中共云岭县水务局党组关于巡察整改进展情况的通报"


def test_a_font_size_control_with_a_space_is_no_title() -> None:
    trail = "您现在的位置：首页 > 工作机构 > 工作动态"
    assert read_masthead(trail, "来源：水务局发布日期：2022-12-08", "【浏览字号 :大 中 小】", "-") == (
        None,
        "2022-12-08",
        "水务局",
        ["工作机构", "工作动态"],
        OPENING,
    )


def test_a_trail_without_a_home_page_and_a_year_set_apart_are_masthead() -> None:
    lines = (
        "云岭网>廉政> 正文",
        "2021 10/23 20:38",
        "来源: 云岭日报",
        TITLE,
        "2021-10-23 20:38 来源: 云岭日报",
    )
    stamp = "2021-10-23T20:38:00+08:00"
    assert read_masthead(*lines, "字体:", "分享到:") == (TITLE, stamp, "云岭日报", ["廉政"], OPENING)


def test_a_welcome_is_no_title_and_two_bodies_share_one() -> None:
    title = "中共云岭县水务局党组 中共云岭县水文站党组关于县委第三巡察组巡察反馈意见集中整改进展情况通报"
    lines = ("云岭县人民政府网站欢迎你!", title, "发布时间：2025-12-12 阅读次数: 来源：县水务局")
    assert read_masthead(*lines) == (title, "2025-12-12", "县水务局", [], OPENING)


def test_a_list_of_metadata_stands_above_the_title() -> None:
    lines = (
        "• 信息索引号:\n\n    11330702050/2023-46395\n\n  • 文件名称:",
        f"    {TITLE}\n\n  • 发布机构:\n\n    县水务局\n\n  • 成文日期:\n\n    2023-05-04",
        f"  • 公开方式:\n\n    主动公开\n\n  • {TITLE}",
        "    日期:2023-05-04 08:46:31 来源:县水务局 浏览量:\n    分享:\n\n    朗读",
    )
    assert read_masthead(*lines) == (TITLE, "2023-05-04T08:46:31+08:00", "县水务局", [], OPENING)


def test_a_day_behind_a_title_is_its_stamp() -> None:
    assert read_masthead(f"{TITLE} (2024-07-26)", "来源: 云岭发布") == (
        TITLE,
        "2024-07-26",
        "云岭发布",
        [],
        OPENING,
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((f"{TITLE} 2024-07-26",), (TITLE, "2024-07-26", None, [])),
        (
            (f"{TITLE}发布时间：2024-07-26 10:30来源：县水务局 已被阅读 次",),
            (TITLE, "2024-07-26T10:30:00+08:00", "县水务局", []),
        ),
        ((f"首页 > {TITLE}", "发布日期：2024-07-26"), (TITLE, "2024-07-26", None, [])),
        (
            (
                "Loading……",
                ">您当前位置：首页 > 政务公开 > 公告公示",
                TITLE,
                "【信息来源：【信息时间：2024-07-26 10:30 阅读次数： 】【字号 】【我要打印】【关闭",
            ),
            (TITLE, "2024-07-26T10:30:00+08:00", None, ["政务公开", "公告公示"]),
        ),
        (
            (
                "主页 > 党建 > 通知公告 通知公告",
                "站内检索:",
                "【通知公告】",
                TITLE,
                "时间：2024年07月26日",
                TITLE,
                "（社会公开稿）",
            ),
            (TITLE, "2024-07-26", None, ["党建", "通知公告"]),
        ),
        (
            (
                "您现在的位置：首页",
                "> 综合政务 > 通知公告",
                "• 文件编号：",
                "• 发布单位：县水务局",
                TITLE,
                "编辑：张某2021-11-30 11:05内容来源：云岭新闻",
                "新闻提要",
            ),
            (TITLE, "2021-11-30T11:05:00+08:00", "云岭新闻", ["综合政务", "通知公告"]),
        ),
        (
            ("您的位置：首页 党务公开 通知公告 正文", TITLE, "2024-07-26"),
            (TITLE, "2024-07-26", None, ["党务公开", "通知公告"]),
        ),
        (
            (
                f"当前位置：首页>政务公开>公示公告>{TITLE}",
                TITLE,
                "发布日期：2024-07-26 10:30",
                "信息来源：县水务局",
                "字号：默认 大 超大",
            ),
            (TITLE, "2024-07-26T10:30:00+08:00", "县水务局", ["政务公开", "公示公告"]),
        ),
        (
            (TITLE, "日期：2024-07-26　　访问次数：　　字号：[ 大 中 小 ]　　视力保护色：", "信息来源："),
            (TITLE, "2024-07-26", None, []),
        ),
        (
            (TITLE, "2024-07-26 10:30:00", "县水务局", "【字体：大 中 小】"),
            (TITLE, "2024-07-26T10:30:00+08:00", "县水务局", []),
        ),
        (
            ("首页/政务公开/部门动态/正文", TITLE, "发稿时间：2024-07-26 10:30 来源： 县水务局"),
            (TITLE, "2024-07-26T10:30:00+08:00", "县水务局", ["政务公开", "部门动态"]),
        ),
        (
            (
                "云岭县第二人民医院",
                "返回首页",
                "院务公开 > 党务公开",
                TITLE,
                "2024-07-26 | 作者：党办 | 来源：本院 | 点击：1033",
            ),
            (TITLE, "2024-07-26", None, ["院务公开", "党务公开"]),
        ),
        (
            ("关于巡察整改情况公开", TITLE, "发布部门：党群工作部　　发布时间：2024-07-26"),
            (TITLE, "2024-07-26", None, []),
        ),
        (
            ("2025-06-24 09:00 云岭县纪委监委网站",),
            (None, "2025-06-24T09:00:00+08:00", "云岭县纪委监委网站", []),
        ),
        ((TITLE, "发布日期：2019-12-31 来源：云岭清风网"), (TITLE, "2019-12-31", "云岭清风网", [])),
        (
            (TITLE, "发布时间：2023/12/5 8:30:00 来源：本网 文章录入：青溪镇"),
            (TITLE, "2023-12-05T08:30:00+08:00", None, []),
        ),
        ((TITLE, "来源：青溪镇时间：2023-12-05"), (TITLE, "2023-12-05", "青溪镇", [])),
        ((TITLE, "2023-12-05 来源：县图书馆阅读推广部"), (TITLE, "2023-12-05", "县图书馆阅读推广部", [])),
        ((TITLE, "2023-12-05来源：县水务局阅读 1286"), (TITLE, "2023-12-05", "县水务局", [])),
        ((TITLE, "来源：县水务局 2023-12-05 阅读 1286"), (TITLE, "2023-12-05", "县水务局", [])),
        ((TITLE, "2023-12-05来源：县水务局阅读时长约 9 分钟"), (TITLE, "2023-12-05", "县水务局", [])),
        ((TITLE, "2023-12-05来源：县水务局点击量"), (TITLE, "2023-12-05", "县水务局", [])),
        ((TITLE, "2023-12-05来源：县水务局【字体：大 中 小】"), (TITLE, "2023-12-05", "县水务局", [])),
        ((TITLE, "2023-12-05 来源：本站原创"), (TITLE, "2023-12-05", None, [])),
        (
            ("首页 >", "索引号：", "000014348/2023-00012", TITLE, "2023-12-05"),
            (TITLE, "2023-12-05", None, []),
        ),
        (
            ("000014348/2023-00012", TITLE, "云岭县水务局", "2023-12-05", "主动公开", "朗读"),
            (TITLE, "2023-12-05", None, []),
        ),
        ((TITLE, "县水务局办", "2023-12-05", "依申请公开"), (TITLE, "2023-12-05", None, [])),
        ((TITLE, "2023-12-05", "云岭县水务局", "主动公开"), (TITLE, "2023-12-05", None, [])),
        ((TITLE, "云岭县水务局 2023-12-05", "主动公开"), (TITLE, "2023-12-05", None, [])),
        ((TITLE, "2023-12-05 云岭县水务局"), (TITLE, "2023-12-05", None, [])),
        (
            ("云岭广播电视台欢迎您！", TITLE, "时间：2023-12-05 08:30:00 来源：县水务局", "分享到："),
            (TITLE, "2023-12-05T08:30:00+08:00", "县水务局", []),
        ),
        (("欢迎访问云岭县水务局网站!", TITLE, "2023-12-05"), (TITLE, "2023-12-05", None, [])),
        (("通知公告", TITLE), (TITLE, None, None, [])),
        (("政策文件 / 通知公告", TITLE), (TITLE, None, None, [])),
        ((TITLE, "原创 云岭水务 2023-12-05 18:30 云南"), (TITLE, "2023-12-05T18:30:00+08:00", None, [])),
        (
            (TITLE, "云岭水务", "2023-12-05 18:30", "发表于云南"),
            (TITLE, "2023-12-05T18:30:00+08:00", None, []),
        ),
        (("截图_20231205.jpg", TITLE, "2023-12-05", "1", "听新闻"), (TITLE, "2023-12-05", None, [])),
        (
            (f"作风建设：{TITLE}", "2023-12-05", TITLE),
            (f"作风建设：{TITLE}", "2023-12-05", None, []),
        ),
        (
            (TITLE, "2023-12-05", "中共云岭县水务局党组", TITLE.removeprefix("中共云岭县水务局党组")),
            (TITLE, "2023-12-05", None, []),
        ),
    ],
)
def test_mastheads_in_the_forms_of_many_sites(
    lines: tuple[str, ...], expected: tuple[str | None, str | None, str | None, list[str]]
) -> None:
    assert read_masthead(*lines) == (*expected, OPENING)


def test_a_brand_before_the_first_word_is_dropped_and_reported() -> None:
    article = read(f"某某·M6{OPENING}\n一、提高站位\n区水务局党组召开会议。")
    assert paragraphs(article)[0] == OPENING
    assert [issue.kind for issue in article.issues] == ["foreign_prefix"]


def test_a_title_of_several_lines_is_one_title() -> None:
    article = read(f"# 中共区水务局党组\n# 关于巡察整改进展情况的通报\n\n{OPENING}")
    assert article.title is not None
    assert article.title.value == "中共区水务局党组关于巡察整改进展情况的通报"
    assert paragraphs(article) == [OPENING]


def test_a_title_whose_line_ends_on_the_matter_goes_on_in_the_next() -> None:
    text = "中共临溪县柳河镇委员会\n关于县委第二巡察组反馈意见\n整改进展情况的通报\n根据县委部署开展。\n"
    article = read_text(text.encode(), "a.txt")
    assert article.title is not None
    assert article.title.value == "中共临溪县柳河镇委员会关于县委第二巡察组反馈意见整改进展情况的通报"
    assert article.body == "根据县委部署开展。"


def test_a_text_without_a_title_begins_with_its_first_sentence() -> None:
    article = read(f"{OPENING}\n一、提高政治站位\n一是加强领导。")
    assert article.title is None
    assert article.published_at is None
    assert paragraphs(article)[0] == OPENING


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        (
            "2、关于“供水保障不足，管网改造滞后，北\n山片区夏季水压低”的问题",
            "2、关于“供水保障不足，管网改造滞后，北山片区夏季水压低”的问题",
        ),
        (
            "明确了责任领导。建立整改台账，明确了责任领导、责任\n\n部门和责任人，限定了期限。",
            "明确了责任领导、责任部门和责任人",
        ),
        (
            "3. 根据规定，加大处罚力度。2017-2019 年共实\n\n施行政处罚 4 宗，处罚金额 11 万元。",
            "年共实施行政处罚4宗",
        ),
        (
            "1.坚持学习，引导广大党员坚定理想信念，\n\n牢记初心使命，落实各项部署。",
            "坚定理想信念，牢记初心使命",
        ),
        (
            "（四）党建工作责任制落实不到位，执行党内规章\n\n制度不够坚实有力\n\n1. 财务管理制度已拟订。",
            "执行党内规章制度不够坚实有力",
        ),
        ("1.关于补贴发放把关不严问题\n\n。一是核减申报面积312.6亩。", "把关不严问题。一是核减"),
        ("清出不合规票据26\n\n张，涉及金额1.94万元。", "票据26张，涉及"),
        ("二是落实重要议题会前专题酝酿制度，对意见分歧较\n大的4个议题暂缓上会。", "对意见分歧较大的4个议题"),
        (
            "　　一是化解信访积案3件，逐一回访。\n"
            "　　二是改制企业职工养老保险补缴工作因涉及年限跨\n度大，正与县人社局核对档案。",
            "因涉及年限跨度大，正与",
        ),
    ],
)
def test_a_torn_sentence_is_rejoined(torn: str, whole: str) -> None:
    assert any(whole in paragraph for paragraph in paragraphs(read(f"{OPENING}\n\n{torn}\n")))


@pytest.mark.parametrize(
    "lines",
    [
        [
            "一、提高政治站位，强化整改责任，深入推进巡察整改工作",
            "收到反馈意见后，局党组迅速召开会议研究部署。",
        ],
        ["（一）关于河长制落实不到位的问题", "已完成整改。全年巡河24次，清理问题11个。"],
        ["主要做法如下，", "一是压实责任，开展巡查。"],
        ["欢迎监督。", "联系电话：020-12345678", "地址：滨河路18号", "邮政编码：510000"],
        ["【基本案情】", "白石河违建鱼塘已于2022年拆除。"],
    ],
)
def test_headings_lists_and_labels_stay_lines_of_their_own(lines: list[str]) -> None:
    article = read("\n\n".join([OPENING, *lines]))
    assert paragraphs(article) == [OPENING, *lines]


def test_hard_wrapped_lines_become_paragraphs() -> None:
    first = "一是压实河长巡河责任，全年开展联合巡查二十四次，清理乱占乱采乱堆乱建问题共计一百一十个。"
    second = "二是修订采砂管理办法，完善联合执法机制，与公安机关联合开展专项整治行动十二次并立案三起。"
    wrapped = "\n".join(
        part[i : i + 20] for part in (OPENING, first, second) for i in range(0, len(part), 20)
    )
    assert paragraphs(read(wrapped)) == [OPENING, first, second]


def test_a_markdown_table_becomes_rows() -> None:
    article = read(
        f"{OPENING}\n\n| 序号 | 反馈问题 | 时限 |\n|---|:--:|---|\n| 1 | 制度<br>不健全 | 2022年12月前 |\n"
    )
    rows = [[article.body[a:b] for a, b in block.cells] for block in article.blocks if block.kind == "row"]
    assert rows == [["序号", "反馈问题", "时限"], ["1", "制度不健全", "2022年12月前"]]


def test_marks_are_gone_and_headings_are_strong() -> None:
    article = read(f"{OPENING}\n\n#### **四、立足长远**\n\n**（一）持续整改。**见[清单](/a/清单.xlsx)。")
    strong = [article.body[block.start : block.end] for block in article.blocks if block.strong]
    assert strong == ["四、立足长远"]
    assert "*" not in article.body
    assert "#" not in article.body
    assert [(file.name, file.url) for file in article.attachments] == [("清单", "file:///a/清单.xlsx")]


@pytest.mark.parametrize("data", [b"", b"  \n\t ", b"%PDF-1.4 ...", b"PK\x03\x04abc", bytes(range(256)) * 40])
def test_what_is_no_text_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_text(data, URL)


def test_menus_above_a_breadcrumb_are_no_title() -> None:
    article = read(
        "首页\n政务公开\n您当前的位置：首页>>巡察公开>>整改公开\n"
        "中共区发展和改革局党组关于\n巡察整改进展情况的通报\n"
        "发布时间：2022年9月1日 15:03　信息来源：本局　浏览次数：22\n[ 大 中 小 ]\n"
        f"{OPENING}\n上一篇：关于会议的通报\n"
    )
    assert article.title is not None
    assert article.title.value == "中共区发展和改革局党组关于巡察整改进展情况的通报"
    assert article.source is None
    assert paragraphs(article) == [OPENING]


def test_labels_above_their_values_are_read() -> None:
    article = read(
        "索引号：\n000014348/2022-00012\n发布日期：\n2022-11-03\n"
        "标题：\n区司法局党组关于巡察整改进展情况的通报\n\n"
        f"{OPENING}"
    )
    assert article.title is not None
    assert article.title.value == "区司法局党组关于巡察整改进展情况的通报"
    assert article.published_at is not None
    assert article.published_at.value == date(2022, 11, 3)
    assert paragraphs(article) == [OPENING]


def test_tags_and_editors_below_a_text_are_left_out() -> None:
    article = read(f"{TITLE}\n{OPENING}\n标签:水务;整改\n责编:李文 王小五\n下一篇\n")
    assert paragraphs(article) == [OPENING]
