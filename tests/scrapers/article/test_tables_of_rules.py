"""Every row of the grammars' tables reads its own example."""

from __future__ import annotations

import re

import pytest

from scrapers.article.head import EMPTY_WORDS, is_empty_word
from scrapers.article.noise import ASIDES, CONTROLS, FOOTERS, is_control, is_footer, starts_aside
from scrapers.article.paragraphs import OPENERS


@pytest.mark.parametrize(("pattern", "example"), CONTROLS)
def test_a_control_is_known_by_its_row(pattern: str, example: str) -> None:
    assert re.search(pattern, example, re.I)
    assert is_control(example)


@pytest.mark.parametrize(("pattern", "example"), FOOTERS)
def test_a_footer_is_known_by_its_row_and_is_no_control(pattern: str, example: str) -> None:
    assert re.search(pattern, example, re.I)
    assert is_footer(example)


@pytest.mark.parametrize(("pattern", "example"), ASIDES)
def test_an_aside_is_known_by_its_heading(pattern: str, example: str) -> None:
    assert re.match(pattern, example)
    assert starts_aside(example)


@pytest.mark.parametrize(("pattern", "example"), EMPTY_WORDS)
def test_an_empty_word_of_a_masthead_is_known_by_its_row(pattern: str, example: str) -> None:
    assert re.fullmatch(pattern, example)
    assert is_empty_word(example)


@pytest.mark.parametrize(("pattern", "example"), OPENERS)
def test_an_opener_opens_a_line(pattern: str, example: str) -> None:
    assert re.match(pattern, example)


@pytest.mark.parametrize(
    "line",
    [
        "【浏览字体:",
        "【字号：大 中 小】",
        "【浏览字体: 大 中 小】",
        "文字大小:[ ] 背景色:",
        "字体： 放大 正常 缩小",
        "[ 打印 ] [ 关闭 ] [ 收藏 ]",
        "打印此页|关闭窗口",
        "扫一扫在手机打开当前页",
        "浏览量:1 | 浏览次数:",
        "听新闻 朗读",
        "关怀版 无障碍",
        "退出老年人模式",
        "关联稿件：",
        "返回顶部",
        "上一篇：关于召开会议的通知",
        "小】",
        "分享到 分享到",
        "微信里点“发现”，扫一下二维码便可将本文分享至朋友圈。",
        "微信扫一扫：分享",
        "（责任编辑：张三）",
        "— 12 —",
        "已被阅读 次",
        "站内检索：",
        "网站支持IPv6",
        "访问次数：",
        "阅读 1286",
        "阅读时长约9分钟",
        "责编:李文 王小五",
    ],
)
def test_controls_of_many_sites_are_controls(line: str) -> None:
    assert is_control(line)


@pytest.mark.parametrize(
    "line",
    [
        "【基本案情】",
        "一、提高政治站位",
        "（一）关于信息公开不及时的问题",
        "打印机采购管理不规范的问题",
        "（大中小学党组织建设）",
        "评论员文章学习情况",
        "扫黑除恶专项斗争",
        "整改状态：完成",
        "编辑部党支部",
        "联系电话：020-12345678",
        "阅读活动开展情况",
        "审核：审计科 财务科负责人签字",
        "项目所在位置：城东片区",
        "分享经验做法，推广典型案例。",
        "2023年10月19日",
        "下一步工作打算",
        "数据加载中心建设",
        "中共云岭县水务局党组关于巡察整改情况的通报 2026-02-06",
    ],
)
def test_lines_of_notices_are_no_controls(line: str) -> None:
    assert not is_control(line)
